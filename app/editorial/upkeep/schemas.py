"""What is due for a check, and checks, as they are asked and answered."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from app.editorial.upkeep.days import Whose
from app.editorial.upkeep.links import Verdict
from app.editorial.upkeep.risk import RiskCode
from app.knowledge.schemas.common import Day, Text
from app.vocabulary.lists import (
    CalendarDayKind,
    ChangeType,
    CurrencyStatus,
    EntryKind,
    EvidenceGrade,
    SourceKind,
    Stale,
)
from app.vocabulary.shapes import Answered, Body, Parameters, Plain, Reason

Word = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[A-Za-z0-9_.-]+$")]


class Due(StrEnum):
    """Why an entry is due for a check."""

    review_due = "review-due"
    too_old = "too-old"
    superseded = "superseded"
    undated = "undated"


class StaleParameters(Parameters):
    """What is due for a check."""

    within_days: Annotated[
        int, Field(ge=0, le=3650, description="Reviews that fall due within so many days count as well.")
    ] = 90
    due: Annotated[
        list[Due],
        Field(
            max_length=4,
            description="Only what is due for this reason: its review falls due, the fact is older than its topic "
            "allows, it is superseded or historic, or no source has a date. Repeatable.",
        ),
    ] = []
    country: Annotated[
        list[Word], Field(max_length=50, description="Jurisdiction. Repeatable.", examples=["MY"])
    ] = []
    kind: Annotated[list[EntryKind], Field(max_length=8, description="Kind of entry. Repeatable.")] = []
    topic: Annotated[list[Word], Field(max_length=50, description="Topic. Repeatable.", examples=["fees"])] = []
    product_type: Annotated[
        list[Word], Field(max_length=50, description="Named by the entry itself. Repeatable.")
    ] = []
    limit: Annotated[int, Field(ge=1, le=200, description="Items on a page.")] = 50
    cursor: Annotated[
        str | None, Field(min_length=1, max_length=600, description="Where to go on: `next` of the page before.")
    ] = None


class RiskReason(Answered):
    """One part of a risk."""

    code: RiskCode
    points: int
    count: Annotated[
        int | None, Field(description="How many reports, disagreements, sources or entries; null where none count.")
    ]


class OpenRevision(Answered):
    """The revision that somebody is working on."""

    id: int
    state: str
    change_type: ChangeType


class StaleEntry(Answered):
    """An entry that is due for a check, why, and how much hangs on it."""

    id: str
    kind: EntryKind
    country: str
    title: str
    topics: list[str]
    product_types: list[str]
    due: list[Due]
    stale: Stale
    currency_status: CurrencyStatus
    fact_as_of: str | None
    checked_on: str
    review_due_on: str | None
    risk: Annotated[int, Field(description="The sum of the points of `reasons`.")]
    reasons: list[RiskReason]
    open_reports: int
    open_revision: OpenRevision | None
    url: str


class StalePage(Answered):
    """What is due: the greatest risk first; of the same risk the oldest fact, those without a date before all."""

    items: list[StaleEntry]
    next: str | None
    total: int


class Verification(Body):
    """That somebody saw in a source that a fact is still true."""

    source: Annotated[
        Plain, Field(min_length=1, max_length=120, description="Id of a published source.", examples=["dca-prh-page"])
    ]
    locator: Annotated[
        Plain | None, Field(min_length=1, max_length=500, pattern=r"\S", description="Where in it the fact stands.")
    ] = None
    seen_on: Annotated[
        Day, Field(description="The day on which it was read; not after today, nor before `checked_on`.")
    ]
    note: Annotated[
        Plain | None,
        Field(
            min_length=1, max_length=5000, pattern=r"\S", description="A remark for the reviewer, kept as a comment."
        ),
    ] = None
    reason: Reason


class NewDay(Body):
    """A day on which an authority is closed, or works, although its calendar says otherwise."""

    date: Day
    kind: CalendarDayKind
    name: Annotated[Text, Field(description="In both languages; a plain string is English.")]
    whose: Annotated[
        Whose,
        Field(
            description="For whom it holds: the whole country, the subdivision where the authority sits, or it alone."
        ),
    ] = Whose.jurisdiction
    source: Annotated[
        Plain,
        Field(min_length=1, max_length=120, description="Id of the source that says so.", examples=["my-gazette"]),
    ]
    locator: Annotated[
        Plain | None, Field(min_length=1, max_length=500, pattern=r"\S", description="Where in it.")
    ] = None
    reason: Reason


class SourcesParameters(Parameters):
    """Sources, and how they were when somebody last looked."""

    verdict: Annotated[
        list[Verdict | Literal["unchecked"]],
        Field(max_length=7, description="Of the last look; `unchecked`: nobody looked yet. Repeatable."),
    ] = []
    country: Annotated[
        list[Word], Field(max_length=50, description="Cited by entries of this jurisdiction. Repeatable.")
    ] = []
    id: Annotated[list[Word], Field(max_length=50, description="Id of the source. Repeatable.")] = []
    limit: Annotated[int, Field(ge=1, le=200, description="Items on a page.")] = 50
    cursor: Annotated[
        str | None, Field(min_length=1, max_length=600, description="Where to go on: `next` of the page before.")
    ] = None


class Checking(Body):
    """A look at a source's address."""

    accept: Annotated[
        bool,
        Field(description="You read what is there now: the look is `ok`, and later ones compare with what it finds."),
    ] = False
    reason: Reason


class SourceCheckAnswer(Answered):
    """What a look at a source's address found."""

    at: str
    by: str
    url: Annotated[str, Field(description="The address that was looked at.")]
    verdict: Verdict
    status: Annotated[int | None, Field(description="What the host answered; null where it did not.")]
    location: Annotated[str | None, Field(description="Where it leads, if it `moved`; nobody went there.")]
    content_type: str | None
    sha256: Annotated[str | None, Field(description="Of the body, as far as it was read.")]
    bytes: Annotated[int | None, Field(description="How much of the body was read.")]
    detail: str


class StaffSource(Answered):
    """A published source, who cites it, and how it was when somebody last looked."""

    id: str
    title: str
    publisher: str
    url: str | None
    kind: SourceKind
    language: str
    evidence_grade: EvidenceGrade
    cited_by: Annotated[int, Field(description="Published entries that cite it.")]
    last_check: SourceCheckAnswer | None


class StaffSourceDetail(StaffSource):
    """A source with the looks at its address, the newest first."""

    checks: list[SourceCheckAnswer]


class StaffSourcePage(Answered):
    """Sources by id."""

    items: list[StaffSource]
    next: str | None
    total: int
