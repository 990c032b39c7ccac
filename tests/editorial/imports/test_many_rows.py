"""A long list with three faulty rows: nothing is stored, three messages; corrected, all of it is stored as drafts."""

from typing import Any

import pytest
from sqlalchemy import func, select

from app.database.engine import reading
from app.knowledge.models import Revision
from tests.editorial.desk import Office
from tests.editorial.imports.books import XLSX, book_of, packed, table_of
from tests.editorial.imports.sending import brief, refused, row, taken_in

FAULTS: tuple[tuple[float, str, Any, str], ...] = (
    (0.1, "obligation", "compulsory", "input should be 'mandatory', 'conditional', 'recommended', 'not-required' or"),
    (0.5, "citations.1.source", "xx-lawn", "no source has the id xx-lawn"),
    (0.9, "statement.en", '=CONCAT("a", "b")', "formula; expected the value itself"),
)
"""How far down, in which column, what stands there, and what is said of it."""


@pytest.mark.parametrize("count", [100, pytest.param(2000, marks=pytest.mark.slow)])
def test_a_long_list_is_stored_whole_or_not_at_all(desk: Office, count: int) -> None:
    rows: list[dict[str, Any]] = [row(f"xx-{number}") for number in range(count)]
    faulty = [dict(one) for one in rows]
    for share, column, value, _ in FAULTS:
        faulty[int(count * share)][column] = value
    problem = refused(desk, packed(book_of({"requirement": table_of(faulty)})), media_type=XLSX)
    assert problem["detail"] == f"3 faults in {count} rows; nothing was stored."
    for (line, column, message), (share, expected, _, says) in zip(brief(problem["errors"]), FAULTS, strict=True):
        assert (line, column) == (int(count * share) + 2, expected)
        assert message.startswith(says)
    assert stored(desk) == 0
    seen = taken_in(desk, packed(book_of({"requirement": table_of(rows)})), media_type=XLSX)
    assert (seen["new"], len(seen["drafts"]), stored(desk)) == (count, count, count)


def stored(desk: Office) -> int:
    with reading(desk.engine) as connection:
        return connection.scalar(select(func.count()).where(Revision.origin == "import")) or 0
