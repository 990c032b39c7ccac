"""A filter gives exactly the entries that say so; what does not say is counted, not guessed."""

from collections.abc import Callable, Iterator

import pytest
from starlette.testclient import TestClient

from app.vocabulary.dates import day_range
from app.vocabulary.tokens import fold
from tests.contract.asking import Data, Query, ask, ids, items

ALL = "/v1/entries"


@pytest.fixture(scope="module")
def entries(richer: TestClient) -> list[Data]:
    """Every entry in English, in order of id."""
    return items(richer, ALL)


@pytest.fixture(scope="module")
def in_korean(richer: TestClient) -> dict[str, Data]:
    """Every entry in Korean, by id."""
    return {item["id"]: item for item in items(richer, ALL, {"lang": "ko"})}


def _found(client: TestClient, **query: str | list[str]) -> list[str]:
    return ids(client, ALL, {**query, "view": "summary"})


def _said(item: Data, *path: str) -> Iterator[str]:
    """The values that an item has at a place, however many; none where it has no such place."""
    if not path:
        yield item  # type: ignore[misc]  # a leaf
        return
    inner = item.get(path[0])
    for one in inner if isinstance(inner, list) else [inner]:
        if isinstance(one, dict):
            yield from _said(one, *path[1:])
        elif one is not None and len(path) == 1:
            yield one


PLACES: dict[str, tuple[str, ...]] = {
    "kind": ("kind",),
    "country": ("country",),
    "topic": ("topics",),
    "currency_status": ("currency_status",),
    "evidence_grade": ("evidence_grade",),
    "confidence": ("confidence",),
    "source": ("sources", "id"),
    "obligation": ("obligation",),
    "document": ("documents", "id"),
    "licence": ("licence",),
    "assessment": ("assessment",),
    "acceleration": ("acceleration",),
    "scope": ("scopes",),
}
"""Filters that ask for a value at a place, and the place."""

BY_KIND = {"status": ("policy", "status"), "procedure": ("observed_time", "procedure")}
"""The same, where only one kind is asked."""


def _has(name: str, value: str) -> Callable[[Data], bool]:
    if name in BY_KIND:
        kind, member = BY_KIND[name]
        return lambda item: item["kind"] == kind and item[member] == value
    if name == "document":
        return lambda item: item["kind"] == "requirement" and value in _said(item, *PLACES[name])
    return lambda item: value in _said(item, *PLACES[name])


def _values(entries: list[Data], name: str) -> list[str]:
    if name in BY_KIND:
        kind, member = BY_KIND[name]
        return sorted({item[member] for item in entries if item["kind"] == kind and item[member]})
    return sorted({value for item in entries for value in _said(item, *PLACES[name])})


