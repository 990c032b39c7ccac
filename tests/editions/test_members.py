"""Sets of entries go on from edition to edition, and say of each what the database says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import ColumnElement, Connection, Engine, select
from starlette.testclient import TestClient

from app.database.engine import reading, writing
from app.editions.live import live_in
from app.editions.members import Members, bits_of, keys_of
from app.editions.snapshot import heads
from app.knowledge.models import Revision
from app.knowledge.models.entry import EntryRow
from app.knowledge.models.shared import TopicRow
from tests.conftest import opened
from tests.database.databases import Databases
from tests.editions.life import draft, edition, record, redact

VALUES: dict[tuple[str, str], ColumnElement[bool]] = {
    ("kind", "requirement"): EntryRow.kind == "requirement",
    ("country", "YY"): EntryRow.country == "YY",
    ("topic", "fees"): select(1)
    .where(TopicRow.revision_key == EntryRow.revision_key, TopicRow.topic == "fees")
    .exists(),
}


def by_sets(connection: Connection, members: Members, number: int) -> dict[tuple[str, str], set[int]]:
    """The entries of an edition that have each value, as the sets have them."""
    (head,) = (one for one in heads(connection) if one.number == number)
    sets = members.of(connection, number, head.state)
    return {value: set(keys_of(sets.live(sets.having(value[0], [value[1]])))) for value in VALUES}


def by_rows(connection: Connection, number: int) -> dict[tuple[str, str], set[int]]:
    """The same by statements."""
    query = select(Revision.key).join(EntryRow, EntryRow.revision_key == Revision.key)
    query = query.where(live_in(number), Revision.content.is_not(None))
    return {value: set(connection.scalars(query.where(condition))) for value, condition in VALUES.items()}


def agree(engine: Engine, members: Members, *numbers: int) -> None:
    """Fail unless sets that were kept, sets that are new and statements say the same of these editions."""
    with reading(engine) as connection:
        for number in numbers:
            expected = by_rows(connection, number)
            assert by_sets(connection, members, number) == by_sets(connection, Members(), number) == expected


@settings(deadline=None, database=None, derandomize=True, max_examples=30)
@given(st.sets(st.integers(0, 5000)))
def test_a_set_of_keys_is_its_bits(keys: set[int]) -> None:
    bits = bits_of(keys)
    assert list(keys_of(bits)) == sorted(keys)
    assert bits.bit_count() == len(keys)
    assert all(bits >> key & 1 for key in keys)


@pytest.mark.parametrize("asked_between", [True, False])
def test_kept_sets_follow_the_editions(engine: Engine, asked_between: bool) -> None:
    members = Members()
    agree(engine, members, 1)
    edition(
        engine,
        record("requirement", "xx-dossier", topics=["fees"]),
        record("requirement", "yy-two", part="YY", country="YY"),
        withdraw=[("xx-doomed", "no more")],
    )
    if asked_between:
        agree(engine, members, 2)
    edition(engine, record("requirement", "xx-dossier", topics=["dossier"]), record("requirement", "xx-new"))
    agree(engine, members, 3, 1, 2)
    redact(engine, "xx-new")
    agree(engine, members, 3, 2)


def test_a_draft_is_in_no_set_until_it_is_published_as_it_is_then(engine: Engine) -> None:
    members = Members()
    with writing(engine) as connection:
        draft(connection, [record("requirement", "xx-later", topics=["fees"])])
    agree(engine, members, 1)
    with writing(engine) as connection:
        before = members.of(connection, 1, heads(connection)[0].state).having("topic", ["fees"])
    edition(engine)
    agree(engine, members, 2, 1)
    with reading(engine) as connection:
        assert members.of(connection, 2, heads(connection)[1].state).having("topic", ["fees"]) != before


def test_another_database_in_the_place_of_one_is_read_anew(engine: Engine, databases: Databases, small: str) -> None:
    members = Members()
    edition(engine, record("requirement", "xx-more", topics=["fees"]))
    agree(engine, members, 2)
    with opened(databases, databases.copy(small)) as other:
        agree(other, members, 1)
        edition(other, *(record("requirement", f"yy-{one}", part="YY", country="YY") for one in range(5)))
        agree(other, members, 2)


def test_lists_of_every_edition_are_counted_in_it(engine: Engine, client: TestClient) -> None:
    def totals(*editions: int) -> list[int]:
        return [client.get(f"/v1/requirements?edition={one}&topic=fees&limit=1").json()["total"] for one in editions]

    assert totals(1) == [1]
    edition(engine, *(record("requirement", f"xx-fee-{one}", topics=["fees"]) for one in range(3)))
    edition(engine, withdraw=[("xx-fee", "no more"), ("xx-fee-1", "no more")])
    assert totals(1, 2, 3, 2, 1) == [1, 4, 2, 4, 1]
