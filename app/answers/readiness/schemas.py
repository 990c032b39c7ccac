"""Readiness as it is answered."""

from typing import Annotated, Literal

from pydantic import Field

from app.answers.eligibility.schemas import Outcome
from app.answers.evidence.schemas import Evidence, Warned
from app.answers.readiness.asking import Strength
from app.answers.readiness.names import How
from app.answers.readiness.papers import Fit
from app.editions.schemas import Meta
from app.knowledge.schemas.procedures import Prerequisite
from app.vocabulary.lists import Acceleration, Assessment, Licence, Obligation, Supply
from app.vocabulary.shapes import Answered


class NamedDocument(Answered):
    """A document of the vocabulary."""

    document: str
    name: str


class Recognised(NamedDocument):
    """A paper that was sent, and the document it is."""

    sent: Annotated[str, Field(description="As it was sent.")]
    how: Annotated[How, Field(description="By its id, by a name however it is spelled, or with letters wrong.")]


class Ambiguous(Answered):
    """A paper that could be several documents; it counts as none of them."""

    sent: str
    candidates: list[NamedDocument]


class Unrecognised(Answered):
    """A paper that no document is known for; it counts as none."""

    sent: str
    nearest: Annotated[list[NamedDocument], Field(description="At most three, the likest first.")]


class SentCounts(Answered):
    """How many different papers were sent."""

    sent: int
    recognised: int
    ambiguous: int
    unrecognised: int


class SentFor(NamedDocument):
    """A paper that was sent, as it stands to one that is asked for."""

    fit: Fit
    explanation: str


class AskedBy(Answered):
    """An entry that asks for it; `evidence` has its sources."""

    entry: str
    title: str
    obligation: Annotated[Obligation | None, Field(description="Null for a paper that a procedure lists itself.")]
    as_written: Annotated[list[str], Field(description="The source's wording.")]
    condition: Annotated[str | None, Field(description="When the entry holds, in words.")]


class PaperFacts(Answered):
    """What is known of getting a paper."""

    supply: Annotated[Supply | None, Field(description="Who yields it.")]
    actd_part: str | None
    korean_procedure: Annotated[str | None, Field(description="How a Korean company gets it, as far as is known.")]
    korean_procedure_of: Annotated[
        str | None, Field(description="The document these words are about: this one, or the kind it belongs to.")
    ]
    named_procedures: Annotated[
        list[str],
        Field(description="Procedures that these words name, if they are for the product; see `home_procedures`."),
    ]


Sent = Literal["yes", "partly", "no"]


class Demand(Answered):
    """Something that entries ask for, and whether it was sent."""

    asked: Strength
    sent: Sent
    explanation: str
    conditions: Annotated[list[str], Field(description="On what it depends, in words; empty where nothing is named.")]
    asked_by: list[AskedBy]
    entries: list[str]


class PaperDemand(Demand, NamedDocument, PaperFacts):
    """One paper."""

    kind: Literal["paper"]
    by: Annotated[list[SentFor], Field(description="Papers that were sent for it.")]


class ChoicePaper(PaperFacts):
    """A paper of a choice; `document` is null where it has none in the vocabulary, and then it cannot be checked."""

    document: str | None
    name: str
    as_written: str
    condition: str | None
    sent: Sent | None
    by: list[SentFor]


class Choice(Answered):
    """One paper, or papers that count together."""

    sent: Sent | None
    papers: list[ChoicePaper]


class ChoiceDemand(Demand):
    """Papers of which some are enough: `at_least` of the choices. They are never added up."""

    kind: Literal["choice"]
    at_least: int
    there: Annotated[int, Field(description="How many of the choices were sent.")]
    choices: list[Choice]


AnyDemand = Annotated[PaperDemand | ChoiceDemand, Field(discriminator="kind")]


class Unmapped(Answered):
    """Something asked for in words that no document of the vocabulary stands for: it cannot be checked."""

    as_written: list[str]
    asked: Strength
    conditions: list[str]
    asked_by: list[AskedBy]
    entries: list[str]


class NotAsked(NamedDocument):
    """A paper that was sent and that nothing here asks for."""

    elsewhere: Annotated[list[str], Field(description="Entries under `elsewhere` or `other_routes` that ask for it.")]
    explanation: str