@pytest.mark.parametrize("name", [*PLACES, *BY_KIND])
def test_a_filter_gives_exactly_the_entries_that_have_the_value(
    richer: TestClient, entries: list[Data], name: str
) -> None:
    values = _values(entries, name)
    assert values
    for value in values[:: max(1, len(values) // 12)]:
        has = _has(name, value)
        wanted = [item["id"] for item in entries if has(item)]
        assert wanted
        assert _found(richer, **{name: value}) == wanted, f"{name}={value}"


@pytest.mark.parametrize("name", [*PLACES, *BY_KIND])
def test_a_filter_given_again_asks_for_either_value(richer: TestClient, entries: list[Data], name: str) -> None:
    one, other = (_values(entries, name) * 2)[:2]
    wanted = [item["id"] for item in entries if _has(name, one)(item) or _has(name, other)(item)]
    assert _found(richer, **{name: [one, other]}) == wanted
    assert _found(richer, **{name: [other, one, one]}) == wanted


@pytest.mark.parametrize(
    "query",
    [
        {"country": "MY", "topic": "gmp-inspection"},
        {"obligation": ["mandatory", "conditional"], "topic": ["cpp", "gmp-evidence"], "confidence": "medium"},
        {"kind": ["policy", "procedure"], "currency_status": "current"},
        {"licence": "marketing-authorisation", "assessment": ["abridged", "verification"], "confidence": "medium"},
        {"kind": "requirement", "evidence_grade": ["A", "B"], "topic": "fees"},
        {"country": ["SG", "ASEAN"], "source": ["npra-charter", "survivor"]},
        {"kind": "reliance", "scope": ["gmp-inspection", "lot-release"], "evidence_grade": ["B", "C"]},
        {"obligation": "prohibited", "licence": "import"},
    ],
)
def test_filters_of_different_names_ask_for_all_at_once(
    richer: TestClient, entries: list[Data], query: dict[str, str | list[str]]
) -> None:
    def fits(item: Data) -> bool:
        return all(
            any(_has(name, value)(item) for value in ([values] if isinstance(values, str) else values))
            for name, values in query.items()
        )

    wanted = [item["id"] for item in entries if fits(item)]
    assert wanted or "prohibited" in query.values()
    assert _found(richer, **query) == wanted


@pytest.mark.parametrize("codes", [["my"], ["My"], ["mY", "sg"], ["asean"], ["Asean", "MY"]])
def test_country_codes_are_known_in_either_case(richer: TestClient, codes: list[str]) -> None:
    upper = [code.upper() for code in codes]
    assert _found(richer, country=codes) == _found(richer, country=upper)
    assert (
        ask(richer, "/v1/gaps", {"country": codes})["items"] == ask(richer, "/v1/gaps", {"country": upper})["items"]
    )
    assert ids(richer, "/v1/sources", {"country": codes}) == ids(richer, "/v1/sources", {"country": upper})


def test_a_country_does_not_include_the_region_it_is_in(richer: TestClient) -> None:
    assert "asean-for-all" in _found(richer, country="ASEAN")
    assert "asean-for-all" not in _found(richer, country="MY")
    assert {one["country"] for one in items(richer, "/v1/entries", {"country": "ASEAN"})} == {"ASEAN"}


def test_authorities_are_known_in_either_case(richer: TestClient) -> None:
    assert _found(richer, reference="kr-mfds") == _found(richer, reference="KR-MFDS") != []


@pytest.mark.parametrize("answer", ["yes", "no", "unknown", "partly"])
@pytest.mark.parametrize("reference", ["KR-MFDS", "PICS", "ASEAN-JA", None])
def test_reference_and_answer_speak_of_the_same_reference(
    richer: TestClient, entries: list[Data], reference: str | None, answer: str
) -> None:
    def fits(one: Data) -> bool:
        return one["answer"] == answer and reference in (None, one["authority"], one["group"])

    wanted = [item["id"] for item in entries if any(map(fits, item.get("references", [])))]
    query = {"answer": answer} | ({"reference": reference} if reference else {})
    assert _found(richer, **query) == wanted


def test_an_event_gives_the_entries_that_came_of_it(richer: TestClient) -> None:
    assert _found(richer, event="forum-2026") == ["a-question", "for-biologics"]
    assert _found(richer, event="quiet-forum") == []
    assert _found(richer, event=["quiet-forum", "forum-2026"]) == ["a-question", "for-biologics"]


def test_a_source_is_known_by_the_id_it_had_before_it_was_merged(richer: TestClient) -> None:
    assert _found(richer, source="merged-away") == _found(richer, source="survivor") == ["asean-for-all"]


def test_staleness_divides_all_entries_into_three(richer: TestClient, entries: list[Data]) -> None:
    parts = {answer: _found(richer, stale=answer) for answer in ("yes", "no", "unknown")}
    assert all(parts.values())
    assert sorted(id_ for part in parts.values() for id_ in part) == [item["id"] for item in entries]
    for item in entries:
        assert item["id"] in parts[item["here"]["stale"]]


def test_two_answers_about_staleness_give_both_parts(richer: TestClient, entries: list[Data]) -> None:
    wanted = [item["id"] for item in entries if item["here"]["stale"] != "no"]
    assert _found(richer, stale=["yes", "unknown"]) == wanted


@pytest.mark.parametrize("day", ["2019-01-01", "2023-06-15", "2026-11-19", "2026-11-23", "2026-12-31", "2030-01-01"])
def test_applies_on_leaves_out_what_surely_does_not_hold_that_day_and_nothing_else(
    richer: TestClient, entries: list[Data], day: str
) -> None:
    wanted = [item["id"] for item in entries if not _surely_not(item, day)]
    assert 0 < len(wanted) < len(entries)
    shown = items(richer, ALL, {"applies_on": day})
    assert [item["id"] for item in shown] == wanted
    assert {item["here"]["applies"] for item in shown} == {"yes", "unknown"}


def _surely_not(item: Data, day: str) -> bool:
    """It ended before that day, starts after it, or was known by then to be replaced or over."""
    start, end = (day_range(item[name]) if item[name] else None for name in ("applies_from", "applies_until"))
    over = item["currency_status"] in ("superseded", "historic") and end is None and item["checked_on"] <= day
    return (
        over or (start is not None and start[0].isoformat() > day) or (end is not None and end[1].isoformat() < day)
    )


@pytest.mark.parametrize("day", ["2019-03-01", "2019-03-02", "2024-02-29", "2026-11-23", "2026-11-24", "2027-01-01"])
def test_checked_before_gives_what_was_checked_before_that_day(
    richer: TestClient, entries: list[Data], day: str
) -> None:
    assert _found(richer, checked_before=day) == [item["id"] for item in entries if item["checked_on"] < day]


@pytest.mark.parametrize(
    "words",
    [
        "biosimilar",
        "BioSimilar",
        "gmp inspection",
        "inspection gmp",
        "ＧＭＰ",
        "  gmp \t 실사 ",
        "바이오시밀러",
        "생물의약품 평가",
        "허가",
        "심사",
        "나중에",
        "어느나라에도없는말",
        "biosimilar nobodyeverwrotethis",
    ],
)
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_q_gives_the_entries_that_have_all_its_words_in_either_language(
    richer: TestClient, entries: list[Data], in_korean: dict[str, Data], words: str, lang: str
) -> None:
    wanted = [
        item["id"]
        for item in entries
        if all(word in f"{_text(item)} {_text(in_korean[item['id']])}" for word in fold(words).split())
    ]
    assert bool(wanted) != (words in ("어느나라에도없는말", "biosimilar nobodyeverwrotethis"))
    assert _found(richer, q=words, lang=lang) == wanted


def _text(item: Data) -> str:
    own = ("title", "statement", "condition", "note", "status_note", "legal_basis")
    return fold(" ".join([item["id"], *(item[name] for name in own if item.get(name))]))


@pytest.mark.parametrize("moment", ["2019", "2024", "2024-01", "2024-01-01", "2024-01-02", "2026-05", "2030"])
def test_effective_from_and_until_take_what_surely_lies_within(
    richer: TestClient, entries: list[Data], moment: str
) -> None:
    policies = [item for item in entries if item["kind"] == "policy"]
    dated = {item["id"]: day_range(item["effective_from"]) for item in policies if item["effective_from"]}
    low, high = day_range(moment)
    for name, fits, other in (
        ("effective_from", {id_ for id_, (first, _) in dated.items() if first >= low}, 0),
        ("effective_until", {id_ for id_, (_, last) in dated.items() if last <= high}, 1),
    ):
        page = ask(richer, "/v1/policies", {name: moment, "limit": 200})
        assert {item["id"] for item in page["items"]} == fits
        apart = {id_ for id_, (first, last) in dated.items() if (last < low, first > high)[other]}
        assert page["meta"]["unclassified"] == {name: len(policies) - len(fits) - len(apart)}


@pytest.mark.parametrize(
    ("query", "member", "kinds"),
    [
        ({"assessment": "full"}, "assessment", {"procedure"}),
        ({"confidence": "high"}, "confidence", None),
        ({"confidence": ["high", "low"], "kind": "market"}, "confidence", {"market"}),
        ({"procedure": "my-new-drug-full"}, "procedure", {"observed_time"}),
        ({"product_type": "generic"}, "product_types", None),
        ({"product_type": "ivd", "kind": "reliance"}, "product_types", {"reliance"}),
    ],
)
def test_entries_left_out_because_their_own_value_is_not_known_are_counted(
    richer: TestClient, entries: list[Data], query: Query, member: str, kinds: set[str] | None
) -> None:
    unknown = [item for item in entries if (kinds is None or item["kind"] in kinds) and not item[member]]
    assert unknown
    name = next(iter(query))
    assert ask(richer, ALL, query)["meta"]["unclassified"] == {name: len(unknown)}


def test_what_one_filter_leaves_out_is_counted_under_all_the_other_filters(
    richer: TestClient, entries: list[Data]
) -> None:
    counted = ask(richer, "/v1/procedures", {"assessment": "full", "confidence": "medium"})["meta"]["unclassified"]
    procedures = [item for item in entries if item["kind"] == "procedure"]
    assert counted == {
        "assessment": sum(one["assessment"] is None and one["confidence"] == "medium" for one in procedures),
        "confidence": sum(one["confidence"] is None and one["assessment"] == "full" for one in procedures),
    }
    assert counted["assessment"] > 0


def test_an_entry_that_matches_is_not_counted_as_left_out(richer: TestClient, entries: list[Data]) -> None:
    unmapped = {
        item["id"]
        for item in entries
        if item["kind"] == "requirement" and any(one["id"] is None for one in item["documents"])
    }
    page = ask(richer, "/v1/requirements", {"document": "cpp-paper"})
    shown = {item["id"] for item in page["items"]}
    assert unmapped & shown
    assert page["meta"]["unclassified"] == {"document": len(unmapped - shown)}


def test_a_filter_that_leaves_nothing_unknown_counts_nothing(richer: TestClient) -> None:
    query = {"country": "MY", "topic": "cpp", "stale": "no", "evidence_grade": "A", "applies_on": "2026-11-23"}
    assert ask(richer, ALL, query)["meta"]["unclassified"] == {}
