"""What a record is, held against what was asked for: its kind, country, product types, and what a question wants."""

from dataclasses import dataclass, field

from app.search.fields import Labels
from app.search.reading import Reading
from app.vocabulary.lists import ENTRY_KINDS
from app.vocabulary.trees import ALL_MEDICINES, ProductTree, through

EVEN = 1000
"""The fit of a record of which nothing speaks for it or against it."""


@dataclass(frozen=True)
class Judgement:
    """How much it counts, in percent. `docs/search.md` says what each part brings."""

    other_country: int = 25
    spoken_of: int = 45
    """A country whose approval or papers are to count in the one asked about."""
    other_than_korea: int = 60
    """Korea is often named as where the asker is; then what other countries say is what is wanted."""
    no_country: int = 60
    region: int = 50
    """What holds for ASEAN, asked for one of its members."""
    inherited: int = 92
    all_medicines: int = 58
    no_type: int = 70
    other_type: int = 45
    unasked_type: int = 80
    """A record on devices, supplements or cosmetics alone, where no product was named."""

    main_licence: int = 125
    """The approval of a product itself, where it is asked how it is registered and nothing narrower is named."""

    inspection: int = 65
    """What is said of GMP, where it is asked whose approval of a product counts."""

    approval: int = 118
    """What is said of approvals of products, where it is asked whose approval counts."""

    kind: int = 105
    """A kind of record that was named."""
    type: dict[str, int] = field(
        default_factory=lambda: {
            "source": 75,
            "authority": 75,
            "document": 45,
            "jurisdiction": 50,
            "disagreement": 70,
            "event": 60,
            "gap": 65,
            "session": 50,
            "statement": 60,
        }
    )
    intent: dict[str, dict[str, int]] = field(
        default_factory=lambda: {
            "how-long": {"procedure": 125, "observed_time": 125, "clock": 110, "market": 70, "source": 70},
            "how-much": {"fee": 125, "fees": 185, "procedure": 110},
            "reliance": {"reliance": 135, "requirement": 105, "procedure": 120, "market": 70},
            "change": {"policy": 150, "market": 80},
            "papers": {"papers": 120, "requirement": 115, "document": 110, "market": 60},
            "meaning": {"term": 260, "document": 105, "market": 70},
            "route": {"procedure": 120, "market": 70},
            "need": {"requirement": 115, "market": 60},
            "who": {"authority": 210},
            "market": {"market": 160},
            "how-many": {"market": 125},
            "observed": {"observed_time": 160},
            "source": {"source": 250},
            "forum": {"statement": 150, "event": 170, "session": 150},
            "said": {"statement": 170},
            "waived": {"not-required": 125},
            "forbidden": {"prohibited": 125},
            "not-known": {"gap": 190},
            "differ": {"disagreement": 160},
        }
    )
    """By intent: what counts for a type of record, a topic, or a mark such as `clock` (it has one)."""


class Fit:
    """How well records fit what one question asks for; `EVEN` where nothing speaks for or against one."""

    def __init__(self, reading: Reading, tree: ProductTree, judgement: Judgement) -> None:
        self._reading, self._tree, self._judgement = reading, tree, judgement
        self._kinds, self._products_asked = reading.kinds, bool(reading.product_types)
        self._on_approval = _on_approval(reading)
        self._on_registration = _on_registration(reading)
        self._intents = [counts for one in reading.intents if (counts := judgement.intent.get(one))]
        self._of_country: dict[str | None, int] = {}
        self._of_products: dict[tuple[str | None, ...], int] = {}

    def __call__(self, labels: Labels) -> int:
        """How well a record fits."""
        judgement = self._judgement
        found = self._in_place(labels)
        if self._on_approval:
            if _GMP_TOPICS.intersection(labels.topics):
                found = found * judgement.inspection // 100
            if "counts:marketing-authorisation" in labels.marks:
                found = found * judgement.approval // 100
        if self._on_registration and MAIN_LICENCE in labels.marks:
            found = found * judgement.main_licence // 100
        if labels.type in self._kinds:
            found = found * judgement.kind // 100
        for counts in self._intents:
            if said := counts.keys() & labels.said:
                found = found * max([counts[one] for one in said]) // 100
        return found

    def _in_place(self, labels: Labels) -> int:
        """How well a record fits by its type, country and product types alone."""
        judgement, country = self._judgement, labels.country
        found = EVEN * judgement.type.get(labels.type, 100) // 100
        part = self._of_country.get(country)
        if part is None:
            part = _country(labels, self._reading, judgement)
            if country is not None:  # of what belongs to none, it depends on the record
                self._of_country[country] = part
        found = found * part // 100
        if labels.product_types or (self._products_asked and labels.type in ENTRY_KINDS):
            part = self._of_products.get(labels.products)
            if part is None:
                part = self._of_products[labels.products] = _products(labels, self._reading, self._tree, judgement)
            found = found * part // 100
        return found


def _products(labels: Labels, reading: Reading, tree: ProductTree, judgement: Judgement) -> int:
    if reading.product_types:
        return max(_product(labels, asked, tree, judgement) for asked in reading.product_types)
    medicine = (ALL_MEDICINES in tree.chain(one, labels.country or "", "requirement") for one in labels.product_types)
    return 100 if any(medicine) else judgement.unasked_type


MAIN_LICENCE = "marketing-authorisation"
_STEPS = frozenset({"how-long", "how-much", "route", "papers"})


def _on_registration(reading: Reading) -> bool:
    """Is it asked how a product is registered, and of no step or paper that has a name of its own?"""
    ideas = set(reading.wants("idea"))
    return (
        "registration" in ideas
        and not reading.wants("topic")
        and not ideas - {"registration", *_SAID_WITH_IT}
        and not _STEPS.isdisjoint(reading.intents)
    )


_SAID_WITH_IT = frozenset({"qualifies", "deadline", "frequency", "law", "guideline", "working-day", "calendar-day"})
_GMP_TOPICS = frozenset({"gmp-evidence", "gmp-inspection"})
_INSPECTED = frozenset(
    {"gmp", "gmp-certificate", "gmp-clearance", "inspection", "inspection-report", "overseas-site"}
)


def _on_approval(reading: Reading) -> bool:
    """Is it asked whose approval of a product counts, and not whose inspection of a site?"""
    ideas = set(reading.wants("idea"))
    approval = "registration" in ideas or (ideas == {"korea-mfds"} and bool(reading.countries))
    return "reliance" in reading.intents and approval and ideas.isdisjoint(_INSPECTED)


def _country(labels: Labels, reading: Reading, judgement: Judgement) -> int:
    if not reading.countries or labels.country in reading.countries:
        return 100
    if labels.country is None:
        at_home = any(f"at:{one}" in labels.marks for one in reading.countries)
        return 100 if at_home or labels.type == "document" else judgement.no_country
    if labels.country == "ASEAN" and reading.countries != ["KR"]:
        return judgement.region
    if labels.country in reading.reference:
        return judgement.spoken_of
    return judgement.other_than_korea if reading.countries == ["KR"] else judgement.other_country


def _product(labels: Labels, asked: str, tree: ProductTree, judgement: Judgement) -> int:
    """All that lies above a type may answer a question about it, whatever the kind; the nearest does so best."""
    if not labels.product_types:
        return judgement.no_type
    chain = tree.chain(asked, labels.country or "", "requirement")
    found = through(chain, labels.product_types, labels.except_product_types)
    if found is None:
        return judgement.other_type
    if found[1] == "named":
        return 100
    return judgement.all_medicines if found[0] == ALL_MEDICINES else judgement.inherited
