"""The list of what is due for a check: who is on it, in which order, and why."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from app.database.engine import writing
from app.editorial.reports.models import Report
from app.editorial.upkeep.models import SourceCheck
from app.editorial.upkeep.risk import RiskCode, Standing, reasons, risk
from app.knowledge.models import Record
from app.vocabulary.lists import EntryKind, Obligation
from tests.editions.life import edition, record
from tests.editorial.desk import NOON, Data, Office, told


def due(desk: Office, query: str = "") -> Data:
    """The list."""
    return told(desk.ask("vera", "GET", f"/stale{query}"))


def ids(answer: Data) -> list[str]:
    """The entries of a page, in order."""
    return [one["id"] for one in answer["items"]]


def why(answer: Data, id_: str) -> dict[str, int]:
    """The reasons of one entry's risk, with their points."""
    (one,) = (item for item in answer["items"] if item["id"] == id_)
    assert one["risk"] == sum(reason["points"] for reason in one["reasons"])
    return {reason["code"]: reason["points"] for reason in one["reasons"]}


def test_what_is_fresh_is_not_due(desk: Office) -> None:
    assert due(desk) == {"items": [], "next": None, "total": 0}


def test_each_way_of_being_due(desk: Office) -> None:
    edition(
        desk.engine,
        record("requirement", "a-soon", review_due_on="2027-03-01"),
        record("requirement", "b-later", review_due_on="2027-03-02"),
        record("requirement", "c-late", review_due_on="2026-11-30"),
        record("requirement", "d-old", fact_as_of="2020"),
        record("requirement", "e-gone", currency_status="historic"),
        record("requirement", "f-undated", fact_as_of=None),
    )
    answer = due(desk)
    assert {one["id"]: (one["due"], one["stale"]) for one in answer["items"]} == {
        "a-soon": (["review-due"], "no"),
        "c-late": (["review-due"], "yes"),
        "d-old": (["too-old"], "yes"),
        "e-gone": (["superseded"], "yes"),
        "f-undated": (["undated"], "unknown"),
    }
    assert set(ids(due(desk, "?within_days=91"))) == {*ids(answer), "b-later"}
    assert ids(due(desk, "?within_days=0&due=review-due")) == ["c-late"]
    assert set(ids(due(desk, "?due=undated&due=too-old"))) == {"d-old", "f-undated"}


def test_the_list_agrees_with_what_readers_see(desk: Office) -> None:
    """Whatever readers see as stale, or of unknown age, is on the list, whose word for it is the same."""
    old: tuple[Data, ...] = (
        {"fact_as_of": "2021-12-01"},
        {"fact_as_of": "2021-11-30"},
        {"review_due_on": "2026-11-30"},
        {},
    )
    edition(desk.engine, *(record("requirement", f"x-{place}", **values) for place, values in enumerate(old)))
    seen = {one["id"]: one["here"]["stale"] for one in desk.client.get("/v1/entries?limit=200").json()["items"]}
    listed = {one["id"]: one["stale"] for one in due(desk, "?within_days=0")["items"]}
    assert listed == {id_: stale for id_, stale in seen.items() if stale != "no"}


def test_risk_is_explained_and_orders(desk: Office) -> None:
    edition(
        desk.engine,
        record("requirement", "xx-plain", obligation="recommended", fact_as_of="2019"),
        record("requirement", "xx-must", fact_as_of="2019"),
        record("requirement", "xx-older", fact_as_of="2018"),
        record("requirement", "xx-fee-too", topics=["fees"], fact_as_of=None),
        record("procedure", "xx-slow", fact_as_of="2019", prerequisites=[{"procedure": "xx-full"}]),
        record("procedure", "xx-full", fact_as_of="2019"),
        record("reliance", "xx-relies", fact_as_of="2019", procedures=["xx-full"]),
        record("disagreement", "xx-two-words", jurisdiction="XX", title="Two", text="Differ", entries=["xx-full"]),
    )
    answer = due(desk)
    assert why(answer, "xx-plain") == {}
    assert why(answer, "xx-must") == {"mandatory": 2}
    assert why(answer, "xx-fee-too") == {"fees": 3, "mandatory": 2, "undated": 1}
    assert why(answer, "xx-full") == {"clock": 3, "disagreement": 2, "used": 1}
    assert why(answer, "xx-relies") == {"reliance": 3}
    assert ids(answer) == ["xx-fee-too", "xx-full", "xx-relies", "xx-slow", "xx-older", "xx-must", "xx-plain"]


