"""Column types and groups that many tables share.

Migrations have run on other people's databases: what stands here may be added to, and never changed. A new shape
gets a new name.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
"""Text that sorts by code point on both engines."""

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""A surrogate key, or a reference to one."""

INSTANT = sa.DateTime(timezone=True)
"""A point in time, in UTC."""


def revision_key(table: str) -> sa.Column[Any]:
    """The revision that a typed row of `table` belongs to."""
    reference = sa.ForeignKey("revision.key", name=f"fk_{table}_revision_key", ondelete="RESTRICT")
    return sa.Column("revision_key", KEY, reference, nullable=False)


def bilingual(name: str) -> list[sa.Column[Any]]:
    """A text in English and Korean, which of them is the original, and the state of the other."""
    return [sa.Column(f"{name}_{part}", TEXT) for part in ("en", "ko", "original", "translation")]


def partial_date(name: str) -> list[sa.Column[Any]]:
    """A date as it is written, with the first and the last day that it can mean."""
    return [sa.Column(f"{name}_{part}", TEXT) for part in ("written", "low", "high")]


def duration(name: str) -> list[sa.Column[Any]]:
    """A length of time in its source's unit."""
    return [
        sa.Column(f"{name}_min", sa.Integer),
        sa.Column(f"{name}_max", sa.Integer),
        sa.Column(f"{name}_unit", TEXT),
    ]
