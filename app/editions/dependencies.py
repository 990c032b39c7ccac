"""How a route reads: from one edition, on one connection, in one language, with an entity tag."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Annotated, Any, cast

from fastapi import Depends, Request
from sqlalchemy import Connection, Engine
from starlette.responses import Response
from starlette.types import Scope

from app.database.threads import in_thread
from app.editions.asked.dependencies import Asked, edition_of, problem_of, readable
from app.editions.faults import InvalidValue, Moved, Split, UnknownRecord, Withdrawn
from app.editions.heads import Heads
from app.editions.schemas import PageParameters, ReadParameters, parameters_given
from app.editions.snapshot import EditionHead, SnapshotStore
from app.editions.view import NoConnection, NotAtHand, Page, Position, View
from app.editions.written import Parts, parts_of
from app.http.answers import JSON, answer, computed, json_bytes, not_modified
from app.http.conditional import entity_tag, matches, matches_anything, normalised
from app.http.cursors import Cursor, decode_cursor, query_digest
from app.http.formats import Format, choose_format
from app.http.negotiation import choose_language
from app.http.problems import invalid_parameter

__all__ = ["ByAddress", "Reader", "Reading", "get_reader", "readable"]

_TRIES = 2

RENDERING = "4"
"""Raised when the same edition comes to be shown differently, so that old tags stop matching."""


@dataclass
class Reader:
    """One request's way to an answer. `by_address`: the answer depends on the address and on no other header than
    those that are read here, so that it can be given again without finding out what was asked.
    """

    request: Request
    engine: Engine
    heads: Heads
    store: SnapshotStore
    today: date
    by_address: bool = False

    def read(
        self,
        parameters: ReadParameters,
        build: Callable[[View], dict[str, Any] | Parts],
        formats: Sequence[Format] = (),
    ) -> Response:
        """Answer with what `build` makes of the view, as JSON or one of `formats`; 304 when the caller has it.

        `build` may give written parts where the view says that JSON is sent.
        """
        return self._respond(parameters, None, lambda view: _page(build(view)), formats)

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
            edition = edition_of(connection, parameters, None)
            language = choose_language(parameters.lang, self.request.headers.get("accept-language"))
            view = View(
                connection, edition, self.store.snapshot(connection, edition), self.store, language, self.today
            )
            try:
                body = build(view)
            except (InvalidValue, UnknownRecord, Withdrawn, Moved) as fault:
                raise problem_of(fault, self.request.url.query) from fault
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
        """Compute an answer, unless its tag says that the caller has it."""
        self._refuse_control_characters()
        self._refuse_repeated(parameters)
        url = self.request.url
        asked = Asked(url.path, url.query, parameters, cursor, build, formats, only, plain, timeless, of)
        response = self.answer(asked)
        if self.by_address:
            state = self.request.app.state
            state.remembered.put(self.request.scope, _Again(state, asked))
        return response

    def answer(self, asked: Asked) -> Response:
        """The answer, from a connection of its own."""
        with readable(self.engine) as connection:
            edition = edition_of(connection, asked.parameters, asked.cursor)
            made = self._made(connection, edition, asked)
        return made()

    def at_hand(self, edition: EditionHead, asked: Asked) -> Response | None:
        """The answer from the newest edition, where all that it needs is in memory; null where it is not."""
        try:
            return self._made(cast("Connection", NoConnection()), edition, asked)()
        except NotAtHand:
            return None

    def _made(self, connection: Connection, edition: EditionHead, asked: Asked) -> Callable[[], Response]:
        """The answer from an edition, to be written when the connection is no longer needed.

        The tag covers the edition's hash, the rendering, the path, the normalised query, the language and the
        day: everything an answer depends on, so a 304 is known before anything is computed.
        """
        headers = self.request.headers
        had = headers.get("if-none-match")
        language = choose_language(asked.parameters.lang, headers.get("accept-language"))
        form = asked.form(headers.get("accept"))
        media_type = form.media_type if form else JSON
        depends_on = (
            "" if asked.plain else language,
            f"{media_type} {form.version}" if form and form.version else media_type,
            "" if asked.timeless else str(self.today),
            *map(str, edition.state),
            *([asked.of] if asked.of else ()),
        )
        tag = entity_tag(RENDERING, asked.path, asked.normalised, *depends_on)
        negotiated = bool(asked.formats)
        unchanged = partial(not_modified, tag=tag, language=None if asked.plain else language, negotiated=negotiated)
        if matches(had, tag):
            return unchanged
        if form is not None and isinstance(connection, NoConnection):
            raise NotAtHand(form.name)  # writing a file takes too long to let all others wait
        snapshot = self.store.snapshot(connection, edition)
        view = View(connection, edition, snapshot, self.store, language, self.today, as_json=form is None)
        try:
            built = asked.build(view)
        except Split as split:
            return partial(_split, split, tag)
        except (InvalidValue, UnknownRecord, Withdrawn, Moved) as fault:
            raise problem_of(fault, asked.query) from fault
        if matches_anything(had):
            return unchanged
        return lambda: _written(asked, built, form, tag, language)

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


def _page(built: dict[str, Any] | Parts) -> Page:
    return Page({}, parts=built) if isinstance(built, tuple) else Page(built)


class _Again:
    """Answers what was asked before: at once from memory where that is possible, else in a thread.

    What was not in memory twice in a row is not looked for there again before another edition or day. Files, which
    never are, do not count.
    """

    def __init__(self, state: Any, asked: Asked) -> None:
        self._state = state
        self._asked = asked
        self._missed: tuple[object, int] = (None, 0)

    async def __call__(self, scope: Scope) -> Response:
        reader = _reader(Request(scope), self._state)
        edition = reader.heads.newest()
        if edition is not None and self._asked.is_of(edition):
            of = (edition.state, reader.today)
            missed = self._missed[1] if self._missed[0] == of else 0
            if missed < _TRIES:
                found = reader.at_hand(edition, self._asked)
                if found is not None:
                    self._missed = (of, 0)
                    return found
                as_json = self._asked.form(reader.request.headers.get("accept")) is None
                self._missed = (of, missed + as_json)
        return await in_thread(partial(reader.answer, self._asked))


def _written(asked: Asked, built: Page | str, form: Format | None, tag: str, language: str) -> Response:
    if isinstance(built, str):
        return answer(built.encode(), tag=tag, media_type="text/plain; charset=utf-8")
    return answer(
        form.write(built.body, language) if form else b"".join(built.parts or parts_of(built.body)),
        tag=tag,
        language=language,
        media_type=form.media_type if form else JSON,
        links=asked.links(built.body.get("next")),
        negotiated=bool(asked.formats),
        filename=form.filename if form else None,
    )


def _split(split: Split, tag: str) -> Response:
    links = [f"/v1/entries/{part}" for part in split.parts]
    body = {"id": split.id, "edition": split.edition, "parts": split.parts, "links": links}
    return answer(json_bytes(body), tag=tag, status=300)


def _reader(request: Request, state: Any, *, by_address: bool = False) -> Reader:
    return Reader(request, state.engine, state.heads, state.store, state.today(), by_address)


async def get_reader(request: Request) -> Reader:
    """The reader of this request, from what the composition root put on the application."""
    return _reader(request, request.app.state)


async def _get_reader_by_address(request: Request) -> Reader:
    return _reader(request, request.app.state, by_address=True)


Reading = Annotated[Reader, Depends(get_reader)]
"""Inject a `Reader`."""

ByAddress = Annotated[Reader, Depends(_get_reader_by_address)]
"""Inject a `Reader` into a route that answers by the address alone, and hands on the reader's answer as it is."""
