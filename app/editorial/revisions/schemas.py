"""Revisions as staff ask for them, write them and are answered."""

from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, Union

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, PlainSerializer, WrapValidator
from pydantic_core import PydanticCustomError
from typing_extensions import TypeAliasType

from app.editorial.revisions.legal import LegalChange
from app.editorial.revisions.review import Meaning
from app.editorial.workflow import Step
from app.knowledge.schemas import CONTENT_MODELS
from app.vocabulary.lists import RECORD_TYPES, ChangeType, EntryKind, Origin, State
from app.vocabulary.shapes import Answered, Body, Parameters, Reason

Data = dict[str, Any]


def _object(value: Any) -> Any:
    if not isinstance(value, dict):
        raise ValueError("expected an object")
    return value


def _known_type(value: str) -> str:
    if value not in RECORD_TYPES:
        listed = ", ".join(f"'{one}'" for one in RECORD_TYPES)
        raise PydanticCustomError("enum", "expected a type of record", {"expected": listed})
    return value


# The room reads contents itself, so that a fault names its place and not which of two dozen models did not fit;
# what stands here tells the API's users what a content can be.
_READ_BY_THE_ROOM = (
    WrapValidator(lambda value, _: value),
    PlainSerializer(lambda value: value, return_type=Any),
    BeforeValidator(_object),
)
if TYPE_CHECKING:
    AnyContent: TypeAlias = dict[str, Any]
else:
    AnyContent = Union[tuple(CONTENT_MODELS.values())]  # noqa: UP007 -- made of a table
Json = TypeAliasType("Json", "dict[str, Json] | list[Json] | str | bool | int | float | None")
"""Any JSON value."""

ContentBody = Annotated[AnyContent, *_READ_BY_THE_ROOM]
PatchBody = Annotated[dict[str, Json], *_READ_BY_THE_ROOM]
RecordType = Annotated[
    str, AfterValidator(_known_type), Field(json_schema_extra={"enum": list(RECORD_TYPES)}, max_length=40)
]
ChangeTypeChoice = Annotated[
    ChangeType | None,
    Field(description="What kind of change the history shows; a correction says that the atlas was wrong."),
]
LegalChoice = Annotated[
    LegalChange | None,
    Field(
        description="Asked for where a legal date of a published entry changes: `correction` if the atlas was wrong; "
        "`new-law` if the law changed: then the change goes into a new entry that replaces this one, and this one "
        "gets its end. The two are published together."
    ),
]
SuccessorId = Annotated[
    str | None,
    Field(min_length=1, max_length=120, description="Id of the new law's entry; without it one is made of the old."),
]


class NewRecord(Body):
    """A new record with its first draft."""

    type: Annotated[
        RecordType | None,
        Field(
            validation_alias=AliasChoices("type", "kind"),
            description="Type of record; may be left out where an entry's content says its `kind`.",
            examples=["requirement"],
        ),
    ] = None
    content: Annotated[
        ContentBody,
        Field(
            description="What the record says, in both languages. Of an entry `checked_on`, `review_due_on`, "
            "`evidence_grade` and `source_custody` may be left out where they follow."
        ),
    ]
    change_type: ChangeTypeChoice = None
    reason: Reason


class NewRevision(Body):
    """A draft that corrects what is published."""

    content: Annotated[
        PatchBody, Field(description="JSON Merge Patch (RFC 7396) on the published content; may be empty.")
    ] = {}
    change_type: ChangeTypeChoice = None
    legal_change: LegalChoice = None
    successor: SuccessorId = None
    reason: Reason


class RevisionChange(Body):
    """An edit of a draft."""

    content: Annotated[PatchBody, Field(description="JSON Merge Patch (RFC 7396) on the draft's content.")] = {}
    change_type: ChangeTypeChoice = None
    change_reason: Annotated[
        Reason | None, Field(description="Another reason for the history of the record, where it should be another.")
    ] = None
    legal_change: LegalChoice = None
    successor: SuccessorId = None
    reason: Reason


class Approval(Body):
    """An approval, as it is signed."""

    meaning: Annotated[
        Meaning,
        Field(description="What the signature stands for: the content was checked (`reviewed`), or is released."),
    ]
    sha256: Annotated[
        str | None,
        Field(pattern="^[0-9a-f]{64}$", description="Hash of the content that you read; with another one: 412."),
    ] = None
    reason: Reason


