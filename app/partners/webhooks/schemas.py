"""Webhooks and deliveries as they are asked for and answered."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.outside.addresses import LONGEST
from app.partners.watches.schemas import WATCH_ID
from app.vocabulary.lists import EntryKind
from app.vocabulary.shapes import Answered, Body, Parameters

Label = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f-\x9f]+$"),
]
Word = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9._-]+$")]

WEBHOOK_ID = r"^wh_[1-9A-HJ-NP-Za-km-z]{16}$"
DELIVERY_ID = r"^msg_[1-9A-HJ-NP-Za-km-z]{24}$"


class EventType(StrEnum):
    """What a webhook can be told of."""

    edition_published = "edition.published"
    entry_changed = "entry.changed"
    consultation_answered = "consultation.answered"
    key_expiring = "key.expiring"
    webhook_disabled = "webhook.disabled"


class WebhookFilters(Body):
    """Which entries `entry.changed` tells of: those that meet every filter given, before or after the change."""

    country: Annotated[
        list[Word], Field(max_length=50, description="Ids of countries, or `ASEAN` for the region's own.")
    ] = []
    kind: Annotated[list[EntryKind], Field(max_length=len(EntryKind))] = []
    topic: Annotated[list[Word], Field(max_length=50, description="Ids of topics.")] = []


_Url = Annotated[
    str,
    Field(
        min_length=1,
        max_length=LONGEST,
        description="An https address of a public host, without user and password.",
        examples=["https://portal.example/atlas"],
    ),
]
_Events = Annotated[
    list[EventType], Field(min_length=1, max_length=len(EventType), description="What it is told of.")
]
_Watch = Annotated[
    str,
    Field(
        pattern=WATCH_ID,
        description="Id of a watch of yours: `entry.changed` then tells only of entries that it finds, before or "
        "after the change. `filters` narrow it further.",
    ),
]
_Overlap = Annotated[
    int, Field(ge=0, le=168, description="Hours for which the old secret signs as well, beside the new one.")
]


class NewWebhook(Body):
    """A new webhook. It is told of what happens from now on."""

    url: _Url
    label: Annotated[Label, Field(description="What it is for.", examples=["production"])]
    events: _Events = [EventType.edition_published, EventType.entry_changed]
    filters: WebhookFilters = WebhookFilters()
    watch: _Watch | None = None


class WebhookChange(Body):
    """Another address, label, choice of events, or on and off. What is left out stays, null lifts filters and watch.

    A webhook that is switched on again, or gets another address, is sent at once what is waiting, in order.
    """

    url: _Url | None = None
    label: Label | None = None
    events: _Events | None = None
    filters: WebhookFilters | None = None
    watch: _Watch | None = None
    active: bool | None = None


class SecretRotation(Body):
    """A new secret in place of the old one."""

    overlap_hours: _Overlap = 24


class Filters(Answered):
    """Which entries it is told of; an empty list: whatever they say."""

    country: list[str]
    kind: list[EntryKind]
    topic: list[str]


class Disabled(Answered):
    """Since when and why nothing is sent."""

    at: str
    reason: str


class SecretDates(Answered):
    """Since when the secret signs, and until when the one before does as well."""

    since: str
    old_until: str | None


class WebhookAnswer(Answered):
    """A webhook, without its secret."""

    id: str
    url: str
    label: str
    events: list[EventType]
    filters: Filters
    watch: Annotated[str | None, Field(description="Id of the watch that it follows.")]
    active: bool
    disabled: Disabled | None
    secret_dates: SecretDates
    created_at: str
    created_by: Annotated[str, Field(description="How the key begins that made it.")]


class WebhookIssued(WebhookAnswer):
    """A webhook with its new secret, shown this once."""

    secret: Annotated[
        str | None,
        Field(description="Null where an `Idempotency-Key` was sent before: rotate it if the answer was lost."),
    ]


class WebhooksAnswer(Answered):
    """The partner's webhooks, oldest first."""

    items: list[WebhookAnswer]
    next: None
    total: int


class WebhookDeleted(Answered):
    """It is gone, with all that waited for it."""

    id: str
    deleted: bool


class DeliveryState(StrEnum):
    """`pending` is tried until it is `delivered`, or `dead` after three days."""

    pending = "pending"
    delivered = "delivered"
    dead = "dead"


class DeliveriesParameters(Parameters):
    """Which deliveries, and where to go on."""

    state: Annotated[list[DeliveryState], Field(max_length=3, description="Repeatable; all without it.")] = []
    limit: Annotated[int, Field(ge=1, le=200, description="How many deliveries a page has at most.")] = 50
    cursor: Annotated[str | None, Field(max_length=1000, description="`next` of the page before.")] = None


class DeliveryEvent(Answered):
    """What it tells of."""

    type: str
    subject: Annotated[str, Field(description="Deliveries of one subject are made in order.")]
    edition: int | None
    at: str


class LastAttempt(Answered):
    """How the last attempt went; `status` is null where there was no answer."""

    at: str
    status: int | None
    detail: str


class DeliveryAnswer(Answered):
    """One event for one webhook."""

    id: Annotated[str, Field(description="The `webhook-id` that the receiver is sent.")]
    event: DeliveryEvent
    state: DeliveryState
    attempts: Annotated[int, Field(description="Attempts so far, since it was last set to pending.")]
    next_attempt_at: Annotated[str | None, Field(description="Not before; null where there will be none.")]
    done_at: str | None
    last: LastAttempt | None


class AttemptAnswer(Answered):
    """How one attempt went."""

    at: str
    outcome: Literal["delivered", "refused-by-receiver", "no-answer", "not-allowed"]
    status: int | None
    milliseconds: int
    detail: str
    body: Annotated[str | None, Field(description="How the receiver's answer began.")]


class DeliveryWhole(DeliveryAnswer):
    """A delivery with what is sent, and every attempt."""

    payload: Annotated[str, Field(description="The body as it is signed and sent, to the byte.")]
    log: Annotated[list[AttemptAnswer], Field(description="Every attempt, oldest first.")]


class DeliveryCounts(Answered):
    """How many deliveries there are in each state."""

    pending: int
    delivered: int
    dead: int


class DeliveriesAnswer(Answered):
    """Deliveries, newest first, and how the webhook fares."""

    items: list[DeliveryAnswer]
    next: str | None
    total: int
    counts: DeliveryCounts
    failures: Annotated[int, Field(description="Attempts that failed since the last that did not.")]
    resume_at: Annotated[str | None, Field(description="Until then nothing is sent, because attempts keep failing.")]


class Redelivered(Answered):
    """How many dead letters are pending again."""

    id: str
    redelivered: int
