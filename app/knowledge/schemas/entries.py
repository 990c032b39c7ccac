"""Content of the kinds of entry, procedures apart (they have a file of their own)."""

from typing import Annotated, Any, Generic, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from app.knowledge.schemas.common import (
    Adoption,
    Amendment,
    AuthorityId,
    Cited,
    Content,
    Currency,
    Day,
    DecimalText,
    DocumentId,
    EntryId,
    EventId,
    GroupId,
    Identifier,
    JurisdictionId,
    Line,
    MembershipId,
    PartialDate,
    ProcedureId,
    ProductTypeId,
    SessionId,
    T,
    Text,
    TopicId,
)
from app.vocabulary.lists import (
    Answer,
    Confidence,
    CurrencyStatus,
    EvidenceGrade,
    Measure,
    Obligation,
    ObservedUnit,
    PolicyStatus,
    RelianceScope,
    SampleBasis,
    SourceCustody,
    Stated,
)


class Entry(Content, Generic[T]):
    """What every entry says, whatever its kind."""

    id: Identifier
    kind: str
    country: JurisdictionId
    product_types: list[ProductTypeId] = []
    except_product_types: list[ProductTypeId] = []
    topics: Annotated[list[TopicId], Field(min_length=1)]
    title: T
    statement: T
    note: T | None = None
    status_note: T | None = None
    legal_basis: T | None = None
    currency_status: CurrencyStatus = CurrencyStatus.unknown
    superseded_by: T | None = None
    amended_by: list[Amendment[T]] = []
    adopted_by: list[Adoption[T]] = []
    ended_on: PartialDate | None = None
    applies_from: PartialDate | None = None
    applies_until: PartialDate | None = None
    replaces: list[EntryId] = []
    replaced_by: list[EntryId] = []
    overrides: list[EntryId] = []
    aliases: list[Identifier] = []
    split_from: Identifier | None = None
    fact_as_of: PartialDate | None = None
    checked_on: Day
    review_due_on: Day | None = None
    evidence_grade: EvidenceGrade
    source_custody: SourceCustody
    confidence: Confidence | None = None


class Alternative(Content):
    """Which papers of one entry stand for each other: of a `group`, one is enough, or `at_least` so many.

    Papers of a group that have the same `set` belong together and count as one.
    """

    group: Identifier
    set: Identifier | None = None
    at_least: Annotated[int, Field(ge=2, le=50)] | None = None


class RequiredDocument(Content, Generic[T]):
    """A paper that a requirement asks for: the vocabulary's id where it is mapped, and the source's wording."""

    id: DocumentId | None = None
    as_written: T
    alternative: Annotated[
        Alternative | None, Field(description="Null where the paper is asked for by itself, and not one of several.")
    ] = None
    condition: Annotated[T | None, Field(description="When the paper is asked for, where that is not always.")] = None


def choices_left(documents: list[RequiredDocument[T]]) -> list[RequiredDocument[T]]:
    """Refuse a paper that is listed twice, and a group that leaves nothing to choose."""
    if any(document in documents[:position] for position, document in enumerate(documents)):
        raise ValueError("expected each paper once")
    groups: dict[str, list[Alternative]] = {}
    for document in documents:
        if document.alternative is not None:
            groups.setdefault(document.alternative.group, []).append(document.alternative)
    for name, papers in groups.items():
        choices = len({paper.set for paper in papers if paper.set}) + sum(paper.set is None for paper in papers)
        if len({paper.at_least for paper in papers}) > 1:
            raise ValueError(f"expected one `at_least` for the group `{name}`")
        if choices <= (papers[0].at_least or 1):
            raise ValueError(f"expected more alternatives in the group `{name}` than are asked for")
    return documents


class Requirement(Entry[T], Generic[T]):
    """Something an applicant must, should, need not or must not do."""

    kind: Literal["requirement"] = "requirement"
    obligation: Obligation
    condition: T | None = None
    documents: Annotated[list[RequiredDocument[T]], AfterValidator(choices_left)] = []


