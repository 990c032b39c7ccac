"""What was found at the addresses of sources."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.database.base import Base, Key, SurrogateKey


class SourceCheck(Base):
    """One look at a source's address; a look is never rewritten, the newest counts."""

    __tablename__ = "source_check"
    __table_args__ = (
        Index("ix_source_check_record", "record_key", "key"),
        CheckConstraint(
            "verdict IN ('ok', 'moved', 'gone', 'changed', 'unreachable', 'refused')", name="verdict_known"
        ),
        CheckConstraint("(sha256 IS NULL) = (bytes IS NULL)", name="body_is_whole"),
    )

    key: Mapped[SurrogateKey]
    record_key: Mapped[int] = mapped_column(Key, ForeignKey("record.key"))
    at: Mapped[datetime]
    actor: Mapped[str]
    url: Mapped[str]
    verdict: Mapped[str]
    status: Mapped[int | None]
    location: Mapped[str | None]
    content_type: Mapped[str | None]
    sha256: Mapped[str | None] = mapped_column(
        doc="Of the body, or of its beginning where it was longer than is read."
    )
    bytes: Mapped[int | None]
    detail: Mapped[str]
