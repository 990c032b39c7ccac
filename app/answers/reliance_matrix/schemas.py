"""The reliance matrix as it is asked and answered."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from app.answers.cases.schemas import FilingParameters
from app.answers.directory.schemas import MembershipAnswer
from app.answers.evidence.schemas import Evidence, Warned
from app.answers.parameters import Word
from app.answers.standing.listing import Because
from app.editions.schemas import Meta
from app.vocabulary.lists import (
    Answer,
    CurrencyStatus,
    EvidenceGrade,
    JurisdictionKind,
    RelianceScope,
    Stated,
)
from app.vocabulary.shapes import Answered


class MatrixParameters(FilingParameters):
    """`/v1/reliance-matrix`."""

    reference: Annotated[
        Word, Field(description="The authority or group whose work is to count.", examples=["KR-MFDS", "PICS"])
    ] = "KR-MFDS"
    country: Annotated[
        list[Word],
        Field(max_length=50, description="Accepting jurisdiction; default: all. Repeatable.", examples=["MY"]),
    ] = []
    scope: Annotated[
        list[RelianceScope], Field(max_length=20, description="The step; default: all. Repeatable.")
    ] = []
    product_type: Annotated[
        Word | None, Field(description="Only for this product type; default: all, told apart where entries differ.")
    ] = None


class NoSaving(StrEnum):
    """Why no saving can be computed."""

    no_procedure = "no-procedure"
    not_in_force = "not-in-force"
    is_the_full_route = "is-the-full-route"
    no_full_route = "no-full-route"
    no_clock = "no-clock"
    clock_incomplete = "clock-incomplete"


class DaysByRule(Answered):
    """A range of whole calendar days; an end that the source does not give is null."""

    min: int | None
    max: int | None


class RouteClock(Answered):
    """How long a path takes by its rules."""

    procedure: str
    variant: str
    days: DaysByRule
    basis: Annotated[Literal["stated", "summed"], Field(description="The source's total, or our sum.")]
    arithmetic: list[str]


class Saving(Answered):
    """What a way saves against the full route, by the rules and not as measured."""

    product_types: list[str]
    route: RouteClock
    full_route: RouteClock
    days: Annotated[int, Field(description="Calendar days, upper end against upper end; below 0 where it is slower.")]
    arithmetic: Annotated[str, Field(examples=["By the rules: 343 − 126 = 217 calendar days"])]
    entries: list[str]


class SavingUnknown(Answered):
    """A procedure of which no saving can be computed, and why."""

    procedure: str | None
    code: NoSaving
    reason: str


class MatrixEntry(Answered):
    """What one entry says of the reference."""

    id: str
    title: str
    statement: str
    scopes: list[RelianceScope]
    product_types: Annotated[list[str], Field(description="Empty: the source does not say for which products.")]
    answer: Answer
    stated: Annotated[
        Stated | None, Field(description="By the source, derived from a list or membership, or null: not said.")
    ]
    because: Because
    explanation: str
    group: Annotated[str | None, Field(description="The group through which it is answered.")]
    rests_on: Annotated[MembershipAnswer | None, Field(description="The membership it rests on, with its sources.")]
    conditions: str | None
    min_agreeing: int | None
    within_months: int | None
    same_product: bool | None
    procedures: list[str]
    place: Annotated[
        Literal["now", "unclear", "coming", "older"],
        Field(description="In force that day, not known to be, beginning later, or history."),
    ]
    currency_status: CurrencyStatus
    fact_as_of: str | None
    evidence_grade: EvidenceGrade
    savings: list[Saving]
    saving_unknown: list[SavingUnknown]


class MatrixCell(Answered):
    """The answer for one step and the product types that have it in common."""

    scope: RelianceScope
    product_types: Annotated[
        list[str],
        Field(description="Empty: no entry here names product types; the answer is for none by name."),
    ]
    product_type_stated: Annotated[
        bool | None, Field(description="Does the entry that decides name product types? Null where none does.")
    ]
    answer: Answer
    stated: Stated | None
    decided_by: Annotated[str | None, Field(description="The entry whose answer it is.")]
    contradicted: Annotated[bool, Field(description="Entries on one and the same way answer the contrary.")]
    on_older_evidence: Annotated[bool, Field(description="Only superseded, historic or ended entries answer.")]
    entries: Annotated[list[str], Field(description="Entries that speak of the reference here, in `entries` below.")]
    not_known: Annotated[list[str], Field(description="Those of them that leave open whether it counts.")]
    disagreements: Annotated[list[str], Field(description="Records of disagreement that name one of the entries.")]
    fact_as_of: Annotated[str | None, Field(description="The newest date that a source of the basis vouches for.")]


class MatrixRow(Answered):
    """One accepting jurisdiction."""

    country: str
    name: str
    kind: JurisdictionKind
    own: Annotated[bool, Field(description="It is the reference's own jurisdiction.")]
    cells: Annotated[list[MatrixCell], Field(description="At least one for every step that was asked for.")]
    entries: list[MatrixEntry]


class MatrixAnswer(Answered):
    """Where the work of one reference counts."""

    edition: int
    reference: str
    reference_name: str
    applies_on: str
    product_type: str | None
    scopes: list[RelianceScope]
    rows: Annotated[list[MatrixRow], Field(description="Every jurisdiction, also where nothing is known.")]
    evidence: list[Evidence]
    warnings: list[Warned]
    meta: Meta
