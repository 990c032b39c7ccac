"""What the directories answer."""

from typing import Annotated, Literal

from pydantic import Field

from app.editions.schemas import Meta
from app.knowledge.schemas.common import Amendment
from app.knowledge.schemas.supporting import CalendarDay, SourceAlias, StatedMembership, TreeException
from app.vocabulary.lists import (
    Confidence,
    EvidenceGrade,
    JurisdictionKind,
    SourceCustody,
    SourceKind,
    Standing,
    Supply,
    TextState,
)
from app.vocabulary.shapes import Answered


class SupportingSource(Answered):
    """A source as directories cite it; null members where it was redacted."""

    id: str
    title: str | None
    publisher: str | None
    url: str | None
    published_on: str | None
    locator: str | None


class MembershipAnswer(Answered):
    """How an authority stands to a body, since when, and who says so."""

    id: str
    authority: str
    body: str
    group: str | None
    status: str
    standing: Annotated[
        Standing, Field(description="`member`, `listed` and `participant` carry rights; the others do not.")
    ]
    since: str | None
    until: str | None
    note: str | None
    confidence: Confidence | None
    sources: list[SupportingSource]


class AuthorityAnswer(Answered):
    """A body that decides, advises or inspects."""

    id: Annotated[str, Field(examples=["MY-NPRA"])]
    research_id: str | None
    jurisdiction: str
    name: str
    name_local: str | None
    abbreviation: str | None
    parent: str | None
    website: str | None
    role: str | None
    memberships: list[MembershipAnswer]
    stated_memberships: Annotated[
        list[StatedMembership[str]],
        Field(description="What sources about the authority say in passing; `amended_by` names what is newer."),
    ]
    amended_by: list[Amendment[str]]
    entries: Annotated[dict[str, int], Field(description="Entries of its jurisdiction by kind.")]
    named_in: Annotated[int, Field(description="Reliance entries, anywhere, that name it as a reference.")]
    sources: list[SupportingSource]
    texts: dict[str, TextState]


class AuthorityPage(Answered):
    """All authorities that match, by id."""

    edition: int
    items: list[AuthorityAnswer]
    next: str | None
    total: int
    meta: Meta


class CountryAnswer(Answered):
    """A jurisdiction, its authorities, and how much the atlas knows of it."""

    id: Annotated[str, Field(examples=["MY"])]
    kind: JurisdictionKind
    name: str
    name_local: str | None
    authorities: list[str]
    entries: Annotated[
        dict[str, int], Field(description="Entries by kind; empty where nothing has been recorded yet.")
    ]
    total_entries: int
    gaps: int
    disagreements: int
    oldest_checked_on: str | None
    memberships: list[MembershipAnswer]
    tree_exceptions: Annotated[
        list[TreeException], Field(description="Where the country's tree of product types differs from the default.")
    ]
    calendar_days: Annotated[
        list[CalendarDay[str]],
        Field(description="Days that staff added to the calendars of its authorities, which forecasts count on."),
    ]
    texts: dict[str, TextState]


class CountryPage(Answered):
    """All jurisdictions that match, by id."""

    edition: int
    items: list[CountryAnswer]
    next: str | None
    total: int
    meta: Meta


class CountryDetail(CountryAnswer):
    """One jurisdiction with its authorities in full."""

    edition: int
    authorities_in_full: list[AuthorityAnswer]
    meta: Meta


class Names(Answered):
    """A name in both languages."""

    en: str | None
    ko: str | None


class OtherName(Answered):
    """Another name by which people ask for it."""

    language: str
    text: str


class WordAnswer(Answered):
    """A word of the vocabulary."""

    id: str
    name: Annotated[str, Field(description="In the language of the answer.")]
    names: Names
    parent: str | None
    description: str | None
    synonyms: list[OtherName]


class ProductTypeAnswer(WordAnswer):
    """A kind of product."""

    children: Annotated[list[str], Field(description="Types right below it.")]


class TopicAnswer(WordAnswer):
    """What a fact is about."""


class DocumentAnswer(WordAnswer):
    """A paper that applicants produce."""

    supply: Supply | None
    actd_part: str | None
    korean_procedure: str | None


class ProductTypePage(Answered):
    """All product types, in the order of the tree's records."""

    edition: int
    items: list[ProductTypeAnswer]
    next: str | None
    total: int
    meta: Meta


class TopicPage(Answered):
    """All topics."""

    edition: int
    items: list[TopicAnswer]
    next: str | None
    total: int
    meta: Meta


class DocumentPage(Answered):
    """All documents of the vocabulary."""

    edition: int
    items: list[DocumentAnswer]
    next: str | None
    total: int
    meta: Meta


class CitingEntry(Answered):
    """An entry that cites a source, and where in it."""

    id: str
    kind: Literal["requirement", "procedure", "reliance", "observed_time", "policy", "market", "term", "qa"]
    country: str
    title: str
    locator: str | None
    supports: bool


class SourceAnswer(Answered):
    """Something that was read and is cited."""

    id: str
    title: str
    publisher: str
    url: str | None
    kind: SourceKind
    language: str
    published_on: str | None
    evidence_grade: EvidenceGrade
    custody: SourceCustody
    note: str | None
    aliases: list[SourceAlias]
    texts: dict[str, TextState]
    cited_by: Annotated[int, Field(description="How many entries cite it.")]


class SourceDetail(SourceAnswer):
    """A source and the entries that cite it."""

    edition: int
    entries: list[CitingEntry]
    meta: Meta


class SourcePage(Answered):
    """A page of sources, by id."""

    edition: int
    items: list[SourceAnswer]
    next: str | None
    total: int
    meta: Meta
