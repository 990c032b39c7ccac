"""The body of an import: a file, as it is, by its media type."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from app.editorial.imports.files import CSV, READERS, YAML
from app.http.problems import Problem, invalid_parameter

_ALSO = {"application/x-yaml": YAML, "text/yaml": YAML, "application/csv": CSV}


@dataclass(frozen=True)
class Sent:
    """The bytes of a body and their media type."""

    data: bytes
    media_type: str


async def _sent(request: Request) -> Sent:
    said = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    media_type = _ALSO.get(said, said)
    if not said and not await request.body():
        raise invalid_parameter("/", "expected a file as the body, with its Content-Type")
    if media_type not in READERS:
        raise Problem("unsupported-media-type", f"Send the file itself, as one of {', '.join(READERS)}.")
    return Sent(await request.body(), media_type)


SentBody = Annotated[Sent, Depends(_sent)]
