"""Writing the trail: in the transaction of the act, numbered without a hole, chained, in order whatever the clock."""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta, timezone
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from app.audit.acts import Action, Actor, ActorKind
from app.audit.export import shown
from app.audit.models import AuditRow
from app.audit.reading import rows
from app.audit.trail import append, row_sha256
from app.audit.verify import verify
from app.database.engine import reading, writing
from tests.audit.conftest import NOON, ROWS, act
from tests.conftest import opened
from tests.database.databases import Databases


def test_a_row_holds_who_what_when_why_and_from_what_to_what(engine: Engine) -> None:
    with reading(engine) as connection:
        row = shown(list(rows(connection))[7])
    assert row == {
        "seq": 8,
        "at": "2026-12-01T12:00:07.000000Z",
        "actor": "ann",
        "actor_kind": "person",
        "action": "revision.update",
        "object_type": "revision",
        "object_id": "xx-7",
        "revision": 7,
        "old_value": '{"fee":"33333.33","한국어":[7,null]}',
        "new_value": '{"fee":"1","nested":{"a":2,"b":1}}',
        "reason": "=raised; '수수료'\n",
        "approver": "bob",
        "request_id": "request-7",
        "previous_sha256": row["previous_sha256"],
        "sha256": row["sha256"],
    }


def test_whoever_has_a_row_can_check_it_without_our_code(engine: Engine) -> None:
    """The hash is over the RFC 8785 JSON of all other members, and the chain over the hashes."""
    previous = None
    with reading(engine) as connection:
        for row in map(shown, rows(connection)):
            told = {name: value for name, value in row.items() if name != "sha256"}
            assert hashlib.sha256(rfc8785.dumps(told)).hexdigest() == row["sha256"]
            assert row["previous_sha256"] == previous
            previous = row["sha256"]


def test_an_act_that_is_rolled_back_leaves_no_row_and_no_hole(engine: Engine) -> None:
    with writing(engine) as connection:
        assert append(connection, act(), at=NOON) == ROWS + 1
        connection.rollback()
    with writing(engine) as connection:
        assert append(connection, act(), at=NOON) == ROWS + 1


def test_many_who_write_at_once_queue(engine: Engine) -> None:
    def write(number: int) -> int:
        with writing(engine) as connection:
            return append(connection, act(number), at=NOON)

    with ThreadPoolExecutor(8) as pool:
        places = list(pool.map(write, range(40)))
    assert sorted(places) == list(range(ROWS + 1, ROWS + 41))
    with reading(engine) as connection:
        assert verify(connection).intact


def test_a_clock_that_jumps_back_does_not_break_the_order(engine: Engine) -> None:
    """Line 20: the number of a row decides, not the clock."""
    for hours in (0, -5, 3, -100):
        with writing(engine) as connection:
            append(connection, act(reason=f"{hours}"), at=NOON + timedelta(hours=hours))
    with reading(engine) as connection:
        found = list(rows(connection))
        assert verify(connection).intact
    assert [row["seq"] for row in found] == list(range(1, ROWS + 5))
    assert [row["reason"] for row in found[-4:]] == ["0", "-5", "3", "-100"]
    assert found[-1]["at"] < found[0]["at"]


def test_a_time_is_kept_in_utc_whatever_its_zone(engine: Engine) -> None:
    at = NOON.astimezone(timezone(timedelta(hours=9)))
    with writing(engine) as connection:
        append(connection, act(), at=at)
    with reading(engine) as connection:
        assert shown(list(rows(connection))[-1])["at"] == "2026-12-01T12:00:00.000000Z"
        assert verify(connection).intact
    with pytest.raises(Exception, match="time zone"), writing(engine) as connection:
        append(connection, act(), at=NOON.replace(tzinfo=None))


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(old=VALUES, new=VALUES, reason=st.none() | WORDS, name=WORDS)
def test_whatever_is_told_is_read_back_and_holds(
    shared: Engine, old: Any, new: Any, reason: str | None, name: str
) -> None:
    told = act(actor=Actor(name), old=old, new=new, reason=reason, object_id=name)
    with shared.connect() as connection, connection.begin() as transaction:
        seq = append(connection, told, at=NOON)
        found = next(rows(connection, AuditRow.seq == seq))
        assert verify(connection).intact
        transaction.rollback()
    assert (found["reason"], found["actor"], found["object_id"]) == (reason, name, name)
    assert found["old_value"] == (None if old is None else rfc8785.dumps(old).decode())
    assert row_sha256(found) == found["sha256"]


@pytest.fixture(scope="module")
def shared(databases: Databases, written: str) -> Iterator[Engine]:
    """A copy of the trail for tests that undo what they do."""
    with opened(databases, databases.copy(written)) as engine:
        yield engine


def test_every_action_and_kind_has_a_word_of_its_own() -> None:
    assert len({str(one) for one in Action}) == len(Action)
    assert {str(one) for one in ActorKind} == {"person", "key", "job", "command"}


def test_no_member_of_a_row_could_hold_an_address_of_the_caller(engine: Engine) -> None:
    """Line 2, but for the client's address, which is not kept on purpose."""
    columns = {column.name for column in AuditRow.__table__.columns}
    assert columns == {
        *("seq", "at", "actor", "actor_kind", "action", "object_type", "object_id", "revision"),
        *("old_value", "new_value", "reason", "approver", "request_id", "previous_sha256", "sha256"),
    }
    with reading(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(AuditRow)) == ROWS
