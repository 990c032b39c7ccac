"""Query parameters of the lists of entries. What a list does not declare it refuses."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from app.editions.schemas import PageParameters
from app.knowledge.schemas.common import Day, PartialDate
from app.vocabulary.lists import (
    Acceleration,
    Answer,
    Assessment,
    Confidence,
    CurrencyStatus,
    EntryKind,
    EvidenceGrade,
    Licence,
    Obligation,
    PolicyStatus,
    RelianceScope,
    Stale,
)
from app.vocabulary.shapes import Parameters
from app.vocabulary.tokens import fold

Word = Annotated[str, Field(min_length=1, max_length=120)]


def _with_words(text: str) -> str:
    if not fold(text):
        raise ValueError("expected at least one word")
    return text


Words = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_with_words)]
"""Text in which words are looked for."""


def _many(description: str, *examples: str) -> object:
    return Field(
        default_factory=list, max_length=50, description=f"{description} Repeatable.", examples=list(examples)
    )


class EntryFilters(Parameters):
    """Filters that every kind of entry has."""

    country: Annotated[list[Word], _many("Jurisdiction: ISO 3166-1 alpha-2 in either case, or `ASEAN`.", "MY")]
    product_type: Annotated[
        list[Word],
        _many("Product type. Requirements and policies named for `biologic` reach its kinds.", "biosimilar"),
    ]
    topic: Annotated[list[Word], _many("Topic.", "gmp-evidence")]
    q: Annotated[Words | None, Field(description="Only entries whose text has all these words.")] = None
    applies_on: Annotated[
        Day | None, Field(description="Leave out what surely does not hold for an application filed that day.")
    ] = None
    checked_before: Annotated[Day | None, Field(description="Sources last read before that day.")] = None
    stale: Annotated[list[Stale], _many("Is the fact too old to be taken as it stands?", "no")]
    currency_status: Annotated[list[CurrencyStatus], _many("Is the rule still the rule?", "current")]
    evidence_grade: Annotated[
        list[EvidenceGrade], _many("A law or authority, B officials, C papers and firms, D press.", "A")
    ]
    confidence: Annotated[list[Confidence], _many("How sure the compiler was.", "high")]
    source: Annotated[list[Word], _many("Entries that cite this source.", "npra-charter")]
    event: Annotated[list[Word], _many("Entries that came from this event.")]


class ListParameters(PageParameters, EntryFilters):
    """What every list of entries takes."""

    facets: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=300,
            description="Comma-separated: count entries by these fields, each ignoring its own filter.",
            examples=["topic,country"],
        ),
    ] = None
    sort: Annotated[
        str,
        Field(min_length=1, max_length=40, description="A field, or `-field`; ties go by id, unknown values last."),
    ] = "id"
    view: Annotated[
        Literal["full", "summary"], Field(description="`summary` leaves out statement, sources and details.")
    ] = "full"
    format: Annotated[
        Literal["json", "csv", "xlsx"] | None,
        Field(description="The same page for a spreadsheet; beats `Accept`.", examples=["csv"]),
    ] = None


class RequirementFilters(Parameters):
    """Filters of requirements."""

    obligation: Annotated[list[Obligation], _many("How binding it is.", "mandatory")]
    document: Annotated[list[Word], _many("Requirements that ask for this document.")]


class ProcedureFilters(Parameters):
    """Filters of procedures."""

    licence: Annotated[list[Licence], _many("Kind of licence.", "marketing-authorisation")]
    assessment: Annotated[list[Assessment], _many("How deep the review goes.", "abridged")]
    acceleration: Annotated[list[Acceleration], _many("How the review is made faster.", "priority")]


class RelianceFilters(Parameters):
    """Filters of reliance entries; `reference` and `answer` speak of the same reference."""

    reference: Annotated[list[Word], _many("Authority or group whose work counts or not.", "KR-MFDS")]
    scope: Annotated[list[RelianceScope], _many("The step for which it counts.", "gmp-inspection")]
    answer: Annotated[list[Answer], _many("Does it count?", "yes")]


class ObservedTimeFilters(Parameters):
    """Filters of observed times."""

    procedure: Annotated[list[Word], _many("Times of this procedure.", "my-new-drug-full")]


class PolicyFilters(Parameters):
    """Filters of policies."""

    status: Annotated[list[PolicyStatus], _many("How far it has come.", "in-force")]
    effective_from: Annotated[PartialDate | None, Field(description="Takes effect on or after.")] = None
    effective_until: Annotated[PartialDate | None, Field(description="Takes effect on or before.")] = None


class RequirementParameters(RequirementFilters, ListParameters):
    """`/v1/requirements`."""


class ProcedureParameters(ProcedureFilters, ListParameters):
    """`/v1/procedures`."""


class RelianceParameters(RelianceFilters, ListParameters):
    """`/v1/reliance`."""


class ObservedTimeParameters(ObservedTimeFilters, ListParameters):
    """`/v1/observed-times`."""


class PolicyParameters(PolicyFilters, ListParameters):
    """`/v1/policies`."""


class EntryParameters(
    RequirementFilters, ProcedureFilters, RelianceFilters, ObservedTimeFilters, PolicyFilters, ListParameters
):
    """`/v1/entries`: every kind, so every kind's filters; a filter that a kind lacks matches none of it."""

    kind: Annotated[list[EntryKind], _many("Kind of entry.", "requirement")]
