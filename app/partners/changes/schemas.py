"""What the change feed takes and answers."""

from typing import Annotated, Literal

from pydantic import Field

from app.editions.schemas import Meta, PageParameters
from app.vocabulary.lists import ChangeType, EntryKind
from app.vocabulary.shapes import Answered

Word = Annotated[str, Field(min_length=1, max_length=120)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class FeedParameters(PageParameters):
    """Which changes: `until` is the edition that the answer is computed from."""

    edition: Annotated[
        int | None,
        Field(
            alias="until",
            ge=1,
            le=2_000_000_000,
            description="The last edition whose changes are wanted; default is the newest.",
        ),
    ] = None
    type: Annotated[
        list[Word],
        Field(
            default_factory=list, max_length=50, description="Type of record. Repeatable.", examples=["requirement"]
        ),
    ]
    kind: Annotated[
        list[EntryKind],
        Field(
            default_factory=list, max_length=50, description="Kind of entry. Repeatable.", examples=["requirement"]
        ),
    ]
    country: Annotated[
        list[Word],
        Field(
            default_factory=list,
            max_length=50,
            description="Jurisdiction that the record belongs to, before or after the change. Repeatable.",
            examples=["MY"],
        ),
    ]
    product_type: Annotated[
        list[Word],
        Field(
            default_factory=list,
            max_length=50,
            description="Entries that hold for this product type before or after the change. Repeatable.",
            examples=["biosimilar"],
        ),
    ]
    topic: Annotated[
        list[Word],
        Field(
            default_factory=list,
            max_length=50,
            description="Records about this topic before or after the change. Repeatable.",
            examples=["fees"],
        ),
    ]


class ChangesParameters(FeedParameters):
    """`/v1/changes`."""

    since: Annotated[
        int,
        Field(ge=0, le=2_000_000_000, description="The edition that you have; 0 is before the first.", examples=[1]),
    ] = 0
    redactions: Annotated[
        int, Field(ge=0, le=2_000_000_000, description="How many redactions you have carried out.", examples=[0])
    ] = 0


class AtomParameters(FeedParameters):
    """`/v1/changes.atom`."""

    format: Annotated[Literal["atom"], Field(description="Atom is the only form.")] = "atom"


class Version(Answered):
    """One revision of a record, and what it says."""

    revision: int
    sha256: Annotated[Sha256, Field(description="Hash of its frozen content.")]


class MemberChange(Answered):
    """One member of the content that differs. Values are JSON text, null where the member is not there."""

    pointer: Annotated[str, Field(description="JSON pointer into the frozen content.", examples=["/statement/en"])]
    old: str | None
    new: str | None


class ChangeAnswer(Answered):
    """What an edition did to one record, or a redaction."""

    edition: Annotated[
        int, Field(description="The edition; of a redaction the one that was newest when it was made.")
    ]
    published_at: Annotated[str | None, Field(description="When the edition was published; null for a redaction.")]
    redaction: Annotated[int | None, Field(description="The redaction's number; null for all else.")]
    redacted_at: Annotated[str | None, Field(description="When the content was redacted.")]
    type: Annotated[str, Field(description="Type of record; of an entry its kind.", examples=["requirement"])]
    id: str
    kind: Annotated[EntryKind | None, Field(description="Kind of entry; null for supporting records.")]
    country: Annotated[
        str | None, Field(description="Jurisdiction that it belongs to; null for what belongs to none.")
    ]
    change: Literal["added", "changed", "withdrawn", "redacted"]
    change_type: Annotated[ChangeType | None, Field(description="Null where nothing new came.")]
    reason: Annotated[str | None, Field(description="Null where what is said must not be passed on.")]
    old: Annotated[Version | None, Field(description="The revision that left, or whose content was redacted.")]
    new: Annotated[Version | None, Field(description="The revision that came.")]
    withheld: Annotated[
        Literal["redacted", "not-public"] | None,
        Field(description="Why there is no content though a revision came, or no comparison."),
    ]
    content: Annotated[
        str | None,
        Field(
            description="The new frozen content, both languages, as canonical JSON text: its SHA-256 is `new.sha256`."
        ),
    ]
    fields: Annotated[list[MemberChange], Field(description="Member by member, where one revision replaced another.")]
    url: Annotated[str | None, Field(description="Where it can be read; of what left, its history.")]


class Resume(Answered):
    """Where to go on once this page is taken in: both go into the next request."""

    since: int
    redactions: int
    url: str


class FeedMeta(Meta):
    """What holds for the whole page."""

    newest: Annotated[
        int | None,
        Field(description="The newest edition; null with `until` or `as_of`: what such an answer holds never grows."),
    ]


class ChangesPage(Answered):
    """Changes in order: by edition, then by type and id; a redaction behind the edition that was newest."""

    edition: Annotated[int, Field(description="The last edition that this walk reaches.")]
    since: int
    items: list[ChangeAnswer]
    next: str | None
    resume_from: Resume
    meta: FeedMeta
