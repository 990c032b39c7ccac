"""Column groups that occur in many tables, and how each column finds its value in a content.

Every column carries in `info` the path of its value (`path`) and, for a partial date, which day of the range
it holds (`day`). `app/knowledge/rows.py` reads nothing else to turn content into rows and back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Integer
from sqlalchemy.orm import Composite, Mapped, MappedColumn, composite, mapped_column

from app.database.base import BinaryText, Key


def revision_key() -> MappedColumn[int]:
    """The first part of every typed row's key: the revision it belongs to."""
    return mapped_column(Key, ForeignKey("revision.key", ondelete="RESTRICT"), primary_key=True, info={"key": True})


def position() -> MappedColumn[int]:
    """Where the row stands in its list, from 0."""
    return mapped_column(Integer, primary_key=True, info={"key": True})


def plain(*path: str, nullable: bool = True, index: bool = False) -> MappedColumn[Any]:
    """A text column whose value stands at `path` in the content (its own name, if none is given)."""
    return mapped_column(BinaryText, nullable=nullable, index=index, info={"path": path} if path else {})


def number(*path: str) -> MappedColumn[Any]:
    """A whole number that may be unknown."""
    return mapped_column(Integer, nullable=True, info={"path": path} if path else {})


def words(*path: str) -> MappedColumn[Any]:
    """A short list of words without spaces, as one text; null where the list is empty."""
    return mapped_column(BinaryText, nullable=True, info={"path": path, "words": True})


def flag(*path: str) -> MappedColumn[Any]:
    """Yes, no, or (null) not said."""
    return mapped_column(Boolean, nullable=True, info={"path": path} if path else {})


@dataclass
class TextColumns:
    """A text in both languages, as four columns."""

    en: str | None
    ko: str | None
    original: str | None
    translation: str | None


@dataclass
class DateColumns:
    """A partial date and the range of days that it can mean."""

    value: str | None
    low: str | None
    high: str | None


@dataclass
class DurationColumns:
    """A length of time in its source's unit."""

    min: int | None
    max: int | None
    unit: str | None


def bilingual(*path: str) -> Composite[TextColumns]:
    """Columns `<name>_en`, `_ko`, `_original`, `_translation` for the text at `path`."""
    name = "_".join(path)
    return composite(
        TextColumns,
        *(
            mapped_column(f"{name}_{part}", BinaryText, nullable=True, info={"path": (*path, part)})
            for part in ("en", "ko", "original", "translation")
        ),
    )


def partial_date(*path: str, index: bool = False) -> Composite[DateColumns]:
    """Columns `<name>_written`, `<name>_low`, `<name>_high` for the partial date at `path`."""
    name = "_".join(path)
    return composite(
        DateColumns,
        mapped_column(f"{name}_written", BinaryText, nullable=True, info={"path": path}),
        mapped_column(f"{name}_low", BinaryText, nullable=True, index=index, info={"path": path, "day": "low"}),
        mapped_column(f"{name}_high", BinaryText, nullable=True, info={"path": path, "day": "high"}),
    )


def duration(*path: str) -> Composite[DurationColumns]:
    """Columns `<name>_min`, `<name>_max`, `<name>_unit` for the duration at `path`."""
    name = "_".join(path)
    return composite(
        DurationColumns,
        mapped_column(f"{name}_min", Integer, nullable=True, info={"path": (*path, "min")}),
        mapped_column(f"{name}_max", Integer, nullable=True, info={"path": (*path, "max")}),
        mapped_column(f"{name}_unit", BinaryText, nullable=True, info={"path": (*path, "unit")}),
    )


def one_of(column: str, allowed: Iterable[StrEnum]) -> CheckConstraint:
    """A rule that `column` holds one of the words of a closed list (or null, where it may be null)."""
    words = ", ".join(f"'{word}'" for word in allowed)
    return CheckConstraint(f"{column} IN ({words})", name=f"{column}_known")


__all__ = [
    "DateColumns",
    "DurationColumns",
    "Mapped",
    "TextColumns",
    "bilingual",
    "duration",
    "flag",
    "number",
    "one_of",
    "partial_date",
    "plain",
    "position",
    "revision_key",
    "words",
]
