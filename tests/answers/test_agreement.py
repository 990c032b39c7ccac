"""What the database selects and what contents say is the same, for every entry, product type and day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import ColumnElement, Connection, Engine, select
from starlette.testclient import TestClient

from app.answers.applies import applies
from app.answers.conditions import (
    ENTRY,
    is_stale,
    may_apply_on,
    names_no_product_type,
    names_product_type,
    readable,
)
from app.database.engine import reading
from app.editions.snapshot import SnapshotStore, newest_head
from app.knowledge.freeze import thaw
from app.knowledge.models import Revision
from app.knowledge.models.entry import EntryRow
from app.knowledge.staleness import stale
from app.vocabulary.trees import ProductTree, through
from tests.answers.crafted import EXCEPTIONS, TYPES

STEADY = settings(deadline=None, database=None, derandomize=True, max_examples=30)
DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))
EDITION = 2


@dataclass(frozen=True)
class Held:
    """A connection, the contents of all entries by id, and the trees of all countries."""

    connection: Connection
    contents: dict[str, dict[str, Any]]
    tree: ProductTree

    def matching(self, *conditions: ColumnElement[bool]) -> list[set[str]]:
        """The ids for which each condition holds, by one query."""
        query = select(ENTRY.id, *conditions).join(Revision, Revision.key == EntryRow.revision_key)
        rows = self.connection.execute(query.where(readable(EDITION))).all()
        assert len(rows) == len(self.contents)
        return [{row[0] for row in rows if row[position]} for position in range(1, len(conditions) + 1)]


@pytest.fixture(scope="module")
def held(crafted: Engine) -> Iterator[Held]:
    """All entries of the crafted atlas."""
    with reading(crafted) as connection:
        head = newest_head(connection)
        assert head is not None
        assert head.number == EDITION
        query = select(Revision.content).join(EntryRow, EntryRow.revision_key == Revision.key)
        contents = [thaw(one) for one in connection.scalars(query.where(readable(EDITION)))]
        tree = SnapshotStore(editions=1, sources=0).snapshot(connection, head).tree
        yield Held(connection, {one["id"]: one for one in contents}, tree)


def reached(held: Held, product_type: str) -> dict[str, tuple[str, str]]:
    """By the contents: which entries hold for a product type, and through what."""
    found = {}
    for id_, one in held.contents.items():
        chain = held.tree.chain(product_type, one["country"], one["kind"])
        how = through(chain, one.get("product_types", []), one.get("except_product_types", []))
        if how:
            found[id_] = how
    return found


def test_there_is_something_to_agree_on(held: Held) -> None:
    assert len(held.contents) > 600
    assert held.tree.exceptions == EXCEPTIONS
    assert set(held.tree.parents) == set(TYPES)
    assert any(one.get("except_product_types") for one in held.contents.values())


@STEADY
@given(day=DAYS)
@example(day=date(2026, 11, 23))
@example(day=date(2024, 2, 29))
def test_staleness_is_the_same_on_every_day(held: Held, day: date) -> None:
    answers = ("yes", "no", "unknown")
    found = dict(zip(answers, held.matching(*(is_stale(answer, day) for answer in answers)), strict=True))
    for id_, content in held.contents.items():
        assert [answer for answer in answers if id_ in found[answer]] == [stale(content, day.isoformat())]


@STEADY
@given(day=DAYS)
@example(day=date(2026, 11, 23))
@example(day=date(2025, 12, 31))
def test_what_may_apply_is_the_same_on_every_day(held: Held, day: date) -> None:
    (found,) = held.matching(may_apply_on(day))
    assert found == {id_ for id_, content in held.contents.items() if applies(content, day) != "no"}


def test_all_answers_occur(held: Held) -> None:
    day = date(2026, 11, 23)
    assert all(held.matching(*(is_stale(answer, day) for answer in ("yes", "no", "unknown"))))
    assert {str(applies(content, day)) for content in held.contents.values()} == {"yes", "no", "unknown"}


@pytest.mark.parametrize("product_type", TYPES)
def test_an_entry_holds_for_a_product_type_exactly_when_its_chain_reaches_it(held: Held, product_type: str) -> None:
    (found,) = held.matching(names_product_type(held.tree, product_type))
    assert found == reached(held, product_type).keys()
    assert found


def test_what_names_no_product_type_holds_for_none(held: Held) -> None:
    (unnamed,) = held.matching(names_no_product_type())
    assert unnamed == {id_ for id_, one in held.contents.items() if not one.get("product_types")}
    for found in held.matching(*(names_product_type(held.tree, one) for one in TYPES)):
        assert not found & unnamed


def pages(client: TestClient, **params: Any) -> Iterator[dict[str, Any]]:
    """All entries of a list, in short."""
    page = client.get("/v1/entries", params={"view": "summary", "limit": 200, **params}).json()
    while True:
        yield from page["items"]
        if page["next"] is None:
            return
        following = {"view": "summary", "limit": 200, "cursor": page["next"], **params}
        page = client.get("/v1/entries", params=following).json()


@pytest.mark.parametrize("product_type", TYPES)
def test_lists_say_through_what_each_entry_holds(held: Held, crafted_client: TestClient, product_type: str) -> None:
    shown = {
        item["id"]: (item["here"]["applies_through"]["type"], item["here"]["applies_through"]["how"])
        for item in pages(crafted_client, product_type=product_type)
    }
    assert shown == reached(held, product_type)


@pytest.mark.parametrize("day", ["2000-01-01", "2020-02-29", "2026-11-23", "2040-12-31"])
def test_lists_leave_out_what_surely_does_not_apply(held: Held, crafted_client: TestClient, day: str) -> None:
    shown = {item["id"]: item["here"]["applies"] for item in pages(crafted_client, applies_on=day)}
    by_content = {id_: applies(one, date.fromisoformat(day)) for id_, one in held.contents.items()}
    assert shown == {id_: str(answer) for id_, answer in by_content.items() if answer != "no"}
