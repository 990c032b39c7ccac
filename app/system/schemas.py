"""What the server says of itself."""

from typing import Annotated, Literal

from pydantic import Field

from app.editions.schemas import Meta
from app.vocabulary.shapes import Answered


class ApiVersion(Answered):
    """One version of the API."""

    version: str
    path: str
    status: Literal["current", "deprecated"]
    sunset: Annotated[str | None, Field(description="The day it ends, once that is known.")]


class Environment(Answered):
    """Where this atlas runs, and for what."""

    name: Annotated[str, Field(examples=["production"])]
    address: Annotated[str, Field(examples=["https://atlas.example"])]


class Index(Answered):
    """Where to begin."""

    name: str
    software: str
    edition: int
    versions: list[ApiVersion]
    environments: Annotated[
        list[Environment], Field(description="As the operator named them; empty where there is but this one.")
    ]
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
