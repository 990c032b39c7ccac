"""The table of events that others are told of."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base, Key


class OutboxRow(Base):
    """One event, written in the transaction of what it tells of. Its number rises in the order of commits."""

    __tablename__ = "outbox"

    seq: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    type: Mapped[str]
    subject: Mapped[str] = mapped_column(doc="What it tells of; events of one subject are delivered in order.")
    audience: Mapped[str | None] = mapped_column(doc="Whom alone it is for, as `partner 7`; null: everybody.")
    edition: Mapped[int | None] = mapped_column(Integer, ForeignKey("edition.number"))
    payload: Mapped[str] = mapped_column(doc="The whole body that is sent: canonical JSON.")
    labels: Mapped[str] = mapped_column(doc="What filters look at, before and after: canonical JSON.")
    once: Mapped[str | None] = mapped_column(unique=True, doc="A name under which there is one event at most.")
    created_at: Mapped[datetime]
