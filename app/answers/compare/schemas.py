"""A comparison as it is asked and answered."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from app.answers.cases.schemas import FilingParameters
from app.answers.evidence.schemas import Evidence, Warned
from app.answers.parameters import Word
from app.answers.schemas import Here
from app.editions.schemas import Meta
from app.knowledge.schemas.common import DecimalText
from app.vocabulary.lists import (
    Acceleration,
    Answer,
    Applies,
    Assessment,
    Confidence,
    CurrencyStatus,
    EntryKind,
    EvidenceGrade,
    FeeType,
    Licence,
    Obligation,
    RelianceScope,
    Stale,
    Stated,
)
from app.vocabulary.shapes import Answered


class CellState(StrEnum):
    """What a cell says: four things that a reader must not take for one another."""

    stated = "stated"
    not_required = "not-required"
    not_applicable = "not-applicable"
    not_known = "not-known"


class Member(StrEnum):
    """A structured value in which columns can differ."""

    state = "state"
    obligations = "obligations"
    documents = "documents"
    applies = "applies"
    days = "days"
    fees = "fees"
    answer = "answer"


class CompareParameters(FilingParameters):
    """`/v1/compare`."""

    country: Annotated[
        list[Word],
        Field(
            max_length=13,
            description="A column, in the order given; default: all countries that have entries. Repeatable.",
            examples=["MY"],
        ),
    ] = []
    product_type: Annotated[Word, Field(description="The kind of product.", examples=["biosimilar"])]
    topic: Annotated[
        list[Word],
        Field(
            max_length=50,
            description="Only these topics, and no rows for clocks, fees and reliance. Repeatable.",
            examples=["cpp"],
        ),
    ] = []
    reference: Annotated[
        Word, Field(description="Whose work is to count in the rows on reliance.", examples=["KR-MFDS"])
    ] = "KR-MFDS"
    format: Annotated[
        Literal["json", "csv", "xlsx"] | None,
        Field(description="One line a row, one column a country; beats `Accept`.", examples=["csv"]),
    ] = None


class ComparedStatement(Answered):
    """What one entry says on a topic."""

    id: str
    kind: EntryKind
    country: Annotated[str, Field(description="Another than the column's where a regional instrument binds it.")]
    title: str
    statement: str
    obligation: Annotated[Obligation | None, Field(description="Of requirements; null for other kinds.")]
    condition: str | None
    documents: Annotated[list[str], Field(description="Papers of the vocabulary that it asks for.")]
    currency_status: CurrencyStatus
    fact_as_of: str | None
    evidence_grade: EvidenceGrade
    confidence: Confidence | None
    here: Here


class ComparedCell(Answered):
    """What is known in one country."""

    country: str
    state: CellState
    on_older_evidence: Annotated[
        bool, Field(description="Only superseded, historic or ended entries say so: it may not be the rule now.")
    ]
    stale: Annotated[Stale | None, Field(description="Of the entries that it rests on: the worst; null without any.")]
    entries: Annotated[list[str], Field(description="Entries that it rests on.")]


class TopicCell(ComparedCell):
    """What is known of a topic in one country."""

    obligations: Annotated[list[Obligation], Field(description="Of its requirements, once each.")]
    documents: Annotated[list[str], Field(description="Papers of the vocabulary that its requirements ask for.")]
    unmapped_documents: Annotated[
        int, Field(description="Papers that are asked for in words only, and so cannot be compared.")
    ]
    applies: Annotated[Applies | None, Field(description="Do they hold on the day: the surest of them.")]
    statements: Annotated[
        list[ComparedStatement],
        Field(
            description="The country's own first; requirements before the rest, what is mainly on the topic first."
        ),
    ]
    coming: Annotated[list[str], Field(description="Entries on the topic that begin later or are under way.")]
    product_type_not_stated: Annotated[
        list[str], Field(description="Entries on the topic whose source names no product; the state ignores them.")
    ]
    gaps: Annotated[list[str], Field(description="What was looked for on the topic and not found, still open.")]
    disagreements: list[str]


class DocumentCell(ComparedCell):
    """Whether one paper is asked for in one country."""

    obligations: list[Obligation]
    qualified: Annotated[
        bool, Field(description="It is one of several that would do, or asked for on a condition: see the entries.")
    ]
    elsewhere: Annotated[list[str], Field(description="Other topics under which the country asks for the paper.")]


class ComparedDays(Answered):
    """A range of calendar days; an end that is not known is null."""

    min: int | None
    max: int | None


class ComparedPath(Answered):
    """One path of a procedure and its clock by the rules."""

    procedure: str
    title: str
    variant: str
    condition: str | None
    assessment: Assessment | None
    acceleration: Acceleration | None
    days: ComparedDays
    basis: Literal["stated", "summed", "unknown"]


class ClockCell(ComparedCell):
    """The clocks of one way to a licence in one country, in calendar days."""

    days: Annotated[ComparedDays, Field(description="From the shortest path of known length to the longest.")]
    unknown: Annotated[int, Field(description="Paths of which no length is known.")]
    paths: list[ComparedPath]


class ComparedFee(Answered):
    """One amount, as the source has it; nothing is added up or converted."""

    procedure: str
    variant: str
    type: FeeType
    name: str
    amount: DecimalText | None
    amount_to: DecimalText | None
    currency: str
    per: str | None
    condition: str | None
    valid_from: str | None
    valid_until: str | None


class FeesCell(ComparedCell):
    """The fees of one kind of licence in one country."""

    currencies: list[str]
    fees: list[ComparedFee]


class RelianceCell(ComparedCell):
    """Whether the reference's work counts for one step in one country, as `/v1/reliance-matrix` has it."""

    answer: Answer
    stated: Stated | None
    product_type_stated: Annotated[bool | None, Field(description="Does the deciding entry name product types?")]
    decided_by: str | None
    contradicted: bool
    conditions: Annotated[str | None, Field(description="Of the deciding entry.")]


