"""How a route reads: from one edition, on one connection, in one language, with an entity tag."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Request
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError, ProgrammingError, SQLAlchemyError
from starlette.responses import Response

from app.database.engine import reading
from app.editions.faults import InvalidValue, Moved, Split, UnknownRecord, Withdrawn
from app.editions.schemas import PageParameters, ReadParameters, parameters_given
from app.editions.snapshot import EditionHead, SnapshotStore, head_before, head_of, newest_head
from app.editions.view import Page, Position, View
from app.http.answers import JSON, answer, computed, json_bytes, not_modified
from app.http.conditional import entity_tag, matches, matches_anything, normalised
from app.http.cursors import Cursor, decode_cursor, query_digest
from app.http.formats import Format, choose_format
from app.http.negotiation import choose_language
from app.http.problems import Problem, invalid_parameter

RENDERING = "3"
"""Raised when the same edition comes to be shown differently, so that old tags stop matching."""


@dataclass
class Reader:
    """One request's way to an answer."""

    request: Request
    engine: Engine
    store: SnapshotStore
    today: date

    def read(
        self, parameters: ReadParameters, build: Callable[[View], dict[str, Any]], formats: Sequence[Format] = ()
    ) -> Response:
        """Answer with what `build` makes of the view, as JSON or one of `formats`; 304 when the caller has it."""
        return self._respond(parameters, None, lambda view: Page(build(view)), formats)

    def show(
        self,
        parameters: ReadParameters,
        build: Callable[[View], dict[str, Any]],
        form: Format,
        *,
        of: str | None = None,
    ) -> Response:
        """Answer with what `build` makes of the view, in this form whatever the caller accepts.

        `of`: what else it depends on, for its tag.
        """
        return self._respond(parameters, None, lambda view: Page(build(view)), only=form, of=of)

    def compute(
        self,
        parameters: ReadParameters,
        build: Callable[[View], dict[str, Any]],
        formats: Sequence[Format] = (),
        *,
        only: Format | None = None,
    ) -> Response:
        """Answer a question that came as a body: no entity tag, and nothing of it is kept.

        `only`: in this form whatever the caller accepts.
        """
        self._refuse_control_characters()
        self._refuse_repeated(parameters)
        wanted = getattr(parameters, "format", None)
        form = only or choose_format(wanted, self.request.headers.get("accept"), formats)
        with readable(self.engine) as connection:
            edition = self._edition(connection, parameters, None)
            language = choose_language(parameters.lang, self.request.headers.get("accept-language"))
            view = View(
                connection, edition, self.store.snapshot(connection, edition), self.store, language, self.today
            )
            try:
                body = build(view)
            except (InvalidValue, UnknownRecord, Withdrawn, Moved) as fault:
                raise _problem(fault, self.request.url.query) from fault
        if form is None:
            return computed(json_bytes(body), language=language)
        return computed(
            form.write(body, language), language=language, media_type=form.media_type, filename=form.filename
        )

    def text(self, parameters: ReadParameters, build: Callable[[View], str]) -> Response:
        """Answer with plain text, which is in no language."""
        return self._respond(parameters, None, build, plain=True)

    def page(
        self,
        parameters: PageParameters,
        build: Callable[[View, Position | None], Page],
        formats: Sequence[Format] = (),
        *,
        timeless: bool = False,
        only: Format | None = None,
        of: str | None = None,
    ) -> Response:
        """Answer with a page. A cursor goes on in its own edition, and only in its own list.

        `timeless`: nothing in it depends on the day, so neither does its tag. `only`: in this form whatever the
        caller accepts. `of`: what the list is called where its path does not say it all, as where it has several.
        """
        digest = self._digest(parameters, of or self.request.url.path)
        cursor = decode_cursor(parameters.cursor) if parameters.cursor else None
        if cursor and cursor.query != digest:
            raise invalid_parameter("cursor", "the cursor belongs to another list; start again without it")

        def page(view: View) -> Page:
            built = build(view, Position(cursor.key, cursor.id) if cursor else None)
            if built.end:
                built.body["next"] = Cursor(view.edition.number, digest, built.end.key, built.end.id).encode()
            return built

        return self._respond(parameters, cursor, page, formats, only=only, timeless=timeless, of=of)

    def _respond(
        self,
        parameters: ReadParameters,
        cursor: Cursor | None,
        build: Callable[[View], Page | str],
        formats: Sequence[Format] = (),
        *,
        only: Format | None = None,
        plain: bool = False,
        timeless: bool = False,
        of: str | None = None,
    ) -> Response:
        """Compute an answer, unless its tag says that the caller has it.

        The tag covers the edition's hash, the rendering, the path, the normalised query, the language and the
        day: everything an answer depends on, so a 304 is known before anything is computed.
        """
        self._refuse_control_characters()
        self._refuse_repeated(parameters)
        with readable(self.engine) as connection:
            edition = self._edition(connection, parameters, cursor)
            language = choose_language(parameters.lang, self.request.headers.get("accept-language"))
            query = parameters_given(parameters)
            wanted = getattr(parameters, "format", None)
            form = only or choose_format(wanted, self.request.headers.get("accept"), formats)
            media_type = form.media_type if form else JSON
            depends_on = (
                "" if plain else language,
                f"{media_type} {form.version}" if form and form.version else media_type,
                "" if timeless else str(self.today),
                *map(str, edition.state),
                *([of] if of else ()),
            )
            tag = entity_tag(RENDERING, self.request.url.path, normalised(query.items()), *depends_on)
            had = not_modified(tag=tag, language=None if plain else language, negotiated=bool(formats))
            if matches(self.request.headers.get("if-none-match"), tag):
                return had
            snapshot = self.store.snapshot(connection, edition)
            view = View(connection, edition, snapshot, self.store, language, self.today)
            try:
                built = build(view)
            except Split as split:
                return self._split(split, tag)
            except (InvalidValue, UnknownRecord, Withdrawn, Moved) as fault:
                raise _problem(fault, self.request.url.query) from fault
        if matches_anything(self.request.headers.get("if-none-match")):
            return had
        if isinstance(built, str):
            return answer(built.encode(), tag=tag, media_type="text/plain; charset=utf-8")
        links = self._links(query, built.body["next"]) if isinstance(parameters, PageParameters) else None
        return answer(
            form.write(built.body, language) if form else json_bytes(built.body),
            tag=tag,
            language=language,
            media_type=media_type,
            links=links,
            negotiated=bool(formats),
            filename=form.filename if form else None,
        )

    def _digest(self, parameters: PageParameters, of: str) -> str:
        """What makes a list this list: all but where it is cut, how it is shown, and its edition."""
        given = parameters_given(parameters)
        for name in ("cursor", "limit", "edition", "until", "as_of", "lang", "view", "facets", "format"):
            given.pop(name, None)
        return query_digest(f"{of}?{normalised(given.items())}")

    def _refuse_control_characters(self) -> None:
        """No id, word or text that we know holds one, and PostgreSQL cannot even be asked for a NUL."""
        given = [*self.request.path_params.items(), *self.request.query_params.multi_items()]
        for name, value in given:
            if any(unicodedata.category(one) in ("Cc", "Cs") for one in f"{name}{value}" if one not in "\t\n\r"):
                raise invalid_parameter(
                    name.encode("ascii", "replace").decode(), "control characters are not allowed"
                )

    def _refuse_repeated(self, parameters: ReadParameters) -> None:
        """A parameter that takes one value must not come twice: which one was meant?"""
        counts = Counter(name for name, _ in self.request.query_params.multi_items())
        for name, count in counts.items():
            if count > 1 and not isinstance(getattr(parameters, name, None), list):
                raise invalid_parameter(name, "give this parameter once")

    def _split(self, split: Split, tag: str) -> Response:
        links = [f"/v1/entries/{part}" for part in split.parts]
        body = {"id": split.id, "edition": split.edition, "parts": split.parts, "links": links}
        return answer(json_bytes(body), tag=tag, status=300)

    def _edition(self, connection: Connection, parameters: ReadParameters, at: Cursor | None) -> EditionHead:
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
            raise invalid_parameter(
                "cursor", "the cursor belongs to another edition; start the list again without it"
            )
        assert found is not None
        return found

    def _links(self, query: dict[str, Any], following: str | None) -> dict[str, str]:
        path = self.request.url.path
        first = {name: value for name, value in query.items() if name != "cursor"}
        links = {"self": _address(path, query), "first": _address(path, first)}
        if following:
            links["next"] = _address(path, {**first, "cursor": following})
        return links


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


def _has_schema(engine: Engine) -> bool:
    try:
        with reading(engine) as connection:
            newest_head(connection)
    except SQLAlchemyError:
        return False
    return True


def _address(path: str, query: dict[str, Any]) -> str:
    return f"{path}?{urlencode(query, doseq=True)}" if query else path


def _problem(fault: Exception, query: str) -> Problem:
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


def get_reader(request: Request) -> Reader:
    """The reader of this request, from what the composition root put on the application."""
    state = request.app.state
    return Reader(request, state.engine, state.store, state.today())


Reading = Annotated[Reader, Depends(get_reader)]
"""Inject a `Reader`."""
