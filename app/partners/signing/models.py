"""Tables of signing keys and of what they signed. Private keys are never stored here."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base


class SigningKey(Base):
    """The public half of a key; its id is the thumbprint that RFC 7638 and RFC 8037 define."""

    __tablename__ = "signing_key"
    __table_args__ = (CheckConstraint("valid_until >= valid_from", name="ends_after_it_begins"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    public_key: Mapped[str] = mapped_column(unique=True, doc="32 bytes, base64url without padding.")
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime | None]


class EditionSignature(Base):
    """An Ed25519 signature over the text of an edition's head."""

    __tablename__ = "edition_signature"

    edition: Mapped[int] = mapped_column(Integer, ForeignKey("edition.number"), primary_key=True)
    key_id: Mapped[str] = mapped_column(ForeignKey("signing_key.id"), primary_key=True)
    signature: Mapped[str] = mapped_column(doc="64 bytes, base64.")
    signed_at: Mapped[datetime]
