"""Reports as readers send them, and as staff work on them."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from app.editorial.revisions.schemas import RecordId
from app.vocabulary.shapes import Answered, Body, Parameters, Plain, Reason


class ReportState(StrEnum):
    """How far a report came."""

    open = "open"
    assigned = "assigned"
    closed = "closed"


class ReportOutcome(StrEnum):
    """What a report came to."""

    corrected = "corrected"
    not_wrong = "not-wrong"
    duplicate = "duplicate"
    cannot_tell = "cannot-tell"


class NewReport(Body):
    """That an entry is wrong. Say nothing about yourself or others: nothing of it is needed."""

    what: Annotated[
        Plain,
        Field(
            min_length=1,
            max_length=500,
            pattern=r"\S",
            description="What is wrong.",
            examples=["The fee was raised in May 2026."],
        ),
    ]
    detail: Annotated[
        Plain | None, Field(min_length=1, max_length=4000, pattern=r"\S", description="More of it, where it helps.")
    ] = None
    source_url: Annotated[
        Plain | None,
        Field(
            pattern=r"^https?://[^\s/@]+(/[^\s]*)?$",
            max_length=2000,
            description="Where it stands: a web address without a name or password in it.",
            examples=["https://www.npra.gov.my/fees"],
        ),
    ] = None
    language: Annotated[
        str | None,
        Field(
            pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
            max_length=35,
            description="Language of your words (BCP 47).",
            examples=["en"],
        ),
    ] = None


class ReportReceipt(Answered):
    """A report, as its sender sees it. Keep `report`: it is the only way to ask for it again."""

    report: Annotated[str, Field(description="The receipt. Whoever has it sees what became of the report.")]
    entry: Annotated[str, Field(description="The entry it is about; of a merged one the survivor.")]
    edition: Annotated[int, Field(description="The newest edition when it came.")]
    state: ReportState
    received_at: str
    closed_at: str | None
    outcome: Annotated[
        ReportOutcome | None,
        Field(
            description="`corrected`: you were right. `not-wrong`: the sources say what the entry says. `duplicate`: "
            "somebody reported it before. `cannot-tell`: no source decides it."
        ),
    ]
    corrected_in: Annotated[
        int | None, Field(description="The first edition that has the correction, where there is one.")
    ]
    url: str


class ReportsParameters(Parameters):
    """The queue."""

    state: Annotated[
        list[ReportState], Field(max_length=3, description="Repeatable; default: what is not closed.")
    ] = []
    country: Annotated[
        list[Annotated[str, Field(pattern=r"^[A-Za-z-]{2,40}$")]],
        Field(max_length=50, description="Jurisdiction of the entry. Repeatable.", examples=["MY"]),
    ] = []
    entry: Annotated[list[RecordId], Field(max_length=50, description="Id of the entry. Repeatable.")] = []
    outcome: Annotated[list[ReportOutcome], Field(max_length=4, description="What it came to. Repeatable.")] = []
    mine: Annotated[bool, Field(description="Only what is assigned to you.")] = False
    limit: Annotated[int, Field(ge=1, le=200, description="Items on a page.")] = 50
    cursor: Annotated[
        str | None, Field(min_length=1, max_length=600, description="Where to go on: `next` of the page before.")
    ] = None


class Assigning(Body):
    """Who sees to it."""

    to: Annotated[
        Plain | None, Field(min_length=1, max_length=60, description="Name of an editor; without it yourself.")
    ] = None
    reason: Reason


class Closing(Body):
    """What it came to."""

    outcome: ReportOutcome
    revision: Annotated[
        int | None,
        Field(
            ge=1,
            le=2_000_000_000,
            description="Id of the published revision that corrects the entry; `corrected` needs it.",
        ),
    ] = None
    reason: Reason


class ReportedEntry(Answered):
    """The entry as it is published, or was last."""

    id: str
    kind: str
    country: str | None
    title: str | None
    url: str


class AssignmentAnswer(Answered):
    """Who sees to it, since when."""

    to: str
    at: str


class ClosingAnswer(Answered):
    """What it came to, by whom, when and why."""

    outcome: ReportOutcome
    by: str
    at: str
    reason: str
    revision: int | None
    corrected_in: Annotated[int | None, Field(description="The edition that published the revision.")]


class ReportStep(Answered):
    """A step that you may take now."""

    action: Literal["assign", "close", "erase"]
    method: Literal["POST"]
    url: str


class ReportAnswer(Answered):
    """A report as staff see it."""

    id: int
    entry: ReportedEntry
    edition: Annotated[int, Field(description="The newest edition when it came.")]
    what: Annotated[str | None, Field(description="Null where the words were erased.")]
    detail: str | None
    source_url: str | None
    language: str | None
    received_at: str
    state: ReportState
    assignment: AssignmentAnswer | None
    closing: ClosingAnswer | None
    next: list[ReportStep]


class ReportPage(Answered):
    """Reports, the oldest first."""

    items: list[ReportAnswer]
    next: str | None
    total: int
