"""Statements, events, gaps and overriding entries in search: what may be found, and what must not."""

from typing import Any

import pytest
from sqlalchemy import Engine

from app.database.engine import writing
from app.editions.publish import after_publishing
from app.intake.seed import SeedRecord
from app.search.stored import forget_index, store_index
from tests.editions.life import asking, edition, record

Data = dict[str, Any]
CITED = [{"source": "xx-law", "locator": "slide 3"}]


@pytest.fixture(autouse=True)
def _publishing_stores() -> None:
    after_publishing(store_index)


def text(written: str) -> Data:
    return {"en": written, "ko": f"{written} 내용"}


def statement(id_: str, disclosure: str, written: str) -> SeedRecord:
    return record(
        "statement",
        id_,
        session="xx-session",
        jurisdiction="XX",
        kind="requirement",
        disclosure=disclosure,
        text=text(written),
        citations=CITED,
    )


FORUM = (
    record("event", "xx-forum", name=text("Zeppelin forum"), countries=["XX"], citations=CITED),
    record("session", "xx-session", event="xx-forum", title=text("Talk on ballast"), citations=CITED),
)


def items(engine: Engine, q: str, **more: Any) -> list[Data]:
    with asking(engine) as client:
        answer = client.get("/v1/search", params={"q": q, **more})
        assert answer.status_code == 200, answer.text
        found: list[Data] = answer.json()["items"]
        return found


def test_what_was_said_is_found_where_it_may_be_passed_on_with_its_speaker(engine: Engine) -> None:
    said = [statement(f"xx-{one}", one, f"Zeppelin {one}") for one in ("public", "attributable", "unattributed")]
    edition(engine, *FORUM, *said, statement("xx-internal", "internal", "Zeppelin internal"))
    for _ in ("stored", "in memory"):
        found = {one["id"]: one["url"] for one in items(engine, "zeppelin") if one["kind"] == "statement"}
        assert found == dict.fromkeys(("xx-public", "xx-attributable"), "/v1/events/xx-forum")
        with writing(engine) as connection:
            forget_index(connection)


def test_events_and_sessions_are_found_and_lead_to_the_event(engine: Engine) -> None:
    edition(engine, *FORUM)
    assert {one["url"] for one in items(engine, "ballast zeppelin")} == {"/v1/events/xx-forum"}


def test_a_gap_is_found_and_does_not_push_an_entry_out(engine: Engine) -> None:
    gap = record(
        "gap", "xx-gap-1", jurisdiction="XX", title=text("Zeppelin fee"), text=text("Zeppelin fee not found")
    )
    rule = record("requirement", "xx-rule", title=text("Zeppelin fee"), statement=text("The zeppelin fee is ten"))
    edition(engine, gap, rule)
    ids = [one["id"] for one in items(engine, "zeppelin fee")]
    assert ids.index("xx-rule") < ids.index("xx-gap-1")
    ids = [one["id"] for one in items(engine, "what is not known about the zeppelin fee")]
    assert ids.index("xx-gap-1") < ids.index("xx-rule")


@pytest.mark.parametrize(
    ("product_type", "found"),
    [("biosimilar", {"xx-special"}), ("generic", {"xx-general"}), (None, {"xx-general", "xx-special"})],
)
def test_the_filter_by_product_type_leaves_out_what_is_overridden(
    engine: Engine, product_type: str | None, found: set[str]
) -> None:
    general = record("requirement", "xx-general", product_types=["all-medicines"], statement=text("Zeppelin rule"))
    special = record("requirement", "xx-special", overrides=["xx-general"], statement=text("Zeppelin rule"))
    edition(engine, general, special)
    given = {"product_type": product_type} if product_type else {}
    assert {one["id"] for one in items(engine, "zeppelin", **given)} == found
