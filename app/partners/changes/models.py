"""The order of redactions, which belong to no edition: a trigger on `redaction` writes it."""

from sqlalchemy import ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base, Key


class RedactionOrder(Base):
    """A redaction's place: its number, and the edition that was the newest when it was made."""

    __tablename__ = "redaction_order"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    revision_key: Mapped[int] = mapped_column(Key, ForeignKey("redaction.revision_key"), unique=True)
    edition: Mapped[int] = mapped_column(Integer, ForeignKey("edition.number"), index=True)