def test_reports_and_lost_sources_add_to_the_risk(desk: Office) -> None:
    edition(desk.engine, record("requirement", "xx-must", fact_as_of="2019"))
    with writing(desk.engine) as connection:
        key = dict(connection.execute(select(Record.id, Record.key)).all())
        for place, state in enumerate(("open", "open")):
            said = {"receipt_sha256": str(place), "edition": 1, "what": "wrong", "state": state, "at": NOON}
            connection.execute(insert(Report).values(record_key=key["xx-must"], **said))
        for verdict in ("gone", "changed"):
            found = {"url": "https://xx-law.example/", "verdict": verdict, "detail": "x", "actor": "ed", "at": NOON}
            connection.execute(insert(SourceCheck).values(record_key=key["xx-law"], **found))
    answer = due(desk)
    assert why(answer, "xx-must") == {"mandatory": 2, "reported": 3, "source-changed": 2}
    assert answer["items"][0]["open_reports"] == 2
    assert [reason["count"] for reason in answer["items"][0]["reasons"]] == [None, 2, 1]


def test_pages_join_without_a_gap_or_a_double(desk: Office) -> None:
    edition(desk.engine, *(record("requirement", f"x-{place}", fact_as_of=None) for place in range(7)))
    whole = ids(due(desk))
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = due(desk, f"?limit=3{cursor}")
        found += ids(answer)
        assert answer["total"] == 7
        cursor = answer["next"] and f"&cursor={answer['next']}"
    assert found == whole
    other = due(desk, "?limit=3")["next"]
    assert desk.ask("vera", "GET", f"/stale?limit=3&country=XX&cursor={other}").status_code == 422


def test_filters_narrow_and_refuse_what_there_is_not(desk: Office) -> None:
    edition(
        desk.engine,
        record("requirement", "yy-old", part="YY", country="YY", fact_as_of=None, citations=[{"source": "yy-law"}]),
        record("requirement", "xx-old", fact_as_of=None, topics=["fees"], product_types=["generic"]),
        record("procedure", "xx-slow", fact_as_of=None),
    )
    assert ids(due(desk, "?country=yy")) == ["yy-old"]
    assert ids(due(desk, "?kind=procedure")) == ["xx-slow"]
    assert ids(due(desk, "?topic=fees")) == ["xx-old"]
    assert ids(due(desk, "?product_type=generic")) == ["xx-old"]
    for query, nearest in (
        ("country=ZZ", None),
        ("topic=feees", "fees"),
        ("product_type=genericc", "generic"),
        ("kind=procedures", "procedure"),
        ("within_day=3", "within_days"),
        ("due=undatedd", "undated"),
        ("within_days=-1", None),
        ("within_days=99999999999999999999", None),
        ("cursor=abc", None),
        ("country=%00", None),
    ):
        fault = told(desk.ask("vera", "GET", f"/stale?{query}"), 422)
        assert fault["errors"][0].get("did_you_mean") == nearest, query


def test_whoever_works_on_an_entry_is_shown(desk: Office) -> None:
    edition(desk.engine, record("requirement", "xx-old", fact_as_of=None))
    one = desk.correct("xx-old", change_type="editorial")
    assert due(desk)["items"][0]["open_revision"] == {
        "id": one["id"],
        "state": "draft",
        "change_type": "editorial",
    }


STANDINGS = st.builds(
    Standing,
    kind=st.sampled_from(list(EntryKind)),
    obligation=st.none() | st.sampled_from(list(Obligation)),
    fees=st.booleans(),
    dated=st.booleans(),
    reports=st.integers(0, 9),
    disagreements=st.integers(0, 9),
    uses=st.integers(0, 9),
    verdicts=st.lists(st.sampled_from(["ok", "gone", "changed", "moved"]), max_size=3),
)


@given(STANDINGS)
def test_a_risk_is_the_sum_of_reasons_that_are_each_named_once(one: Standing) -> None:
    found = reasons(one)
    assert len({reason.code for reason in found}) == len(found)
    assert 0 <= risk(found) == sum(reason.points for reason in found) <= 21
    assert all(reason.points > 0 for reason in found)
    assert [list(RiskCode).index(reason.code) for reason in found] == sorted(
        list(RiskCode).index(r.code) for r in found
    )


@given(STANDINGS, st.sampled_from(["reports", "disagreements", "uses"]))
def test_more_doubt_never_lowers_a_risk(one: Standing, name: str) -> None:
    risks = [risk(reasons(Standing(**{**vars(one), name: number}))) for number in range(8)]
    assert all(fewer <= more for fewer, more in pairwise(risks))
