"""Consultations as partners ask and see them, and as staff work on them."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from app.editorial.reports.schemas import AssignmentAnswer
from app.editorial.revisions.schemas import ContentBody, RecordName
from app.vocabulary.lists import Language, State
from app.vocabulary.shapes import Answered, Body, Parameters, Plain, Reason

CONSULTATION_ID = r"^co_[1-9A-HJ-NP-Za-km-z]{16}$"

Words = Annotated[
    Plain,
    Field(min_length=1, max_length=4000, pattern=r"\S", description="Name no person: nothing of it is needed."),
]
Word = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[A-Za-z0-9._-]+$")]


class ConsultationState(StrEnum):
    """How far a consultation has come."""

    open = "open"
    assigned = "assigned"
    answered = "answered"
    closed = "closed"


class NewConsultation(Body):
    """A question to the desk."""

    country: Annotated[Word, Field(description="The country it is about, or `ASEAN`.", examples=["MY"])]
    product_type: Annotated[Word | None, Field(description="Id of a product type.", examples=["biosimilar"])] = None
    topic: Annotated[Word | None, Field(description="Id of a topic.", examples=["gmp-evidence"])] = None
    question: Annotated[Words, Field(examples=["Is an inspection report of PIC/S taken for a sterile product?"])]
    language: Annotated[Language, Field(description="The language in which you would like the answer.")]
    related_entries: Annotated[
        list[Word], Field(max_length=20, description="Ids of entries that the question is about.")
    ] = []


class NewMessage(Body):
    """More of the question, or a question about the answer."""

    text: Words


class NewAnswer(Body):
    """What the desk answers."""

    text: Words
    entries: Annotated[
        list[Word],
        Field(max_length=50, description="Ids of the published entries that answer; none where none does."),
    ] = []
    reason: Reason


class NewQuestionAndAnswer(Body):
    """A `qa` entry that is written from a consultation."""

    content: Annotated[
        ContentBody,
        Field(
            description="As in POST /v1/staff/entries, of the kind `qa`: in your own words, without the partner's "
            "name. It needs a citation like every entry, and is reviewed by somebody else."
        ),
    ]
    reason: Reason


class ConsultationsParameters(Parameters):
    """Which consultations, and where to go on."""

    state: Annotated[list[ConsultationState], Field(max_length=4, description="Repeatable; all without it.")] = []
    limit: Annotated[int, Field(ge=1, le=200, description="Items on a page.")] = 50
    cursor: Annotated[
        str | None, Field(min_length=1, max_length=600, description="Where to go on: `next` of the page before.")
    ] = None


class StaffConsultationsParameters(ConsultationsParameters):
    """The desk's queue."""

    state: Annotated[
        list[ConsultationState], Field(max_length=4, description="Repeatable; default: what waits for an answer.")
    ] = []
    country: Annotated[
        list[Annotated[str, Field(pattern=r"^[A-Za-z-]{2,40}$")]],
        Field(max_length=50, description="Repeatable.", examples=["MY"]),
    ] = []
    mine: Annotated[bool, Field(description="Only what is assigned to you.")] = False


class NamedEntry(Answered):
    """An entry, and where it is."""

    id: str
    url: str


class SaidAnswer(Answered):
    """One thing that was said."""

    at: str
    side: Literal["partner", "desk"]
    text: Annotated[str | None, Field(description="Null where the words were erased.")]
    entries: Annotated[list[NamedEntry], Field(description="The entries that answer.")]


class PublishedQuestion(NamedEntry):
    """The entry that was written from it, without a word about who asked."""

    edition: Annotated[int, Field(description="The first edition that has it.")]


class ConsultationSummary(Answered):
    """A consultation, without what was said."""

    id: str
    state: ConsultationState
    country: str
    product_type: str | None
    topic: str | None
    language: Language
    asked_at: str
    asked_by: Annotated[str, Field(description="How the key begins that asked.")]
    answered_at: Annotated[str | None, Field(description="Of the last answer.")]
    closed_at: str | None
    url: str


class ConsultationAnswer(ConsultationSummary):
    """A consultation as the partner sees it that asked."""

    related_entries: list[NamedEntry]
    messages: Annotated[list[SaidAnswer], Field(description="The question first.")]
    published: Annotated[
        PublishedQuestion | None, Field(description="The entry that came of it, once it is published.")
    ]


class ConsultationPage(Answered):
    """The partner's consultations, newest first."""

    items: list[ConsultationSummary]
    next: str | None
    total: int


class StaffSaid(SaidAnswer):
    """One thing that was said, and who said it."""

    author: str


class ConsultationDraft(Answered):
    """The `qa` entry that was written from it, and how far it has come."""

    record: RecordName
    revision: int
    state: State
    url: str


class ConsultationStep(Answered):
    """A step that you may take now."""

    action: Literal["assign", "answer", "close", "publish", "erase"]
    method: Literal["POST"]
    url: str


class StaffConsultationSummary(ConsultationSummary):
    """A consultation in the queue."""

    partner: str
    waiting_since: Annotated[str | None, Field(description="Since when the desk owes an answer.")]
    waiting_days: Annotated[int | None, Field(description="For how many whole days.")]
    assignment: AssignmentAnswer | None


class StaffConsultation(StaffConsultationSummary):
    """A consultation as staff see it."""

    related_entries: list[NamedEntry]
    messages: list[StaffSaid]
    draft: ConsultationDraft | None
    published: PublishedQuestion | None
    next: list[ConsultationStep]


class WaitingCounts(Answered):
    """How many consultations wait for the desk, by how long they do."""

    under_a_day: int
    under_a_week: int
    under_a_month: Annotated[int, Field(description="Less than 30 days.")]
    longer: int


class StaffConsultationPage(Answered):
    """The queue: what was asked first comes first."""

    items: list[StaffConsultationSummary]
    next: str | None
    total: int
    waiting: Annotated[WaitingCounts, Field(description="Of all consultations, whatever was asked for.")]
