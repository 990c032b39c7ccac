"""Watches as they are asked for and answered, and what their feeds take."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.editions.schemas import PageParameters
from app.vocabulary.lists import EntryKind
from app.vocabulary.shapes import Answered, Body

Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f-\x9f]+$"),
]
Word = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[A-Za-z0-9._-]+$")]

WATCH_ID = r"^wt_[1-9A-HJ-NP-Za-km-z]{16}$"

_Countries = Annotated[
    list[Word],
    Field(max_length=50, description="Ids of countries, or `ASEAN` for the region's own.", examples=[["MY"]]),
]
_ProductTypes = Annotated[
    list[Word],
    Field(
        max_length=50,
        description="Ids of product types. What is named for `biologic` reaches its kinds, as in the lists.",
        examples=[["biosimilar"]],
    ),
]
_Topics = Annotated[list[Word], Field(max_length=50, description="Ids of topics.", examples=[["fees"]])]
_Kinds = Annotated[list[EntryKind], Field(max_length=len(EntryKind), description="Kinds of entry.")]


class WatchFilters(Body):
    """Which entries: those that meet every filter given; of a filter any word will do. None: every entry."""

    country: _Countries = []
    product_type: _ProductTypes = []
    topic: _Topics = []
    kind: _Kinds = []


class WatchFiltersChange(Body):
    """Filters that change. One that is left out stays, null or an empty list lifts it."""

    country: _Countries | None = None
    product_type: _ProductTypes | None = None
    topic: _Topics | None = None
    kind: _Kinds | None = None


class NewWatch(Body):
    """A new watch."""

    name: Annotated[Name, Field(description="What you call it.", examples=["biosimilars in Malaysia"])]
    filters: WatchFilters = WatchFilters()


class WatchChange(Body):
    """Another name or other filters. What is left out stays; `filters: null` lifts them all."""

    name: Name | None = None
    filters: WatchFiltersChange | None = None


class FeedRotation(Body):
    """A new address for the feeds of a watch; the old one ends at once."""


class KeptFilters(Answered):
    """Which entries; an empty list: whatever they say."""

    country: list[str]
    product_type: list[str]
    topic: list[str]
    kind: list[EntryKind]


class GoneWord(Answered):
    """A word of a filter that the newest edition no longer has; it finds nothing."""

    filter: Literal["country", "product_type", "topic"]
    value: str


class FeedAddresses(Answered):
    """The feeds. Whoever has an address reads them, without a key."""

    atom: Annotated[str, Field(description="What changed, as Atom.")]
    json_: Annotated[str, Field(alias="json", description="What changed, as JSON Feed.")]
    ics: Annotated[str, Field(description="Dates of what is in force or to come, as iCalendar.")]


class WatchAnswer(Answered):
    """A watch, without the address of its feeds."""

    id: str
    name: str
    filters: KeptFilters
    gone: Annotated[list[GoneWord], Field(description="Words that the newest edition no longer has.")]
    webhooks: Annotated[list[str], Field(description="Ids of the webhooks that follow it.")]
    feeds_since: Annotated[str, Field(description="Since when the address of its feeds holds.")]
    matches: Annotated[str, Field(description="Where the entries are that it finds now.")]
    changes: Annotated[str, Field(description="Where the changes of such entries are, since the first edition.")]
    created_at: str
    created_by: Annotated[str, Field(description="How the key begins that made it.")]


class WatchIssued(WatchAnswer):
    """A watch with the new address of its feeds, shown this once."""

    feeds: Annotated[
        FeedAddresses | None,
        Field(description="Null where an `Idempotency-Key` was sent before: rotate it if the answer was lost."),
    ]


class WatchesAnswer(Answered):
    """The partner's watches, oldest first."""

    items: list[WatchAnswer]
    next: None
    total: int


class WatchDeleted(Answered):
    """It is gone, and the address of its feeds with it."""

    id: str
    deleted: bool


class MatchParameters(PageParameters):
    """`/v1/watches/{id}/matches`: the filters are the watch's."""

    facets: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=300,
            description="Comma-separated: count the entries by these fields, each ignoring its own filter.",
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


class WatchFeedParameters(PageParameters):
    """`/v1/feeds/{secret}.atom` and `.json`."""
