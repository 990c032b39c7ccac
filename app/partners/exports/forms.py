"""The three forms of an export, as streams of bytes."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO

from app.partners.exports.lines import Line, head_line
from app.partners.exports.reading import Whole

_CHUNK = 64 * 1024
COLUMNS = ("part", "type", "id", "revision", "sha256", "withheld", "content")


@dataclass(frozen=True)
class Form:
    """A form of an export: how its file is called, and its media type."""

    name: str
    media_type: str


NDJSON = Form("ndjson", "application/x-ndjson")
JSON = Form("json", "application/json")
CSV = Form("csv", "text/csv; charset=utf-8; header=present")
FORMS = {form.name: form for form in (NDJSON, JSON, CSV)}


def write(form: Form, whole: Whole, lines: Iterable[Line]) -> Iterator[bytes]:
    """An export in pieces of a fit size."""
    pieces = {NDJSON.name: _ndjson, JSON.name: _json, CSV.name: _csv}[form.name](whole, lines)
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) >= _CHUNK:
            yield bytes(held)
            held.clear()
    yield bytes(held)


def _ndjson(whole: Whole, lines: Iterable[Line]) -> Iterator[bytes]:
    yield head_line(whole.head) + b"\n"
    for line in lines:
        yield line.json() + b"\n"


def _json(whole: Whole, lines: Iterable[Line]) -> Iterator[bytes]:
    """One JSON object whose records stand on a line each."""
    yield b'{"head":' + head_line(whole.head) + b',\n"records":['
    before = b"\n"
    for line in lines:
        yield before + line.json()
        before = b",\n"
    yield b"\n]}\n"


def _csv(_: Whole, lines: Iterable[Line]) -> Iterator[bytes]:
    """RFC 4180. No cell can be taken for a formula: ids begin with a letter or a digit, contents with a brace."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for line in lines:
        writer.writerow(
            (line.part, line.type, line.id, line.revision, line.sha256, line.withheld or "", line.content or "")
        )
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()
