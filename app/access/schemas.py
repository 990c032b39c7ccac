"""People and tokens as they are asked for and answered."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, SecretStr

from app.access.roles import Role
from app.vocabulary.shapes import Answered, Body, Reason

Password = Annotated[SecretStr, Field(max_length=256, description="At least 12 characters; not the name.")]


class TokenForm(BaseModel):
    """A sign-in (RFC 6749, 4.3.2 and 6). Members that are not ours are ignored, as section 3.2 asks."""

    grant_type: Annotated[str, Field(max_length=40, description="`password` or `refresh_token`.")]
    username: Annotated[str, Field(max_length=200)] = ""
    password: Annotated[SecretStr, Field(max_length=1000)] = SecretStr("")
    refresh_token: Annotated[SecretStr, Field(max_length=200)] = SecretStr("")


class RevokeForm(BaseModel):
    """A token to end (RFC 7009, 2.1)."""

    token: Annotated[SecretStr, Field(max_length=200)]


class SignedOut(Answered):
    """Whatever the token was, it is good for nothing now (RFC 7009, 2.2)."""


class TokenAnswer(Answered):
    """What a sign-in yields (RFC 6749, 5.1)."""

    access_token: Annotated[str, Field(description="Send it as `Authorization: Bearer …`.")]
    token_type: Literal["Bearer"]
    expires_in: Annotated[int, Field(description="Seconds until the access token ends.", examples=[900])]
    refresh_token: Annotated[str, Field(description="Good for one new pair, within twelve hours.")]
    scope: Annotated[Role, Field(description="The person's role.")]


class PersonAnswer(Answered):
    """Someone who works on the atlas."""

    name: str
    role: Role
    active: bool
    by_provider: Annotated[bool, Field(description="Signs in at the OpenID provider.")]
    created_at: str


class PeopleAnswer(Answered):
    """Everybody, by name."""

    items: list[PersonAnswer]
    next: None
    total: int


class MeAnswer(Answered):
    """Who is signed in."""

    person: PersonAnswer
    signed_in_at: str
    recent_until: Annotated[
        str, Field(description="Until then approving, publishing and redacting need no new sign-in.")
    ]


class NewPerson(Body):
    """A new person. People of an OpenID provider come by themselves at their first sign-in."""

    name: Annotated[str, Field(min_length=1, max_length=60, examples=["mina.kim"])]
    role: Role
    password: Password
    reason: Reason


class PersonChange(Body):
    """Another role, or made (in)active."""

    role: Role | None = None
    active: bool | None = None
    reason: Reason


class NewPassword(Body):
    """Another password of one's own."""

    current: Annotated[SecretStr, Field(max_length=256)]
    new: Password
    reason: Reason