class OneReference(Content, Generic[T]):
    """One authority, one group, any, or a body that the source names and the vocabulary does not."""

    authority: AuthorityId | None = None
    group: GroupId | None = None
    any: bool = False
    as_written: T | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        named = [self.authority is not None, self.group is not None, self.any]
        if sum(named) > 1 or (not any(named) and self.as_written is None):
            raise ValueError("expected one of `authority`, `group`, `any`, or at least `as_written`")
        return self


class RelianceReference(OneReference[T], Generic[T]):
    """One authority, group or other body whose work counts, or does not."""

    answer: Answer
    stated: Stated | None = None
    rests_on: MembershipId | None = None


class Reliance(Entry[T], Generic[T]):
    """Whose approval, inspection or assessment counts for which step."""

    kind: Literal["reliance"] = "reliance"
    scope_as_written: T
    scopes: Annotated[list[RelianceScope], Field(min_length=1)]
    procedures: list[ProcedureId] = []
    references: Annotated[list[RelianceReference[T]], Field(min_length=1)]
    min_agreeing: Annotated[int, Field(ge=1, le=50)] | None = None
    within_months: Annotated[int, Field(ge=0, le=1200)] | None = None
    same_product: bool | None = None
    conditions: T | None = None


class ObservedTime(Entry[T], Generic[T]):
    """How long something really took, as someone measured or estimated it."""

    kind: Literal["observed_time"] = "observed_time"
    procedure: ProcedureId | None = None
    measure: Measure
    stage: T | None = None
    low: DecimalText | None = None
    point: DecimalText | None = None
    high: DecimalText | None = None
    unit: ObservedUnit
    n: Annotated[int, Field(ge=1)] | None = None
    period: T | None = None
    sample_basis: SampleBasis = SampleBasis.unknown
    source_duration: Line | None = None

    @model_validator(mode="after")
    def _some_figure(self) -> "ObservedTime[T]":
        if self.low is None and self.point is None and self.high is None:
            raise ValueError("expected `low`, `point` or `high`")
        return self


class Policy(Entry[T], Generic[T]):
    """Where the rules are heading."""

    kind: Literal["policy"] = "policy"
    status: PolicyStatus
    announced_on: PartialDate | None = None
    effective_from: PartialDate | None = None
    transition_until: PartialDate | None = None
    affects: list[EntryId] = []


class Market(Entry[T], Generic[T]):
    """A figure about the market."""

    kind: Literal["market"] = "market"
    indicator: T
    low: DecimalText | None = None
    value: DecimalText | None = None
    high: DecimalText | None = None
    as_written: Line | None = None
    unit: T
    currency: Currency | None = None
    year: PartialDate | None = None


class Term(Entry[T], Generic[T]):
    """A country's own word for a category of products, and what it covers."""

    kind: Literal["term"] = "term"
    term: T
    definition: T


class QuestionAndAnswer(Entry[T], Generic[T]):
    """A question that was asked, and its answer."""

    kind: Literal["qa"] = "qa"
    question: T
    answer: T
    event: EventId | None = None
    session: SessionId | None = None
    answered_on: PartialDate | None = None


def entry_text(content: dict[str, Any], language: str) -> str:
    """The searchable text of an entry's content in one language: title, statement and what qualifies them."""
    fields = ("title", "statement", "condition", "note", "status_note", "legal_basis")
    return " ".join(text[language] for field in fields if (text := content.get(field)) and text.get(language))


class RequirementContent(Requirement[Text], Cited):
    """A requirement as it is stored."""


class RelianceContent(Reliance[Text], Cited):
    """A reliance entry as it is stored."""


class ObservedTimeContent(ObservedTime[Text], Cited):
    """An observed time as it is stored."""


class PolicyContent(Policy[Text], Cited):
    """A policy as it is stored."""


class MarketContent(Market[Text], Cited):
    """A market figure as it is stored."""


class TermContent(Term[Text], Cited):
    """A term as it is stored."""


class QuestionAndAnswerContent(QuestionAndAnswer[Text], Cited):
    """A question and answer as it is stored."""