class DiscardParameters(Parameters):
    """A DELETE has no body: its reason stands in the query."""

    reason: Reason


RecordId = Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]{1,120}$")]


class RevisionParameters(Parameters):
    """The work list."""

    state: Annotated[
        list[State],
        Field(max_length=6, description="Repeatable; default: what is being worked on, or, with `id`, every state."),
    ] = []
    country: Annotated[
        list[Annotated[str, Field(pattern=r"^[A-Za-z-]{2,40}$")]],
        Field(max_length=50, description="Jurisdiction, or `common`. Repeatable.", examples=["MY"]),
    ] = []
    type: Annotated[
        list[RecordType], Field(max_length=30, description="Type of record. Repeatable.", examples=["source"])
    ] = []
    kind: Annotated[
        list[EntryKind], Field(max_length=8, description="Kind of entry. Repeatable.", examples=["requirement"])
    ] = []
    id: Annotated[
        list[RecordId], Field(max_length=50, description="Id of the record. Repeatable.", examples=["my-local-prh"])
    ] = []
    mine: Annotated[
        bool | None, Field(description="`true`: what you edited. `false`: what you did not, so may review.")
    ] = None
    limit: Annotated[int, Field(ge=1, le=200, description="Items on a page.")] = 50
    cursor: Annotated[
        str | None, Field(min_length=1, max_length=600, description="Where to go on: `next` of the page before.")
    ] = None


class RecordName(Answered):
    """Which record."""

    type: Annotated[str, Field(examples=["requirement"])]
    id: Annotated[str, Field(examples=["my-local-prh"])]


class SubmissionAnswer(Answered):
    """Who handed a revision in for review."""

    by: str
    at: str


class ApprovalAnswer(Answered):
    """Who approved a revision, when, in what sense, and which content."""

    by: str
    at: str
    meaning: Annotated[Meaning | None, Field(description="Null for approvals that were given without one.")]
    sha256: str


class NextStep(Answered):
    """A step that you may take now."""

    action: Step
    method: Literal["PATCH", "DELETE", "POST"]
    url: str


class RevisionSummary(Answered):
    """A revision without its content."""

    id: Annotated[int, Field(description="Names the revision among all; `number` names it in its record.")]
    record: RecordName
    number: int
    state: State
    origin: Origin
    change_type: ChangeType
    reason: str
    created_at: str
    editors: list[str]
    submission: SubmissionAnswer | None
    approval: ApprovalAnswer | None
    published_in: int | None
    removed_in: int | None
    sha256: Annotated[str, Field(description="Hash of the content, as it is frozen by approval.")]
    comments_url: str
    next: list[NextStep]
    etag: Annotated[str, Field(description="Send it as `If-Match`.")]


class ListedRevision(RevisionSummary):
    """A revision in the work list."""

    title: Annotated[str | None, Field(description="In English, or Korean where there is no English.")]
    url: str


class StaffRevisionPage(Answered):
    """Revisions, newest first."""

    items: list[ListedRevision]
    next: str | None
    total: int


class SimilarEntry(Answered):
    """An entry that may state the same fact."""

    id: str
    revision: Annotated[int, Field(description="Its revision, as `/v1/staff/revisions/{id}` has it.")]
    state: State
    title: str | None
    alike: Annotated[list[Literal["title", "statement", "citations"]], Field(description="What is alike.")]
    likeness: Annotated[int, Field(ge=0, le=100, description="Of what is most alike.")]


class Advice(Answered):
    """What is not wrong, but should be seen before review."""

    pointer: str
    message: str


class Companion(Answered):
    """A revision that has to be published in the same edition."""

    id: int
    record: RecordName


class StaffRevision(RevisionSummary):
    """A revision with its content and what should be seen before the next step."""

    content: Annotated[AnyContent | None, Field(description="In both languages; null where it was redacted.")]
    similar: Annotated[
        list[SimilarEntry], Field(description="Entries of the same country and kind that may state the same fact.")
    ]
    warnings: list[Advice]
    publish_with: list[Companion]


class Discarded(Answered):
    """A draft that is gone."""

    id: int
    record: RecordName
    discarded: Literal[True]
