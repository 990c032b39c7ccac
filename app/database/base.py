"""The declarative base and the column types that make both engines agree.

Text sorts by code point on both engines, instants are UTC, partial dates are text (`2024-05`) with the
first and the last day they can mean beside them.
"""

from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, MetaData, Text, TypeDecorator
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase, mapped_column

BinaryText = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
"""Text that sorts by code point: SQLite does so by itself, PostgreSQL when told."""

Key = BigInteger().with_variant(Integer(), "sqlite")
"""A surrogate key; SQLite numbers rows by itself only in a column that is plainly INTEGER."""


class Instant(TypeDecorator[datetime]):
    """A point in time in UTC; naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """An aware value as UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """A stored value as UTC; SQLite gives it back without a zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: dict[Any, Any] = {str: BinaryText, datetime: Instant()}


SurrogateKey = Annotated[int, mapped_column(Key, primary_key=True, autoincrement=True)]
