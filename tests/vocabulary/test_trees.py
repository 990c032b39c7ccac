"""Inheritance runs up the tree of product types and never down, in a jurisdiction's own tree too."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.vocabulary.trees import ALL_MEDICINES, INHERITING_KINDS, ProductTree, through

STEADY = settings(deadline=None, database=None, derandomize=True, max_examples=100)
OTHER_KINDS = ("procedure", "reliance", "observed_time", "market", "term", "qa")
TYPES = (ALL_MEDICINES, "t1", "t2", "t3", "t4", "t5", "t6")

SMALL = ProductTree(
    {
        ALL_MEDICINES: None,
        "biologic": ALL_MEDICINES,
        "biosimilar": "biologic",
        "vaccine": "biologic",
        "health-supplement": None,
    },
    {"AA": {"vaccine": None}, "BB": {"health-supplement": ALL_MEDICINES}, "CC": {"biologic": None}},
)


@dataclass(frozen=True)
class Asked:
    """A random tree with exceptions of two jurisdictions, and a question to it."""

    tree: ProductTree
    product_type: str
    country: str

    def parent(self, product_type: str) -> str | None:
        """The parent of a type by the jurisdiction's own tree."""
        own = self.tree.exceptions.get(self.country, {})
        return own[product_type] if product_type in own else self.tree.parents[product_type]


@st.composite
def asked(draw: st.DrawFn) -> Asked:
    """Parents stand before their children, in exceptions too: there is no circle."""

    def parent(position: int) -> str | None:
        return draw(st.sampled_from([None, *TYPES[:position]]))

    parents = {type_: parent(position) for position, type_ in enumerate(TYPES)}
    exceptions = {
        country: {TYPES[position]: parent(position) for position in draw(st.sets(st.integers(0, len(TYPES) - 1)))}
        for country in ("AA", "BB")
    }
    country = draw(st.sampled_from(["AA", "BB", "CC"]))
    return Asked(ProductTree(parents, exceptions), draw(st.sampled_from(TYPES)), country)


@STEADY
@given(one=asked(), kind=st.sampled_from([*sorted(INHERITING_KINDS), *OTHER_KINDS]))
def test_a_chain_begins_with_the_type_itself_and_repeats_nothing(one: Asked, kind: str) -> None:
    chain = one.tree.chain(one.product_type, one.country, kind)
    assert chain[0] == one.product_type
    assert len(set(chain)) == len(chain)


@STEADY
@given(one=asked(), kind=st.sampled_from(sorted(INHERITING_KINDS)))
def test_requirements_and_policies_reach_through_every_ancestor_in_order(one: Asked, kind: str) -> None:
    chain = one.tree.chain(one.product_type, one.country, kind)
    assert [one.parent(type_) for type_ in chain] == [*chain[1:], None]


@STEADY
@given(one=asked(), kind=st.sampled_from(OTHER_KINDS))
def test_other_kinds_reach_only_themselves_and_all_medicines(one: Asked, kind: str) -> None:
    chain = one.tree.chain(one.product_type, one.country, kind)
    whole = one.tree.chain(one.product_type, one.country, "requirement")
    assert set(chain) <= {one.product_type, ALL_MEDICINES}
    assert (ALL_MEDICINES in chain) == (ALL_MEDICINES in whole)


@STEADY
@given(one=asked())
def test_inheritance_never_runs_downward(one: Asked) -> None:
    for above in one.tree.chain(one.product_type, one.country, "requirement")[1:]:
        assert one.product_type not in one.tree.chain(above, one.country, "requirement")


@STEADY
@given(one=asked(), kind=st.sampled_from(["requirement", "procedure"]))
def test_the_chains_of_all_jurisdictions_are_those_of_each(one: Asked, kind: str) -> None:
    default, own = one.tree.chains(one.product_type, kind)
    for country in ("AA", "BB", "CC"):
        assert own.get(country, default) == one.tree.chain(one.product_type, country, kind)
    assert default not in own.values()


@pytest.mark.parametrize("kind", ["requirement", "procedure"])
def test_a_circle_in_a_tree_ends(kind: str) -> None:
    tree = ProductTree({"t1": "t2", "t2": "t3", "t3": "t1"}, {})
    chain = tree.chain("t1", "", kind)
    assert chain == (("t1", "t2", "t3") if kind == "requirement" else ("t1",))


@pytest.mark.parametrize(
    ("product_type", "country", "chain"),
    [
        ("vaccine", "", ("vaccine", "biologic", ALL_MEDICINES)),
        ("vaccine", "AA", ("vaccine",)),
        ("biosimilar", "AA", ("biosimilar", "biologic", ALL_MEDICINES)),
        ("health-supplement", "", ("health-supplement",)),
        ("health-supplement", "BB", ("health-supplement", ALL_MEDICINES)),
        ("biosimilar", "CC", ("biosimilar", "biologic")),
        (ALL_MEDICINES, "BB", (ALL_MEDICINES,)),
    ],
)
def test_an_exception_counts_in_its_own_jurisdiction_and_for_what_lies_below(
    product_type: str, country: str, chain: tuple[str, ...]
) -> None:
    assert SMALL.chain(product_type, country, "requirement") == chain


@st.composite
def questions(draw: st.DrawFn) -> tuple[tuple[str, ...], list[str], list[str]]:
    """A chain, the types that an entry names, and those it excepts."""
    chain = tuple(draw(st.lists(st.sampled_from(TYPES), min_size=1, unique=True)))
    types = st.lists(st.sampled_from(TYPES), unique=True)
    return chain, draw(types), draw(types)


@STEADY
@given(question=questions())
def test_the_nearest_named_type_wins_unless_something_as_near_is_excepted(
    question: tuple[tuple[str, ...], list[str], list[str]],
) -> None:
    chain, named, excepted = question
    matches = [position for position, type_ in enumerate(chain) if type_ in named]
    if not matches or set(chain[: matches[0] + 1]) & set(excepted):
        assert through(chain, named, excepted) is None
    else:
        nearest = matches[0]
        assert through(chain, named, excepted) == (chain[nearest], "inherited" if nearest else "named")


@pytest.mark.parametrize(
    ("named", "excepted", "found"),
    [
        (["biosimilar", "biologic"], [], ("biosimilar", "named")),
        (["biologic", ALL_MEDICINES], [], ("biologic", "inherited")),
        ([ALL_MEDICINES], ["biologic"], None),
        ([ALL_MEDICINES], ["biosimilar"], None),
        ([ALL_MEDICINES], ["vaccine"], (ALL_MEDICINES, "inherited")),
        (["biologic"], [ALL_MEDICINES], ("biologic", "inherited")),
        (["biosimilar"], ["biosimilar"], None),
        (["vaccine"], [], None),
        ([], [], None),
    ],
)
def test_cases_of_a_biosimilar(named: list[str], excepted: list[str], found: tuple[str, str] | None) -> None:
    chain = SMALL.chain("biosimilar", "", "requirement")
    assert through(chain, named, excepted) == found
