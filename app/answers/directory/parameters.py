"""Query parameters of the directories."""

from typing import Annotated

from pydantic import Field

from app.answers.parameters import Word, Words
from app.editions.schemas import PageParameters, ReadParameters
from app.vocabulary.lists import EvidenceGrade, JurisdictionKind, SourceKind


class CountryParameters(ReadParameters):
    """`/v1/countries`."""

    kind: Annotated[list[JurisdictionKind], Field(description="Kind of jurisdiction. Repeatable.")] = []


class AuthorityParameters(ReadParameters):
    """`/v1/authorities`."""

    country: Annotated[
        list[Word], Field(max_length=50, description="Jurisdiction. Repeatable.", examples=["MY"])
    ] = []


class SourceParameters(PageParameters):
    """`/v1/sources`."""

    country: Annotated[
        list[Word], Field(max_length=50, description="Cited for this jurisdiction. Repeatable.", examples=["MY"])
    ] = []
    kind: Annotated[list[SourceKind], Field(description="Kind of source. Repeatable.")] = []
    evidence_grade: Annotated[list[EvidenceGrade], Field(description="Grade of evidence. Repeatable.")] = []
    q: Annotated[Words | None, Field(description="Only sources whose title or publisher has these words.")] = None
