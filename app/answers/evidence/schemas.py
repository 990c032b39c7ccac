"""Evidence and warnings as computed answers show them."""

from typing import Annotated

from pydantic import Field

from app.answers.schemas import CitedSource, Here
from app.vocabulary.lists import Confidence, CurrencyStatus, EntryKind, EvidenceGrade, Review, SourceCustody
from app.vocabulary.shapes import Answered


class Evidence(Answered):
    """An entry that an answer rests on: how good and how old it is, and where it stands."""

    id: str
    kind: EntryKind
    country: str
    title: str
    currency_status: CurrencyStatus
    fact_as_of: str | None
    checked_on: str
    evidence_grade: EvidenceGrade
    source_custody: SourceCustody
    confidence: Confidence | None
    review: Review
    published_in: int
    revision: int
    sources: list[CitedSource]
    here: Here


class Warned(Answered):
    """Something to know before relying on the answer."""

    code: Annotated[str, Field(examples=["stale-entries"])]
    message: str
    entries: Annotated[list[str], Field(description="Ids of the entries that it is about.")]
