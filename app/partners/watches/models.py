"""Watches, and which webhooks follow one."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base, Key, SurrogateKey


class WatchRow(Base):
    """Filters that a partner keeps under a name. Of the address of its feeds only a digest is kept."""

    __tablename__ = "watch"
    __table_args__ = (
        UniqueConstraint("id"),
        UniqueConstraint("feed_digest"),
        Index("ix_watch_partner", "partner_key", "key"),
        CheckConstraint("length(feed_digest) = 64", name="feed_by_digest"),
    )

    key: Mapped[SurrogateKey]
    id: Mapped[str]
    partner_key: Mapped[int] = mapped_column(Key, ForeignKey("partner.key"))
    name: Mapped[str]
    filters: Mapped[str] = mapped_column(doc="JSON: the words of each filter that is given; an empty object: all.")
    feed_digest: Mapped[str] = mapped_column(doc="SHA-256 in hex of the secret in the address of its feeds.")
    feed_from: Mapped[datetime] = mapped_column(doc="Since when that address holds.")
    created_at: Mapped[datetime]
    created_by: Mapped[str]


class WebhookWatch(Base):
    """The watch that a webhook follows."""

    __tablename__ = "webhook_watch"
    __table_args__ = (Index("ix_webhook_watch_watch", "watch_key"),)

    webhook_key: Mapped[int] = mapped_column(
        Key, ForeignKey("webhook.key", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    watch_key: Mapped[int] = mapped_column(Key, ForeignKey("watch.key"))
