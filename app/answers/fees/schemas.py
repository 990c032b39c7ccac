"""Fees of a case as they are asked and answered."""

from typing import Annotated, Literal

from pydantic import Field, WithJsonSchema

from app.answers.evidence.schemas import Evidence, Warned
from app.answers.parameters import Word
from app.answers.unknowns.schemas import UnknownInShort
from app.editions.schemas import Meta, ReadParameters
from app.knowledge.schemas.common import Currency, Day, Duration
from app.knowledge.schemas.procedures import FeeCondition
from app.vocabulary.fee_cases import AXIS_OF
from app.vocabulary.lists import CurrencyStatus, EntryKind, FeeFrequency, FeeStanding, FeeType, FeeUnit
from app.vocabulary.shapes import Answered

Outcome = Literal["counted", "undecided", "amount-not-known", "left-out"]
PathStatus = Literal["computed", "not-for-this-case", "nothing-recorded"]
ReasonCode = Literal[
    "due",
    "amount-not-known",
    "draft",
    "sum",
    "doubtful",
    "type-not-asked",
    "outside-period",
    "perhaps-outside-period",
    "other-product-type",
    "other-case",
    "case-not-given",
    "in-words",
]
CaseWord = Annotated[Word, WithJsonSchema({"type": "string", "enum": list(AXIS_OF)})]
Count = Annotated[int, Field(ge=1, le=1000)]


class FeeParameters(ReadParameters):
    """`/v1/fees`."""

    procedure: Annotated[Word, Field(description="The procedure.", examples=["my-new-drug-full"])]
    variant: Annotated[
        Word | None, Field(description="One path of it; without it, and where there are several, all are answered.")
    ] = None
    product_type: Annotated[Word | None, Field(description="The product type; some amounts depend on it.")] = None
    submit_on: Annotated[
        Day | None,
        Field(description="The filing day; default is today. Amounts that surely do not hold then are out."),
    ] = None
    applications: Annotated[Count, Field(description="Applications, for fees per application.")] = 1
    products: Annotated[Count, Field(description="Products, for fees per product.")] = 1
    ingredients: Annotated[
        Count, Field(description="Active ingredients, for fees that depend on their number or are paid for each.")
    ] = 1
    formulas: Annotated[Count, Field(description="Formulas, for fees per formula.")] = 1
    sites: Annotated[Count, Field(description="Sites, for fees per site.")] = 1
    dosage_forms: Annotated[Count, Field(description="Dosage forms at each site.")] = 1
    licences: Annotated[Count, Field(description="Licences, for fees per licence.")] = 1
    years: Annotated[int, Field(ge=1, le=100, description="Years, for fees that fall due every year.")] = 1
    case: Annotated[
        list[CaseWord],
        Field(
            max_length=20,
            description="What the application is, where amounts depend on it; one word of an axis. Repeatable.",
            examples=["nda-1"],
        ),
    ] = []
    type: Annotated[
        list[FeeType], Field(max_length=20, description="Only fees of this type. Repeatable.", examples=["annual"])
    ] = []


class Money(Answered):
    """An amount in one currency. Nothing is converted."""

    currency: Currency
    amount: Annotated[str, Field(description="Exact decimal number.", examples=["4000"])]
    amount_to: Annotated[str | None, Field(description="Upper end, where a fee is a range; else null.")]


class FeeReason(Answered):
    """Why a fee is counted, undecided or left out."""

    code: ReasonCode
    message: str


class FeeRow(Answered):
    """One fee of a path, and what the case makes of it."""

    outcome: Outcome
    reasons: list[FeeReason]
    type: FeeType
    name: str
    amount: str | None
    amount_to: str | None
    currency: Currency
    per: Annotated[str | None, Field(description="What one amount pays for, in the source's sense.")]
    unit: FeeUnit | None
    frequency: FeeFrequency
    count: Annotated[int, Field(description="How often the amount is taken; for a yearly fee in all years.")]
    total: Annotated[str | None, Field(description="Amount by count; null where the amount is not known.")]
    total_to: str | None
    arithmetic: Annotated[str | None, Field(examples=["70000 THB × 2 (ingredient) = 140000 THB"])]
    condition: Annotated[str | None, Field(description="When it is due, in words.")]
    applies_when: FeeCondition | None
    standing: FeeStanding | None
    reduction: Annotated[str | None, Field(description="Who pays less, in words. It is not taken off.")]
    valid_from: str | None
    valid_until: str | None
    note: str | None
    entries: list[str]


class FeePath(Answered):
    """What one path costs."""

    variant: str
    name: str | None
    condition: Annotated[str | None, Field(description="When this path is the one, in words.")]
    status: Annotated[
        PathStatus,
        Field(
            description="`not-for-this-case`: its amounts depend on what the case is, and none is for this one; "
            "`nothing-recorded`: no fee that holds for it is recorded, which does not mean that it is free. "
            "Neither has "
            "totals."
        ),
    ]
    reason: str | None
    complete: Annotated[
        bool,
        Field(description="Every fee that is recorded is decided and has an amount, so that the totals are whole."),
    ]
    total: Annotated[list[Money], Field(description="What is surely paid once, by currency.")]
    total_if_all_undecided_apply: Annotated[
        list[Money],
        Field(
            description="The most that is paid once if what is undecided applies as well; of fees that exclude each "
            "other only the dearest choice counts."
        ),
    ]
    yearly_total: Annotated[
        list[Money], Field(description="What is surely paid every year, for the years asked for, by currency.")
    ]
    yearly_total_if_all_undecided_apply: list[Money]
    rows: list[FeeRow]
    entries: list[str]


class FeesOfCase(Answered):
    """The case as it was understood."""

    product_type: str | None
    applications: int
    products: int
    ingredients: int
    formulas: int
    sites: int
    dosage_forms: int
    licences: int
    years: int
    cases: list[str]
    types: list[FeeType]


class Assumption(Answered):
    """Something that the answer takes for granted."""

    code: Annotated[str, Field(examples=["count-assumed"])]
    message: str


class RelatedEntry(Answered):
    """Another entry on fees that holds for the case, such as when they fall due."""

    id: str
    kind: EntryKind
    title: str
    currency_status: CurrencyStatus


class FeeAnswer(Answered):
    """What a case pays, path by path."""

    edition: int
    procedure: str
    asked_for: Annotated[
        str, Field(description="Differs from `procedure` where that has taken over by the filing day.")
    ]
    title: str
    country: str
    submit_on: str
    validity: Annotated[Duration | None, Field(description="How long the licence holds; renewals are not counted.")]
    case: FeesOfCase
    paths: list[FeePath]
    assumptions: list[Assumption]
    related: list[RelatedEntry]
    gaps: list[UnknownInShort]
    disagreements: list[UnknownInShort]
    evidence: list[Evidence]
    warnings: list[Warned]
    meta: Meta
