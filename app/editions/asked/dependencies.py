"""A question as its address says it, the edition that it is asked of, and faults of rooms as problems."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import quote_plus, urlencode

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError, ProgrammingError, SQLAlchemyError

from app.database.engine import reading
from app.editions.faults import InvalidValue, Moved, Withdrawn
from app.editions.schemas import PageParameters, ReadParameters, parameters_given
from app.editions.snapshot import EditionHead, head_before, head_of, newest_head
from app.editions.view import Page, View
from app.http.conditional import normalised
from app.http.cursors import Cursor
from app.http.formats import Format, choose_format
from app.http.problems import Problem, invalid_parameter


@dataclass(frozen=True)
class Asked:
    """All that an address says: the same address, the same question. What headers add is no part of it."""

    path: str
    query: str
    parameters: ReadParameters
    cursor: Cursor | None
    build: Callable[[View], Page | str]
    formats: Sequence[Format] = ()
    only: Format | None = None
    plain: bool = False
    timeless: bool = False
    of: str | None = None

    def is_of(self, newest: EditionHead) -> bool:
        """Is the newest edition the one that is asked? False where that takes a look at others."""
        if self.parameters.as_of is not None:
            return False
        named = {self.parameters.edition, self.cursor.edition if self.cursor else None}
        return named <= {None, newest.number}

    def form(self, accept: str | None) -> Format | None:
        """The form of the answer, null for JSON."""
        return self.only or choose_format(getattr(self.parameters, "format", None), accept, self.formats)

    @cached_property
    def normalised(self) -> str:
        """The query, equal for equal questions."""
        return normalised(self._given.items())

    def links(self, following: str | None) -> dict[str, str] | None:
        """The `Link`s of a page; null for what is none."""
        if not isinstance(self.parameters, PageParameters):
            return None
        if following is None:
            return self._links
        return {**self._links, "next": f"{self._before_cursor}cursor={quote_plus(following)}"}

    @cached_property
    def _given(self) -> dict[str, Any]:
        return parameters_given(self.parameters)

    @cached_property
    def _first(self) -> dict[str, Any]:
        return {name: value for name, value in self._given.items() if name != "cursor"}

    @cached_property
    def _before_cursor(self) -> str:
        first = _address(self.path, self._first)
        return f"{first}&" if self._first else f"{first}?"

    @cached_property
    def _links(self) -> dict[str, str]:
        return {"self": _address(self.path, self._given), "first": _address(self.path, self._first)}


def edition_of(connection: Connection, parameters: ReadParameters, at: Cursor | None) -> EditionHead:
    """The edition that is asked: the one named, the newest of a day, the cursor's, or the newest.

    Raises `Problem` where there is none.
    """
    found: EditionHead | None
    if parameters.edition is not None and parameters.as_of is not None:
        raise invalid_parameter("as_of", "give `edition` or `as_of`, not both")
    if parameters.edition is not None:
        found = head_of(connection, parameters.edition)
        if found is None:
            raise Problem("unknown-edition", f"There is no edition {parameters.edition}.")
    elif parameters.as_of is not None:
        end = datetime.fromisoformat(parameters.as_of).replace(tzinfo=UTC) + timedelta(days=1)
        found = head_before(connection, end)
        if found is None:
            raise Problem("unknown-edition", f"No edition was published by {parameters.as_of}.")
    elif at is not None:
        found = head_of(connection, at.edition)
    else:
        found = newest_head(connection)
        if found is None:
            raise Problem("not-ready", "No edition has been published yet.")
    if at is not None and (found is None or found.number != at.edition):
        raise invalid_parameter("cursor", "the cursor belongs to another edition; start the list again without it")
    assert found is not None
    return found


@contextmanager
def readable(engine: Engine) -> Iterator[Connection]:
    """A connection to a database that can answer; a 503 problem where it cannot be reached or has no schema."""
    try:
        with reading(engine) as connection:
            yield connection
    except (OperationalError, ProgrammingError) as error:
        if not _has_schema(engine):
            raise Problem("not-ready", "The database cannot be reached, or its schema is not there.") from error
        raise


def problem_of(fault: Exception, query: str) -> Problem:
    """A fault of a room as the problem that is sent."""
    match fault:
        case InvalidValue():
            return invalid_parameter(fault.parameter, fault.message, value=fault.value, valid=fault.valid)
        case Withdrawn():
            return Problem("withdrawn", str(fault), reason=fault.reason, history=fault.history)
        case Moved():
            location = f"{fault.path}?{query}" if query else fault.path
            return Problem("moved", f"It is at {fault.path} now.", headers={"Location": location})
        case _:
            return Problem("unknown-record", str(fault))


def _has_schema(engine: Engine) -> bool:
    try:
        with reading(engine) as connection:
            newest_head(connection)
    except SQLAlchemyError:
        return False
    return True


def _address(path: str, query: dict[str, Any]) -> str:
    return f"{path}?{urlencode(query, doseq=True)}" if query else path