class NamedOtherwise(NamedDocument):
    """A paper that was sent and that an entry names which says that something is not required, or is prohibited."""

    obligation: Literal["not-required", "prohibited"]
    entry: str
    title: str
    condition: str | None
    as_written: str


class OtherRoute(Answered):
    """A requirement, or papers of one, whose own words name other ways of assessment than this procedure's."""

    entry: str
    title: str
    assessments: list[Assessment]
    as_written: Annotated[list[str], Field(description="Its papers for those ways.")]


class ReadinessCounts(Answered):
    """How many demands there are of each kind. They are of unequal weight: no percentage is made of them."""

    present: int
    partly: int
    missing: int
    conditional: int
    recommended: int
    unmapped: int


class ReadyVariant(Answered):
    """A path of a procedure."""

    id: str
    name: str | None
    condition: str | None
    outcome: Annotated[Outcome | None, Field(description="Is it open to the product? See `/v1/eligibility`.")]


class PriorProcedure(Prerequisite[str]):
    """A procedure that must come first; its papers are asked for there."""

    title: str | None


class ProcedureReadiness(Answered):
    """How the papers stand for one procedure."""

    procedure: Annotated[str | None, Field(description="Null where no procedure is recorded.")]
    title: str | None
    licence: Licence
    assessment: Assessment | None
    acceleration: Acceleration | None
    outcome: Annotated[Outcome | None, Field(description="Is it open to the product? See `/v1/eligibility`.")]
    reason: Annotated[str | None, Field(description="Why it is open, closed or undecided.")]
    variants: list[ReadyVariant]
    prerequisites: list[PriorProcedure]
    counts: ReadinessCounts
    present: Annotated[list[AnyDemand], Field(description="Asked for, and sent.")]
    partly: Annotated[list[AnyDemand], Field(description="Asked for in any case, and sent in part, or perhaps.")]
    missing: Annotated[list[AnyDemand], Field(description="Asked for in any case, and not sent.")]
    conditional: Annotated[
        list[AnyDemand], Field(description="Asked for under `conditions`, and not sent, or in part.")
    ]
    recommended: Annotated[list[AnyDemand], Field(description="Recommended, and not sent, or in part.")]
    unmapped: list[Unmapped]
    not_asked: list[NotAsked]
    named_otherwise: list[NamedOtherwise]
    other_routes: list[OtherRoute]
    entries: list[str]


class ElsewherePaper(Answered):
    """A paper of an entry that is not asked for here."""

    document: str | None
    as_written: str
    sent: Sent | None


class Elsewhere(Answered):
    """A requirement on papers that this application does not have to meet now, and why."""

    entry: str
    title: str
    obligation: Obligation
    because: Literal["other-step", "product-type-not-stated", "begins-later", "older"]
    licences: Annotated[list[Licence], Field(description="The steps that ask for it; none: after authorisation.")]
    applies_from: str | None
    papers: list[ElsewherePaper]


class HomeDays(Answered):
    """A range of calendar days; an end that the source does not give is null."""

    min: int | None
    max: int | None


class HomePath(Answered):
    """A path through a procedure at home, and how long it takes."""

    variant: str
    name: str | None
    condition: str | None
    basis: Literal["stated", "summed", "unknown"]
    days: HomeDays
    arithmetic: str | None


class HomeProcedure(Answered):
    """A procedure at home that is named for papers which are not there yet: what it is for stands in its words."""

    procedure: str
    title: str
    statement: str
    country: str
    licence: Licence
    documents: list[str]
    paths: list[HomePath]


class ReadinessAnswer(Answered):
    """What is there, what is missing, and what is asked for under a condition."""

    edition: int
    country: str
    country_name: str
    product_type: str
    product_type_name: str
    designations: list[str]
    applies_on: str
    rule: Annotated[str, Field(description="What counts as asked for here.")]
    counts: SentCounts
    recognised: list[Recognised]
    ambiguous: list[Ambiguous]
    unrecognised: list[Unrecognised]
    procedures: Annotated[list[ProcedureReadiness], Field(description="Those open to the product first.")]
    elsewhere: list[Elsewhere]
    home_procedures: list[HomeProcedure]
    evidence: list[Evidence]
    warnings: list[Warned]
    meta: Meta
