"""What the server says of itself."""

from typing import Literal

from app.editions.schemas import Meta
from app.vocabulary.shapes import Answered


class ApiVersion(Answered):
    """One version of the API."""

    version: str
    path: str
    status: Literal["current", "deprecated"]
    sunset: str | None


class Index(Answered):
    """Where to begin."""

    name: str
    software: str
    edition: int
    versions: list[ApiVersion]
    paths: list[str]
    documentation: str
    openapi: str
    meta: Meta


class Alive(Answered):
    """The process answers."""

    status: Literal["alive"]


class Ready(Answered):
    """The server can answer questions."""

    status: Literal["ready"]
    edition: int
    schema_revision: str


class ProblemType(Answered):
    """What a problem's `type` means."""

    type: str
    status: int
    title: str
