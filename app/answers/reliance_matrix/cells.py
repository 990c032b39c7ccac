"""From what single entries say to the answer of a cell.

Entries on one and the same way in (the same procedure, or none; lists of references that meet) are one way. Where
they answer the contrary, the cell is contradicted, and the one that `_standing` puts first is followed. Of several
ways the best answer is the cell's: one way in is enough, and what is known goes before what is not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.answers.standing.spoken import COUNTS, Spoken
from app.vocabulary.dates import day_range
from app.vocabulary.lists import Answer, CurrencyStatus, EvidenceGrade, Stated
from app.vocabulary.trees import ProductTree, through

Data = dict[str, Any]

_BEST_FIRST = (Answer.yes, Answer.partly, Answer.no, Answer.unknown)


@dataclass(frozen=True)
class Saying:
    """An entry, what it says of the reference, and its place on the day."""

    item: Data
    spoken: Spoken
    place: str
    others: frozenset[str]
    """The bodies that count by it, an authority that was asked for apart: its list."""

    @property
    def id(self) -> str:
        """The entry's id."""
        return str(self.item["id"])

    @property
    def answer(self) -> Answer:
        """What it says at its step, for a day on which it is known to hold; else it leaves the question open."""
        return Answer.unknown if self.place == "unclear" or self.spoken.open else self.spoken.answer


def list_of(item: Data, reference: str) -> frozenset[str]:
    """The bodies that count by an entry, an authority that was asked for and what was derived apart."""
    counting = [one for one in item["references"] if one["answer"] in COUNTS and one["stated"] != Stated.derived]
    names = [one["group"] or one["authority"] for one in counting if one["authority"] != reference]
    return frozenset(name for name in names if name)


def cells(tree: ProductTree, types: Sequence[str], country: str, scope: str, sayings: Sequence[Saying]) -> list[Data]:
    """The cells of one jurisdiction and step: one for all of `types`, or several where these differ.

    Where several types are asked for and no entry names any, nothing tells them apart: one cell for none by name.
    """
    here = [one for one in sayings if scope in one.item["scopes"]]
    if len(types) > 1 and not any(one.item["product_types"] for one in here):
        return [{"scope": scope, "product_types": [], **_answer([(one, 2) for one in here])}]
    found: list[Data] = []
    for type_ in types:
        answer = _answer(_holding(tree, type_, country, here))
        same = next((one for one in found if all(one[name] == value for name, value in answer.items())), None)
        if same is None:
            found.append({"scope": scope, "product_types": [type_], **answer})
        else:
            same["product_types"].append(type_)
    return found


def _holding(tree: ProductTree, type_: str, country: str, sayings: Iterable[Saying]) -> list[tuple[Saying, int]]:
    """Entries that hold for a product type, or do not say for which, and how near they are: 0 it, 1 above, 2 not."""
    chain = tree.chain(type_, country, "reliance")
    found: list[tuple[Saying, int]] = []
    for one in sayings:
        item = one.item
        if not item["product_types"]:
            found.append((one, 2))
        elif how := through(chain, item["product_types"], item["except_product_types"]):
            found.append((one, 0 if how[1] == "named" else 1))
    overridden = {id_ for one, near in found if near < 2 for id_ in one.item["overrides"]}
    return [(one, near) for one, near in found if one.id not in overridden]


def _answer(near: Sequence[tuple[Saying, int]]) -> Data:
    basis = [(one, how) for one, how in near if one.place in ("now", "unclear")]
    older = not basis and any(one.place == "older" for one, _ in near)
    if older:
        basis = [(one, how) for one, how in near if one.place == "older"]
    ordered = [one for one, _ in sorted(basis, key=_standing)]
    ways = _ways(ordered)
    leading = [_leading(way) for way in ways]
    first = min(
        leading, key=lambda one: (_BEST_FIRST.index(one.answer), _aside(one), ordered.index(one)), default=None
    )
    return {
        "product_type_stated": bool(first.item["product_types"]) if first else None,
        "answer": first.answer if first else Answer.unknown,
        "stated": first.spoken.stated if first else None,
        "decided_by": first.id if first else None,
        "contradicted": any(_contrary(way) for way in ways),
        "on_older_evidence": older,
        "entries": sorted(one.id for one, _ in near),
        "not_known": sorted(one.id for one in ordered if one.answer == Answer.unknown),
        "fact_as_of": _newest(one.item["fact_as_of"] for one in ordered),
    }


def _standing(placed: tuple[Saying, int]) -> tuple[Any, ...]:
    """Which of two contrary entries is followed: the first in this order.

    Known to be current; nearer to the product type; speaking of the reference itself and not of a group; stated by
    the source and not derived; newer; better evidence; then by id.
    """
    one, near = placed
    item = one.item
    as_of = item["fact_as_of"]
    return (
        item["currency_status"] != CurrencyStatus.current,
        near,
        not one.spoken.by_name,
        one.spoken.stated != Stated.stated,
        -day_range(as_of)[1].toordinal() if as_of else 0,
        list(EvidenceGrade).index(item["evidence_grade"]),
        one.id,
    )


def _ways(ordered: Sequence[Saying]) -> list[list[Saying]]:
    """Entries grouped by the way in that they speak of, each group in its order."""
    ways: list[list[Saying]] = []
    for one in ordered:
        joined = [way for way in ways if any(_same_way(one, other) for other in way)]
        ways = [way for way in ways if way not in joined]
        merged = [*(other for way in joined for other in way), one]
        ways.append([other for other in ordered if other in merged])
    return ways


def _same_way(one: Saying, other: Saying) -> bool:
    procedures, others = set(one.item["procedures"]), set(other.item["procedures"])
    lists_meet = bool(one.others & other.others)
    if procedures or others:
        return bool(procedures & others) and (lists_meet or not one.others or not other.others)
    return lists_meet or not (one.others or other.others)


def _aside(saying: Saying) -> bool:
    """Does it answer something, but not for this step and day?"""
    return saying.answer != saying.spoken.answer


def _leading(way: Sequence[Saying]) -> Saying:
    """The entry that is followed on a way: the first that knows."""
    return next((one for one in way if one.answer != Answer.unknown), way[0])


def _contrary(way: Iterable[Saying]) -> bool:
    answers = {one.answer for one in way}
    return Answer.no in answers and bool(answers & set(COUNTS))


def _newest(dates: Iterable[str | None]) -> str | None:
    known = [one for one in dates if one is not None]
    return max(known, key=lambda one: (day_range(one)[1], one), default=None)
