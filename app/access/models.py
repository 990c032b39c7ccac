"""People, the tokens they hold, sign-ins under way at a provider, and requests that were answered already."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.access.roles import Role
from app.database.base import Base, BinaryText, Key, SurrogateKey

_ROLES = ", ".join(f"'{role}'" for role in Role)


class PersonRow(Base):
    """Someone who works on the atlas. Nobody is ever deleted: the trail keeps their name."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("name"),
        UniqueConstraint("oidc_issuer", "oidc_subject"),
        CheckConstraint(f"role IN ({_ROLES})", name="role_known"),
        CheckConstraint("(oidc_issuer IS NULL) = (oidc_subject IS NULL)", name="oidc_whole"),
    )

    key: Mapped[SurrogateKey]
    name: Mapped[str]
    role: Mapped[str]
    active: Mapped[bool]
    password_hash: Mapped[str | None] = mapped_column(doc="Argon2id; null for people of a provider.")
    oidc_issuer: Mapped[str | None]
    oidc_subject: Mapped[str | None]
    failed_attempts: Mapped[int]
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]


class StaffToken(Base):
    """A token that was given out, by its digest. A family is what came from one sign-in."""

    __tablename__ = "staff_token"
    __table_args__ = (
        Index("ix_staff_token_family", "family"),
        Index("ix_staff_token_person", "person_key"),
        CheckConstraint("kind IN ('access', 'refresh')", name="kind_known"),
    )

    digest: Mapped[str] = mapped_column(BinaryText, primary_key=True)
    kind: Mapped[str]
    family: Mapped[str]
    person_key: Mapped[int] = mapped_column(Key, ForeignKey("person.key"))
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    signed_in_at: Mapped[datetime] = mapped_column(doc="When the password or the provider was really asked.")
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class OidcSignIn(Base):
    """A sign-in that went to the provider and has not come back."""

    __tablename__ = "oidc_sign_in"

    state_digest: Mapped[str] = mapped_column(BinaryText, primary_key=True)
    browser_digest: Mapped[str]
    nonce: Mapped[str]
    verifier: Mapped[str]
    expires_at: Mapped[datetime]


class IdempotencyKey(Base):
    """A request that creates, and what it was answered: asked again, it is answered the same and does nothing."""

    __tablename__ = "idempotency_key"

    person: Mapped[str] = mapped_column(primary_key=True)
    route: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    body_sha256: Mapped[str]
    status: Mapped[int]
    headers: Mapped[str]
    body: Mapped[str]
    created_at: Mapped[datetime]
