"""The table of the trail."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.acts import ActorKind
from app.database.base import Base, Key

_KINDS = ", ".join(f"'{kind}'" for kind in ActorKind)


class AuditRow(Base):
    """One act. The database refuses to change, remove or reorder rows; the hashes show it if somebody did."""

    __tablename__ = "audit_row"
    __table_args__ = (
        CheckConstraint(f"actor_kind IN ({_KINDS})", name="actor_kind_known"),
        Index("ix_audit_row_object", "object_type", "object_id", "seq"),
        Index("ix_audit_row_actor", "actor", "seq"),
        Index("ix_audit_row_action", "action", "seq"),
    )

    seq: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str]
    actor_kind: Mapped[str]
    action: Mapped[str]
    object_type: Mapped[str]
    object_id: Mapped[str]
    revision: Mapped[int | None]
    old_value: Mapped[str | None] = mapped_column(doc="Canonical JSON.")
    new_value: Mapped[str | None] = mapped_column(doc="Canonical JSON.")
    reason: Mapped[str | None]
    approver: Mapped[str | None]
    request_id: Mapped[str | None]
    previous_sha256: Mapped[str | None]
    sha256: Mapped[str]
