"""How an export is sent: from a stored file with ranges, or, where nothing can be stored, as it is read."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Annotated, BinaryIO

from fastapi import Depends, Request
from sqlalchemy import Engine
from starlette.responses import RedirectResponse, Response, StreamingResponse

from app.editions.dependencies import readable
from app.editions.snapshot import head_of, newest_head
from app.http.conditional import matches, matches_anything
from app.http.problems import Problem
from app.http.ranges import chosen_range
from app.partners.exports.encodings import IDENTITY, choose_encoding, encoded
from app.partners.exports.forms import Form, write
from app.partners.exports.reading import exporting, lines, whole_edition
from app.partners.exports.store import ExportStore, digest

_CHUNK = 256 * 1024
LATEST = "latest"


class Exporter:
    """One request's way to an export."""

    def __init__(self, request: Request) -> None:
        self._headers = request.headers
        self._engine: Engine = request.app.state.engine
        self._store: ExportStore = request.app.state.exports

    def send(self, edition: str, form: Form) -> Response:
        """The export of an edition, by its number or as `latest`. Answers 304, 206 and 416 where they are due."""
        if edition == LATEST:
            return self._redirect(form)
        with ExitStack() as held:
            connection = held.enter_context(exporting(self._engine))
            found = head_of(connection, int(edition))
            if found is None:
                raise Problem("unknown-edition", f"There is no edition {edition}; /v1/editions lists them.")
            whole = whole_edition(connection, found)
            encoding = choose_encoding(self._headers.get("accept-encoding"))
            tag = f'"{digest(whole, form, encoding)}"'
            headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Accept-Encoding, Authorization"}
            self._store.forget_redacted(whole.head["redactions"])
            if_none_match = self._headers.get("if-none-match")
            if matches(if_none_match, tag) or matches_anything(if_none_match):
                return Response(status_code=304, headers=headers)
            if encoding != IDENTITY:
                headers["Content-Encoding"] = encoding
            headers["Content-Disposition"] = f'attachment; filename="licensing-atlas-{edition}.{form.name}"'

            def pieces() -> Iterator[bytes]:
                return encoded(encoding, write(form, whole, lines(connection, whole.edition.number)))

            file = self._store.opened(whole, form, encoding, pieces)
            if file is not None:
                return self._from_file(file, tag, headers, form.media_type)
            headers["Accept-Ranges"] = "none"
            body = _closing(held.pop_all(), pieces())
            return StreamingResponse(body, headers=headers, media_type=form.media_type)

    def _from_file(self, file: BinaryIO, tag: str, headers: dict[str, str], media_type: str) -> Response:
        size = os.fstat(file.fileno()).st_size
        headers["Accept-Ranges"] = "bytes"
        with ExitStack() as held:
            held.enter_context(file)
            part = chosen_range(self._headers.get("range"), self._headers.get("if-range"), tag=tag, size=size)
            first, last = part or (0, size - 1)
            headers["Content-Length"] = str(last - first + 1)
            if part:
                headers["Content-Range"] = f"bytes {first}-{last}/{size}"
            body = _closing(held.pop_all(), _bytes_of(file, first, last))
        status = 206 if part else 200
        return StreamingResponse(body, status_code=status, headers=headers, media_type=media_type)

    def _redirect(self, form: Form) -> Response:
        with readable(self._engine) as connection:
            newest = newest_head(connection)
        if newest is None:
            raise Problem("not-ready", "No edition has been published yet.")
        address = f"/v1/exports/{newest.number}.{form.name}"
        return RedirectResponse(address, status_code=307, headers={"Cache-Control": "no-cache"})


def _bytes_of(file: BinaryIO, first: int, last: int) -> Iterator[bytes]:
    file.seek(first)
    left = last - first + 1
    while left > 0:
        piece = file.read(min(_CHUNK, left))
        if not piece:
            return
        left -= len(piece)
        yield piece


def _closing(held: ExitStack, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces; what is held is let go at the end, or when nobody wants the rest."""
    with held:
        yield from pieces


def _exporter(request: Request) -> Exporter:
    return Exporter(request)


Exports = Annotated[Exporter, Depends(_exporter)]
"""Inject an `Exporter`."""
