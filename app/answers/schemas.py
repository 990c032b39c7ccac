"""What lists of entries and single entries answer."""

from typing import Annotated, Generic, Literal, TypeVar

from pydantic import Field

from app.editions.schemas import Meta
from app.knowledge.schemas.entries import (
    Market,
    ObservedTime,
    Policy,
    QuestionAndAnswer,
    Reliance,
    Requirement,
    Term,
)
from app.knowledge.schemas.procedures import Procedure
from app.vocabulary.lists import (
    Applies,
    Confidence,
    CurrencyStatus,
    EntryKind,
    EvidenceGrade,
    PolicyStatus,
    Review,
    SourceKind,
    Stale,
    TextState,
)
from app.vocabulary.shapes import Answered


class CitedSource(Answered):
    """A source, and the place in it where the fact stands."""

    id: str
    title: Annotated[str | None, Field(description="Null, like the rest, where the source was redacted.")]
    publisher: str | None
    url: Annotated[str | None, Field(description="Null where no address was recorded; `/v1/sources/{id}` says why.")]
    kind: SourceKind | None
    language: str | None
    published_on: str | None
    locator: str | None
    supports: Annotated[bool, Field(description="False: cited for context, such as a newer edition.")]


class AppliesThrough(Answered):
    """Why an entry holds for the product type that was asked for."""

    type: str
    how: Literal["named", "inherited"]


class Here(Answered):
    """What depends on the day and the question."""

    stale: Stale
    applies: Applies
    applies_through: AppliesThrough | None


class PendingChange(Answered):
    """Something that is known to change this entry and has not happened, or not wholly."""

    id: str
    kind: Literal["policy", "requirement", "procedure", "reliance", "observed_time", "market", "term", "qa"]
    title: str
    how: Annotated[
        Literal["policy", "successor"], Field(description="A policy that affects it, or a successor entry.")
    ]
    status: PolicyStatus | None
    effective_from: str | None


class SaidAt(Answered):
    """A public statement that states the same fact."""

    statement: str
    session: Annotated[str | None, Field(description="Null where it may not be told who said it.")]
    event: Annotated[str | None, Field(description="`/v1/events/{id}` shows it; null where it is no longer held.")]
    disclosure: Literal["public", "attributable", "unattributed"]
    confirmed_by: Annotated[list[str], Field(description="Later official texts that confirm it: ids of sources.")]
    reported_by_press: Annotated[bool, Field(description="Known only from press reports about officials.")]


class EntryShown(Answered):
    """What every entry carries besides its content."""

    published_in: Annotated[int, Field(description="Edition that first held this revision.")]
    revision: int
    review: Annotated[Review, Field(description="`seed-compiled` until a second person has approved it.")]
    sources: list[CitedSource]
    texts: Annotated[dict[str, TextState], Field(description="State of each text in the language of the answer.")]
    pending_changes: list[PendingChange]
    said_at: Annotated[list[SaidAt], Field(description="Where officials said it, as far as it may be passed on.")]
    here: Here


class RequirementAnswer(Requirement[str], EntryShown):
    """Something an applicant must, should, need not or must not do."""


class ProcedureAnswer(Procedure[str], EntryShown):
    """A way to get one kind of licence."""


class RelianceAnswer(Reliance[str], EntryShown):
    """Whose approval, inspection or assessment counts for which step."""


class ObservedTimeAnswer(ObservedTime[str], EntryShown):
    """How long something really took."""


class PolicyAnswer(Policy[str], EntryShown):
    """Where the rules are heading."""


class MarketAnswer(Market[str], EntryShown):
    """A figure about the market."""


class TermAnswer(Term[str], EntryShown):
    """A country's own word for a category of products."""


class QuestionAndAnswerAnswer(QuestionAndAnswer[str], EntryShown):
    """A question that was asked, and its answer."""


