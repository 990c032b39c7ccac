"""What the edition resources take and answer."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.knowledge.schemas.common import Day
from app.vocabulary.shapes import Answered, Parameters

LanguageChoice = Literal["en", "ko"]


class ReadParameters(Parameters):
    """Which edition, in which language."""

    edition: Annotated[
        int | None,
        Field(ge=1, le=2_000_000_000, description="Answer from this edition; default is the newest.", examples=[1]),
    ] = None
    as_of: Annotated[
        Day | None, Field(description="Answer from the edition that was newest at the end of that day (UTC).")
    ] = None
    lang: Annotated[LanguageChoice | None, Field(description="Language of texts; beats `Accept-Language`.")] = None


class PageParameters(ReadParameters):
    """How a list is cut into pages."""

    limit: Annotated[int, Field(ge=1, le=200, description="Items on a page.")] = 50
    cursor: Annotated[
        str | None, Field(min_length=1, max_length=600, description="Where to go on: `next` of the page before.")
    ] = None


class Meta(Answered):
    """What holds for the whole answer."""

    data_licence: str
    disclaimer: str
    published_at: str
    edition_sha256: str
    language: LanguageChoice


class ManifestPart(Answered):
    """One part of a manifest."""

    name: Annotated[str, Field(description="A jurisdiction, or `common`.", examples=["MY"])]
    records: int
    sha256: str
    url: Annotated[str, Field(examples=["/v1/editions/1/manifest/MY.txt"])]


class EditionSummary(Answered):
    """A numbered publication of the whole atlas."""

    number: Annotated[int, Field(examples=[1])]
    published_at: Annotated[str, Field(examples=["2026-11-23T00:00:00Z"])]
    note: str
    sha256: Annotated[str, Field(description="Hash of the manifest's head: the edition's hash.")]
    previous_sha256: str | None
    parts: list[ManifestPart]
    manifest: Annotated[str, Field(description="Address of the manifest's head.")]


class EditionAnswer(EditionSummary):
    """An edition with what it holds and what it changed."""

    counts: Annotated[dict[str, int], Field(description="Live records by type.")]
    changes: Annotated[
        dict[str, int], Field(description="Revisions published in it by type of change, and withdrawals.")
    ]


class EditionPage(Answered):
    """Editions, newest first."""

    edition: int
    items: list[EditionSummary]
    next: str | None
    total: int
    meta: Meta


class DiffParameters(ReadParameters):
    """`/v1/entries/{id}/diff`."""

    model_config = ConfigDict(populate_by_name=True)

    from_: Annotated[
        int | None,
        Field(alias="from", ge=1, le=2_000_000_000, description="Older edition; default: before the newer revision."),
    ] = None
    to: Annotated[
        int | None, Field(ge=1, le=2_000_000_000, description="Newer edition; default: the one that answers.")
    ] = None


class RevisionAnswer(Answered):
    """One version of an entry and the editions that held it."""

    revision: int
    state: Literal["published", "superseded", "withdrawn"]
    change_type: Literal["substantive", "editorial", "correction", "translation", "verified"]
    reason: str
    review: Literal["seed-compiled", "approved"]
    published_in: Annotated[int, Field(description="First edition that held it.")]
    removed_in: Annotated[int | None, Field(description="First edition that no longer held it.")]
    removal_reason: str | None
    sha256: Annotated[str, Field(description="Hash of its frozen content.")]
    redacted: bool
    url: Annotated[str | None, Field(description="Where the entry can be read as it stood.")]


class RevisionPage(Answered):
    """The history of an entry, newest first."""

    id: str
    edition: int
    items: list[RevisionAnswer]
    next: str | None
    total: int
    meta: Meta


class FieldChange(Answered):
    """One member of the content that differs. Values are JSON text, null where the member is not there."""

    field: Annotated[str, Field(description="JSON pointer into the frozen content.", examples=["/statement/en"])]
    before: str | None
    after: str | None


class DiffAnswer(Answered):
    """What changed in an entry between two editions."""

    id: str
    from_edition: int
    to_edition: int
    from_revision: int | None
    to_revision: int | None
    changes: list[FieldChange]
    meta: Meta


def parameters_given(parameters: BaseModel) -> dict[str, Any]:
    """The parameters that were given or differ from their defaults, as plain data."""
    return parameters.model_dump(mode="json", exclude_defaults=True, by_alias=True)
