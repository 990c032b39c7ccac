"""Partners, keys and what they use, as they are asked for and answered."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.access.keys.scopes import PartnerClass, Scope
from app.vocabulary.shapes import Answered, Body, Parameters, Plain, Reason

Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f-\x9f]+$"),
]
Note = Annotated[Plain, Field(min_length=1, max_length=1000, description="For staff alone.")]
Days = Annotated[int, Field(ge=1, le=730, description="Days until it ends by itself.")]

PartnerId = Annotated[int, Field(ge=1, le=2_147_483_647)]


class NewPartner(Body):
    """A new partner, or a service of our own."""

    name: Annotated[Name, Field(examples=["Hanul Trade Portal"])]
    class_: Annotated[PartnerClass, Field(alias="class", description="Which limits hold for its keys.")] = (
        PartnerClass.partner
    )
    note: Note | None = None
    reason: Reason


class PartnerChange(Body):
    """Another name, class or note, or made (in)active. What is left out stays; `note: null` takes the note away."""

    name: Name | None = None
    class_: Annotated[PartnerClass | None, Field(alias="class")] = None
    active: bool | None = None
    note: Note | None = None
    reason: Reason


class PartnerAnswer(Answered):
    """An organisation whose portals ask the atlas, or a service of our own."""

    id: int
    name: str
    class_: Annotated[PartnerClass, Field(alias="class")]
    active: Annotated[bool, Field(description="If not, none of its keys opens anything.")]
    note: str | None
    keys: Annotated[int, Field(description="Its keys that were not revoked.")]
    created_at: str
    created_by: str


class PartnersAnswer(Answered):
    """Every partner, by name."""

    items: list[PartnerAnswer]
    next: None
    total: int


class NewKeyBody(Body):
    """A new key. What it may do never changes: for more, issue another."""

    partner: PartnerId
    label: Annotated[Name, Field(description="What it is for.", examples=["production"])]
    scopes: Annotated[
        list[Scope],
        Field(max_length=len(Scope), description="What it may do besides reading.", examples=[["export", "watches"]]),
    ] = []
    origins: Annotated[
        list[Annotated[str, Field(max_length=253)]],
        Field(
            max_length=20,
            description="Origins of the web pages that may send it; none: any page, and any server.",
            examples=[["https://portal.example"]],
        ),
    ] = []
    expires_in_days: Days = 365
    reason: Reason


class Rotating(Body):
    """A key in place of another that does the same."""

    overlap_days: Annotated[int, Field(ge=0, le=90, description="Days for which the old key goes on.")] = 7
    expires_in_days: Days = 365
    reason: Reason


class PartnerNamed(Answered):
    """Whose key it is."""

    id: int
    name: str
    class_: Annotated[PartnerClass, Field(alias="class")]


class Revoked(Answered):
    """When, by whom and why a key was revoked."""

    at: str
    by: str
    reason: str


class ApiKeyAnswer(Answered):
    """A key, without its secret."""

    id: str
    prefix: Annotated[str, Field(description="How the key begins, to tell it by.")]
    partner: PartnerNamed
    label: str
    scopes: list[Scope]
    origins: list[str]
    created_at: str
    created_by: str
    expires_at: str
    last_used_on: Annotated[
        str | None, Field(description="A UTC day, a few seconds late; null before the first use.")
    ]
    rotated_to: Annotated[str | None, Field(description="Id of the key that takes its place.")]
    revoked: Revoked | None


class ApiKeyIssued(ApiKeyAnswer):
    """A new key. `secret` is the whole of it, shown this once: the atlas keeps its digest alone."""

    secret: Annotated[
        str | None,
        Field(description="Null where an `Idempotency-Key` was sent before: rotate the key if the answer was lost."),
    ]


class ApiKeysAnswer(Answered):
    """Keys, newest first."""

    items: list[ApiKeyAnswer]
    next: None
    total: int


class KeysParameters(Parameters):
    """Which keys."""

    partner: Annotated[PartnerId | None, Field(description="Number of a partner: only its keys.")] = None


class Allowance(Answered):
    """One limit: how much, how much is left, and when it is whole again."""

    window: Literal["minute", "day"]
    quota: int
    left: int
    resets_in: Annotated[int, Field(description="Seconds.")]


class UsedDay(Answered):
    """What was asked on a UTC day. What cost nothing (304) is a request without units."""

    day: str
    requests: int
    units: int


class MyKey(Answered):
    """The key that was sent."""

    id: str
    prefix: str
    label: str
    scopes: Annotated[list[str], Field(description="What it may do; every key may `read`.")]
    origins: list[str]
    created_at: str
    expires_at: str
    rotated_to: str | None


class MyPartner(Answered):
    """Whose it is."""

    name: str
    class_: Annotated[PartnerClass, Field(alias="class")]


class MyAnswer(Answered):
    """A key's own view of itself."""

    key: MyKey
    partner: MyPartner
    quota: Annotated[list[Allowance], Field(description="Empty where nothing is limited.")]
    usage: Annotated[list[UsedDay], Field(description="The last 31 days that had any, newest first.")]