AnyEntry = Annotated[
    RequirementAnswer
    | ProcedureAnswer
    | RelianceAnswer
    | ObservedTimeAnswer
    | PolicyAnswer
    | MarketAnswer
    | TermAnswer
    | QuestionAndAnswerAnswer,
    Field(discriminator="kind"),
]


class Single(Answered):
    """What an entry carries when it is the whole answer."""

    edition: int
    meta: Meta


class OneRequirement(RequirementAnswer, Single):
    """One requirement."""


class OneProcedure(ProcedureAnswer, Single):
    """One procedure."""


class OneReliance(RelianceAnswer, Single):
    """One reliance entry."""


class OneObservedTime(ObservedTimeAnswer, Single):
    """One observed time."""


class OnePolicy(PolicyAnswer, Single):
    """One policy."""


class OneMarketFigure(MarketAnswer, Single):
    """One market figure."""


class OneTerm(TermAnswer, Single):
    """One term."""


class OneQuestion(QuestionAndAnswerAnswer, Single):
    """One question and its answer."""


OneEntry = Annotated[
    OneRequirement
    | OneProcedure
    | OneReliance
    | OneObservedTime
    | OnePolicy
    | OneMarketFigure
    | OneTerm
    | OneQuestion,
    Field(discriminator="kind"),
]


class EntrySummary(Answered):
    """An entry in short (`view=summary`)."""

    id: str
    kind: EntryKind
    country: str
    product_types: list[str]
    topics: list[str]
    title: str
    currency_status: CurrencyStatus
    fact_as_of: str | None
    checked_on: str
    evidence_grade: EvidenceGrade
    confidence: Confidence | None
    published_in: int
    revision: int
    review: Review
    texts: dict[str, TextState]
    here: Here


class ListMeta(Meta):
    """What holds for a page of entries."""

    oldest_checked_on: Annotated[str | None, Field(description="Oldest `checked_on` among the items.")]
    unclassified: Annotated[
        dict[str, int],
        Field(description="By filter: entries left out because their own value is not known."),
    ]
    unclassified_at_least: Annotated[
        dict[str, int],
        Field(description="By filter: the same, where they are more than these and were counted no further."),
    ]


class FacetValue(Answered):
    """How many entries have a value."""

    value: str
    count: int


ItemT = TypeVar("ItemT")


class EntryPage(Answered, Generic[ItemT]):
    """A page of entries."""

    edition: int
    items: list[ItemT]
    next: Annotated[str | None, Field(description="Cursor of the next page; null on the last.")]
    total: Annotated[
        int | None, Field(description="How many entries there are; null where `total_at_least` says it.")
    ]
    total_at_least: Annotated[
        int | None, Field(description="Where there are more than this and they were counted no further; else null.")
    ]
    facets: Annotated[
        dict[str, list[FacetValue]] | None, Field(description="Counts by the fields that were asked for.")
    ]
    meta: ListMeta


class RequirementPage(EntryPage[RequirementAnswer | EntrySummary]):
    """A page of requirements."""


class ProcedurePage(EntryPage[ProcedureAnswer | EntrySummary]):
    """A page of procedures."""


class ReliancePage(EntryPage[RelianceAnswer | EntrySummary]):
    """A page of reliance entries."""


class ObservedTimePage(EntryPage[ObservedTimeAnswer | EntrySummary]):
    """A page of observed times."""


class PolicyPage(EntryPage[PolicyAnswer | EntrySummary]):
    """A page of policies."""


class MarketPage(EntryPage[MarketAnswer | EntrySummary]):
    """A page of market figures."""


class TermPage(EntryPage[TermAnswer | EntrySummary]):
    """A page of terms."""


class QuestionPage(EntryPage[QuestionAndAnswerAnswer | EntrySummary]):
    """A page of questions and answers."""


class AnyEntryPage(EntryPage[AnyEntry | EntrySummary]):
    """A page of entries of any kind."""


class SplitEntry(Answered):
    """An id whose record was split: its parts."""

    id: str
    edition: int
    parts: list[str]
    links: Annotated[list[str], Field(description="Where the parts are.")]
