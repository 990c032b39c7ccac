"""Events as they are asked and answered."""

from typing import Annotated

from pydantic import Field

from app.answers.directory.schemas import SupportingSource
from app.answers.parameters import Word
from app.editions.schemas import Meta, PageParameters
from app.vocabulary.lists import Disclosure, StatementKind, TextState
from app.vocabulary.shapes import Answered


class EventParameters(PageParameters):
    """`/v1/events`."""

    country: Annotated[
        list[Word], Field(max_length=50, description="Took part, or was spoken about. Repeatable.", examples=["MY"])
    ] = []


class StatementAnswer(Answered):
    """What was said, how far it may be passed on, and what became of it."""

    id: str
    jurisdiction: str
    kind: StatementKind
    disclosure: Disclosure
    text: str
    product_types: list[str]
    topics: list[str]
    entries: Annotated[list[str], Field(description="Entries that state the same fact or came from it.")]
    confirmed_by: Annotated[list[str], Field(description="Later official texts that confirm it: ids of sources.")]
    reported_by_press: Annotated[bool, Field(description="Known only from press reports about officials.")]
    note: str | None
    sources: list[SupportingSource]
    texts: dict[str, TextState]


class SessionAnswer(Answered):
    """One talk or meeting. The presenter is a role, not a person."""

    id: str
    jurisdiction: str | None
    title: str
    presenter: str | None
    held_on: str | None
    note: str | None
    sources: list[SupportingSource]
    statements: list[StatementAnswer]
    texts: dict[str, TextState]


class EventSummary(Answered):
    """An occasion on which regulators spoke."""

    id: Annotated[str, Field(examples=["kpa-2019-asean"])]
    name: str
    starts_on: str | None
    ends_on: str | None
    place: str | None
    organisers: list[str]
    countries: list[str]
    note: str | None
    sessions: Annotated[list[str], Field(description="Ids of its sessions.")]
    statements: Annotated[int, Field(description="Public statements recorded from it.")]
    sources: list[SupportingSource]
    texts: dict[str, TextState]


class EventAnswer(EventSummary):
    """An event with its sessions and what was said in them."""

    edition: int
    sessions_in_full: list[SessionAnswer]
    unattributed: Annotated[
        list[StatementAnswer],
        Field(description="Statements of which it may not be told who made them: they stand under no session."),
    ]
    meta: Meta


class EventPage(Answered):
    """A page of events, by id."""

    edition: int
    items: list[EventSummary]
    next: str | None
    total: int
    meta: Meta
