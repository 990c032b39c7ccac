"""Partners, their keys by digest, and what was asked with them day by day."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.access.keys.scopes import PartnerClass
from app.database.base import Base, Key, SurrogateKey

_CLASSES = ", ".join(f"'{one}'" for one in PartnerClass)


class PartnerRow(Base):
    """An organisation whose portals ask the atlas, or a service of our own. Never deleted: the trail names it."""

    __tablename__ = "partner"
    __table_args__ = (
        UniqueConstraint("name"),
        CheckConstraint(f"class IN ({_CLASSES})", name="class_known"),
    )

    key: Mapped[SurrogateKey]
    name: Mapped[str]
    class_: Mapped[str] = mapped_column("class")
    active: Mapped[bool]
    note: Mapped[str | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str]


class ApiKeyRow(Base):
    """A key that was given out. What it may do never changes; it only ends."""

    __tablename__ = "api_key"
    __table_args__ = (
        UniqueConstraint("id"),
        UniqueConstraint("digest"),
        Index("ix_api_key_partner", "partner_key"),
        CheckConstraint("expires_at >= created_at", name="ends_after_it_begins"),
        CheckConstraint(
            "(revoked_at IS NULL) = (revoked_by IS NULL) AND (revoked_at IS NULL) = (revoked_reason IS NULL)",
            name="revocation_is_whole",
        ),
    )

    key: Mapped[SurrogateKey]
    id: Mapped[str] = mapped_column(doc="The eight letters after `la_`, which are no secret.")
    digest: Mapped[str] = mapped_column(doc="SHA-256 in hex of the whole key.")
    partner_key: Mapped[int] = mapped_column(Key, ForeignKey("partner.key"))
    label: Mapped[str]
    scopes: Mapped[str] = mapped_column(doc="In order, parted by spaces; `read` goes without saying.")
    origins: Mapped[str] = mapped_column(doc="Origins of browsers, in order, parted by spaces; none: any.")
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str | None]
    revoked_reason: Mapped[str | None]
    rotated_to: Mapped[str | None] = mapped_column(doc="Id of the key that takes its place.")
    last_used_on: Mapped[str | None] = mapped_column(doc="A day; which hour is nobody's affair.")


class KeyUsage(Base):
    """What one key asked on one UTC day."""

    __tablename__ = "key_usage"
    __table_args__ = (CheckConstraint("requests >= 0 AND units >= 0", name="not_negative"),)

    api_key: Mapped[int] = mapped_column(Key, ForeignKey("api_key.key"), primary_key=True)
    day: Mapped[str] = mapped_column(primary_key=True)
    requests: Mapped[int] = mapped_column(Key, doc="Answered requests, whatever they cost.")
    units: Mapped[int] = mapped_column(Key, doc="What they cost of the day's quota.")


class KeyVersion(Base):
    """One row, whose number rises with every change of partners and keys: processes look at nothing else."""

    __tablename__ = "key_version"
    __table_args__ = (CheckConstraint("one = 1", name="one_row"),)

    one: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(Key)
