"""Content of the records that entries stand on."""

from typing import Annotated, Generic, Self

from pydantic import AfterValidator, Field, model_validator

from app.knowledge.schemas.common import (
    Address,
    Amendment,
    AuthorityId,
    Cited,
    Code,
    Content,
    Day,
    DocumentId,
    EntryId,
    EventId,
    GroupId,
    Identifier,
    JurisdictionId,
    LanguageTag,
    Line,
    PartialDate,
    ProductTypeId,
    Reference,
    SessionId,
    SourceId,
    Synonyms,
    T,
    Text,
    TopicId,
)
from app.vocabulary.lists import (
    CalendarDayKind,
    Confidence,
    Disclosure,
    EvidenceGrade,
    GapStatus,
    JurisdictionKind,
    SourceCustody,
    SourceKind,
    Standing,
    StatementKind,
    Supply,
)


class TreeException(Content):
    """Where a jurisdiction's own tree of product types differs from the default one, and on what evidence.

    `parent` is the type that `product_type` falls under there; null sets it apart from all.
    """

    product_type: ProductTypeId
    parent: ProductTypeId | None = None
    source: SourceId
    locator: Line | None = None


class CalendarDay(Content, Generic[T]):
    """A day on which public offices are closed, or open, although the library of holidays says otherwise.

    It holds for all of the jurisdiction, for one of its subdivisions (as ISO 3166-2 has it, without the country), or
    for one authority alone.
    """

    date: Day
    kind: CalendarDayKind
    name: T
    subdivision: Annotated[str, Field(pattern=r"^[A-Z0-9]{1,3}$", examples=["SGR"])] | None = None
    authority: AuthorityId | None = None
    source: SourceId
    locator: Line | None = None

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if self.subdivision is not None and self.authority is not None:
            raise ValueError("expected a subdivision or an authority, not both")
        return self


def _each_day_once(days: list[CalendarDay[T]]) -> list[CalendarDay[T]]:
    """Refuse two words about one day of one place."""
    seen = {(one.date, one.subdivision, one.authority) for one in days}
    if len(seen) < len(days):
        raise ValueError("expected each day of a place once")
    return days


class Jurisdiction(Content, Generic[T]):
    """A country, region or organisation."""

    id: Code
    kind: JurisdictionKind
    name: T
    name_local: Line | None = None
    synonyms: Synonyms = []
    tree_exceptions: list[TreeException] = []
    calendar_days: Annotated[list[CalendarDay[T]], AfterValidator(_each_day_once)] = []


class ProductType(Content, Generic[T]):
    """A kind of product, in a tree."""

    id: Identifier
    name: T
    parent: ProductTypeId | None = None
    description: T | None = None
    synonyms: Synonyms = []


class Topic(Content, Generic[T]):
    """What a fact is about."""

    id: Identifier
    name: T
    parent: TopicId | None = None
    description: T | None = None
    synonyms: Synonyms = []


class Document(Content, Generic[T]):
    """A paper that applicants produce, once, whatever sources call it."""

    id: Identifier
    name: T
    parent: DocumentId | None = None
    description: T | None = None
    synonyms: Synonyms = []
    supply: Supply | None = None
    actd_part: Line | None = None
    korean_procedure: T | None = None


class Group(Content, Generic[T]):
    """A set of authorities: a body with members, or a list that a country keeps."""

    id: Code
    name: T
    abbreviation: Line | None = None
    description: T | None = None
    synonyms: Synonyms = []


class StatedMembership(Content, Generic[T]):
    """What a source about the authority says of a membership, in passing."""

    body: Line
    group: GroupId | None = None
    status: T
    since: PartialDate | None = None


class Authority(Content, Generic[T]):
    """A body that decides, advises or inspects."""

    id: Code
    research_id: Identifier | None = None
    jurisdiction: JurisdictionId
    name: T
    name_local: Line | None = None
    abbreviation: Line | None = None
    parent: T | None = None
    website: Address | None = None
    role: T | None = None
    synonyms: Synonyms = []
    stated_memberships: list[StatedMembership[T]] = []
    amended_by: list[Amendment[T]] = []


class Membership(Content, Generic[T]):
    """How an authority stands to a body, since when, and who says so."""

    id: Identifier
    jurisdiction: JurisdictionId
    authority: AuthorityId
    body: Line
    group: GroupId | None = None
    status: T
    standing: Standing
    since: PartialDate | None = None
    until: PartialDate | None = None
    note: T | None = None
    confidence: Confidence | None = None


class SourceAlias(Content):
    """Another id under which the same page is cited in the research on a country."""

    country: Code
    id: Identifier


class Source(Content, Generic[T]):
    """A page, paper or presentation that was read. Without an address, the note says why."""

    id: Identifier
    title: Line
    publisher: Line
    url: Address | None = None
    kind: SourceKind
    language: LanguageTag
    published_on: PartialDate | None = None
    evidence_grade: EvidenceGrade
    custody: SourceCustody
    note: T | None = None
    aliases: list[SourceAlias] = []


class Event(Content, Generic[T]):
    """An occasion on which regulators spoke."""

    id: Identifier
    name: T
    starts_on: PartialDate | None = None
    ends_on: PartialDate | None = None
    place: T | None = None
    organisers: list[Line] = []
    countries: list[JurisdictionId] = []
    note: T | None = None


class Session(Content, Generic[T]):
    """One talk or meeting of an event. The presenter is a role, not a person."""

    id: Identifier
    event: EventId
    jurisdiction: JurisdictionId | None = None
    title: T
    presenter: T | None = None
    held_on: PartialDate | None = None
    note: T | None = None


class Statement(Content, Generic[T]):
    """What was said in a session, how far it may be passed on, and which entries came from it."""

    id: Identifier
    session: SessionId
    jurisdiction: JurisdictionId
    kind: StatementKind
    disclosure: Disclosure
    text: T
    product_types: list[ProductTypeId] = []
    topics: list[TopicId] = []
    entries: list[EntryId] = []
    confirmed_by: list[SourceId] = []
    note: T | None = None


class Disagreement(Content, Generic[T]):
    """Sources or records that differ: both sides, and which one is followed."""

    id: Identifier
    jurisdiction: JurisdictionId
    label: Identifier | None = None
    title: T
    text: T
    followed: T | None = None
    product_types: list[ProductTypeId] = []
    topics: list[TopicId] = []
    entries: list[EntryId] = []
    sources: list[SourceId] = []


class Gap(Content, Generic[T]):
    """Something that was looked for and not found."""

    id: Identifier
    jurisdiction: JurisdictionId
    title: T
    text: T
    status: GapStatus = GapStatus.open
    product_types: list[ProductTypeId] = []
    topics: list[TopicId] = []
    entries: list[EntryId] = []
    sources: list[SourceId] = []
    closed_by: list[Annotated[Identifier, Reference("record")]] = []
    now: T | None = None
    looked_again: T | None = None


class AuthorityContent(Authority[Text], Cited):
    """An authority as it is stored."""


class MembershipContent(Membership[Text], Cited):
    """A membership as it is stored."""


class EventContent(Event[Text], Cited):
    """An event as it is stored."""


class SessionContent(Session[Text], Cited):
    """A session as it is stored."""


class StatementContent(Statement[Text], Cited):
    """A statement as it is stored."""
