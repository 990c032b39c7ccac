"""Checking the trail: a copy whose guards were taken off, tampered with in every way, and each row is named.

Lines 4 and 5. What the database itself refuses stands in tests/database/forbidden_staff.py.
"""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, bindparam, text
from sqlalchemy.exc import IntegrityError

from app.audit.models import AuditRow
from app.audit.reading import rows
from app.audit.trail import row_sha256
from app.audit.verify import Head, verify
from app.database.engine import reading, writing
from tests.audit.conftest import ROWS

COLUMNS = {
    "at": "'2020-01-01 00:00:00.000000'",
    "actor": "'eve'",
    "actor_kind": "'job'",
    "action": "'sign-in'",
    "object_type": "'entry'",
    "object_id": "'other'",
    "revision": "77",
    "old_value": "'{}'",
    "new_value": "NULL",
    "reason": "'other'",
    "approver": "NULL",
    "request_id": "'other'",
    "previous_sha256": "'other'",
    "sha256": "'other'",
}


@pytest.fixture
def bare(engine: Engine) -> Iterator[Connection]:
    """A copy of the trail whose guards were taken off, in a transaction that is undone."""
    with writing(engine) as connection:
        for event in ("insert", "update", "delete"):
            on = " ON audit_row" if connection.dialect.name == "postgresql" else ""
            connection.execute(text(f"DROP TRIGGER guard_audit_row_{event}{on}"))
        yield connection
        connection.rollback()


def faulty(connection: Connection, noted: Head | None = None) -> list[int]:
    """The rows that the check names."""
    return [fault.seq for fault in verify(connection, noted=noted).faults]


def rehash(connection: Connection, seqs: Sequence[int]) -> None:
    """Do what a forger would: make the hashes fit again, each after the one before."""
    for seq in seqs:
        previous = connection.scalar(text("SELECT sha256 FROM audit_row WHERE seq = :seq"), {"seq": seq - 1})
        connection.execute(
            text("UPDATE audit_row SET previous_sha256 = :previous WHERE seq = :seq"),
            {"previous": previous, "seq": seq},
        )
        (row,) = rows(connection, AuditRow.seq == seq)
        connection.execute(
            text("UPDATE audit_row SET sha256 = :sha256 WHERE seq = :seq"), {"sha256": row_sha256(row), "seq": seq}
        )


def test_an_untouched_trail_is_intact_and_says_its_head(engine: Engine) -> None:
    with reading(engine) as connection:
        found = verify(connection)
        last = list(rows(connection))[-1]
    assert found.intact
    assert (found.rows, found.faults) == (ROWS, ())
    assert found.head == Head(ROWS, last["sha256"])


@pytest.mark.parametrize("statement", ["UPDATE audit_row SET reason = 'x'", "DELETE FROM audit_row WHERE seq = 12"])
def test_with_its_guards_the_trail_is_not_written_at_all(engine: Engine, statement: str) -> None:
    with pytest.raises(IntegrityError), writing(engine) as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize("seq", [1, 5, ROWS])
@pytest.mark.parametrize("column", COLUMNS)
def test_a_row_that_was_altered_is_named(bare: Connection, column: str, seq: int) -> None:
    bare.execute(text(f"UPDATE audit_row SET {column} = {COLUMNS[column]} WHERE seq = :seq"), {"seq": seq})
    assert seq in faulty(bare)
    assert set(faulty(bare)) <= {seq, seq + 1}


@pytest.mark.parametrize("seq", [1, 5, ROWS - 1])
def test_a_row_that_was_altered_and_hashed_again_shows_at_the_next(bare: Connection, seq: int) -> None:
    bare.execute(text("UPDATE audit_row SET reason = 'other' WHERE seq = :seq"), {"seq": seq})
    rehash(bare, [seq])
    (fault,) = verify(bare).faults
    assert fault.seq == seq + 1
    assert f"does not follow row {seq}" in fault.what


@pytest.mark.parametrize(("seqs", "says"), [([1], "row 1 is missing"), ([6, 7, 8], "rows 6 to 8 are missing")])
def test_rows_that_were_removed_are_named(bare: Connection, seqs: list[int], says: str) -> None:
    bare.execute(text("DELETE FROM audit_row WHERE seq IN :seqs").bindparams(bindparam("seqs", seqs, expanding=True)))
    (fault,) = verify(bare).faults
    assert (fault.seq, fault.what) == (seqs[0], says)


def test_a_row_that_was_put_in_is_named(bare: Connection) -> None:
    """The last row, again, as the next."""
    columns = ", ".join(column.name for column in AuditRow.__table__.columns if column.name != "seq")
    bare.execute(text(f"INSERT INTO audit_row (seq, {columns}) SELECT 13, {columns} FROM audit_row WHERE seq = 12"))
    assert set(faulty(bare)) == {13}


def test_two_rows_that_changed_places_are_both_named(bare: Connection) -> None:
    for before, after in ((4, 99), (9, 4), (99, 9)):
        bare.execute(
            text("UPDATE audit_row SET seq = :after WHERE seq = :before"), {"before": before, "after": after}
        )
    assert {4, 9} <= set(faulty(bare)) <= {4, 5, 9, 10}


def test_a_cut_off_end_shows_against_a_head_that_was_noted(bare: Connection) -> None:
    noted = verify(bare).head
    bare.execute(text("DELETE FROM audit_row WHERE seq > 9"))
    assert verify(bare).intact, "inside the trail it leaves no trace"
    (fault,) = verify(bare, noted=noted).faults
    assert fault.seq == ROWS
    assert "cut off" in fault.what


def test_a_trail_that_was_written_anew_shows_against_a_head_that_was_noted(bare: Connection) -> None:
    noted = verify(bare).head
    bare.execute(text("UPDATE audit_row SET reason = 'other' WHERE seq = 5"))
    rehash(bare, range(5, ROWS + 1))
    assert verify(bare).intact, "whoever writes all of it writes it well"
    (fault,) = verify(bare, noted=noted).faults
    assert "written anew" in fault.what


def test_a_head_that_was_noted_earlier_holds_as_the_trail_grows(bare: Connection) -> None:
    (row,) = rows(bare, AuditRow.seq == 4)
    assert verify(bare, noted=Head(4, row["sha256"])).intact
    assert faulty(bare, noted=Head(4, "0" * 64)) == [4]
    assert faulty(bare, noted=Head(400, row["sha256"])) == [400]


def test_an_empty_trail_is_intact(bare: Connection) -> None:
    bare.execute(text("DELETE FROM audit_row"))
    found = verify(bare)
    assert (found.intact, found.rows, found.head) == (True, 0, None)
    assert faulty(bare, noted=Head(1, "0" * 64)) == [1]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(1, ROWS + 1)))
def test_no_other_order_passes(bare: Connection, order: list[int]) -> None:
    with bare.begin_nested() as step:
        for place, seq in enumerate(order, 1):
            bare.execute(text("UPDATE audit_row SET seq = :new WHERE seq = :old"), {"old": seq, "new": place + 1000})
        bare.execute(text("UPDATE audit_row SET seq = seq - 1000"))
        moved = {place for place, seq in enumerate(order, 1) if place != seq}
        assert moved <= set(faulty(bare)), "each row that stands elsewhere is named"
        step.rollback()