class ComparedRow(Answered):
    """One comparable thing, with a cell for each column in the order of `countries`."""

    id: Annotated[
        str,
        Field(
            description="The same in every edition.",
            examples=["cpp", "cpp/cpp", "clock/marketing-authorisation/full"],
        ),
    ]
    name: str
    differs: Annotated[
        bool | None, Field(description="True: a structured value differs. Null: too little is known to tell.")
    ]
    differences: Annotated[list[Member], Field(description="The values that differ.")]
    undecided: Annotated[
        list[Member], Field(description="Values that may differ: not known of some column, or not comparable.")
    ]


class TopicRow(ComparedRow):
    """A topic of the vocabulary."""

    row: Literal["topic"]
    topic: str
    cells: list[TopicCell]


class DocumentRow(ComparedRow):
    """A paper that at least one column asks for under a topic."""

    row: Literal["document"]
    topic: str
    document: str
    cells: list[DocumentCell]


class ClockRow(ComparedRow):
    """The clocks of procedures that can be compared: one licence, as deep a review, as fast."""

    row: Literal["clock"]
    licence: Licence
    assessment: Annotated[
        Assessment | None, Field(description="Null: the sources do not say how deep the review is.")
    ]
    acceleration: Annotated[Acceleration | None, Field(description="Null: not faster, or not said to be.")]
    step: Annotated[
        bool,
        Field(
            description="Comes before another marketing authorisation and ends in none, such as a pre-registration."
        ),
    ]
    cells: list[ClockCell]


class FeesRow(ComparedRow):
    """The fees of one kind of licence."""

    row: Literal["fees"]
    licence: Licence
    cells: list[FeesCell]


class RelianceRow(ComparedRow):
    """Reliance on the reference for one step."""

    row: Literal["reliance"]
    scope: RelianceScope
    cells: list[RelianceCell]


AnyRow = Annotated[TopicRow | DocumentRow | ClockRow | FeesRow | RelianceRow, Field(discriminator="row")]


class ComparedCountry(Answered):
    """A column."""

    country: str
    name: str
    entries: Annotated[int, Field(description="Entries that name the product type, regional ones included.")]


class CompareAnswer(Answered):
    """Countries side by side for one kind of product."""

    edition: int
    product_type: str
    product_type_name: str
    applies_on: str
    reference: str
    countries: list[ComparedCountry]
    rows: Annotated[
        list[AnyRow],
        Field(description="Topics in the vocabulary's order, each with its papers; then clocks, fees, reliance."),
    ]
    evidence: list[Evidence]
    warnings: list[Warned]
    meta: Meta
