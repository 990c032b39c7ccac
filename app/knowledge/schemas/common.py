"""Pieces that the content of many kinds of record is made of.

Content models are generic in `T`, the type of a text: `Text` (both languages) where content is written and
frozen, `str` where an answer shows the language that was asked for. One declaration serves both.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Annotated, Any, Generic, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from app.vocabulary.dates import day_range
from app.vocabulary.lists import DurationUnit, Language, Translation


class Content(BaseModel):
    """Base of all content: unknown keys are refused, text is NFC, field names are the API's."""

    model_config = ConfigDict(
        extra="forbid",
        use_enum_values=True,
        validate_default=True,
        frozen=True,
        json_schema_serialization_defaults_required=True,
        defer_build=True,
    )


_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")  # Unicode's category Cc, but for the end of a line


def _clean(value: str) -> str:
    text = unicodedata.normalize("NFC", value).strip()
    if not text:
        raise ValueError("expected some text")
    if _CONTROL.search(text):
        raise ValueError("expected text without control characters")
    return text


Line = Annotated[str, AfterValidator(_clean)]
"""A text in one language: never empty, NFC, without control characters."""


class Text(Content):
    """A text in English and Korean; one of them is the original, the other its translation."""

    en: Line | None = None
    ko: Line | None = None
    original: Language = Language.en
    translation: Translation = Translation.missing

    @model_validator(mode="before")
    @classmethod
    def _fill(cls, value: Any) -> Any:
        """A plain string is English; a second language without a state is machine-made."""
        if isinstance(value, str):
            value = {"en": value}
        if isinstance(value, dict) and "translation" not in value:
            original = value.get("original", "en")
            other = value.get("ko" if original == "en" else "en")
            value = {**value, "translation": "machine" if other else "missing"}
        return value

    @model_validator(mode="after")
    def _agree(self) -> "Text":
        original, other = (self.en, self.ko) if self.original == "en" else (self.ko, self.en)
        if original is None:
            raise ValueError(f"expected a text in the original language ({self.original})")
        if (other is None) != (self.translation == "missing"):
            raise ValueError("translation is `missing` exactly when the other language has no text")
        return self


T = TypeVar("T")


@dataclass(frozen=True)
class Reference:
    """Marks a field that holds the id of another record of type `type` (`entry`: any kind of entry)."""

    type: str


IDENTIFIER = re.compile(r"^[a-z0-9]+(?:[-.][a-z0-9]+)*$")
CODE = re.compile(r"^[A-Z]{2,5}(?:-[A-Z0-9]+)*$")


def _identifier(value: str) -> str:
    if not IDENTIFIER.fullmatch(value) or len(value) > 120:
        raise ValueError("expected an id of lower-case letters, digits and single hyphens")
    return value


def _code(value: str) -> str:
    if not CODE.fullmatch(value) or len(value) > 40:
        raise ValueError("expected a code of capital letters, digits and single hyphens")
    return value


Identifier = Annotated[str, AfterValidator(_identifier)]
Code = Annotated[str, AfterValidator(_code)]

EntryId = Annotated[Identifier, Reference("entry")]
ProcedureId = Annotated[Identifier, Reference("procedure")]
MembershipId = Annotated[Identifier, Reference("membership")]
SourceId = Annotated[Identifier, Reference("source")]
ProductTypeId = Annotated[Identifier, Reference("product_type")]
TopicId = Annotated[Identifier, Reference("topic")]
DocumentId = Annotated[Identifier, Reference("document")]
EventId = Annotated[Identifier, Reference("event")]
SessionId = Annotated[Identifier, Reference("session")]
AuthorityId = Annotated[Code, Reference("authority")]
GroupId = Annotated[Code, Reference("group")]
JurisdictionId = Annotated[Code, Reference("jurisdiction")]


def _partial(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:04d}"
    return value


def _partial_text(value: str) -> str:
    day_range(value)
    return value


PartialDate = Annotated[
    str,
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
            "description": "A date at its source's precision: `2024`, `2024-05` or `2024-05-17`.",
            "examples": ["2024-05"],
        }
    ),
    BeforeValidator(_partial),
    AfterValidator(_partial_text),
]


def _day(value: str) -> str:
    first, last = day_range(value)
    if first != last:
        raise ValueError("expected a day as YYYY-MM-DD")
    return value


Day = Annotated[
    str,
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            "description": "A day (UTC).",
            "examples": ["2026-11-23"],
        }
    ),
    BeforeValidator(_partial),
    AfterValidator(_day),
]


def _decimal(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("expected a decimal number")
    if isinstance(value, int | Decimal):
        return str(value)
    return value


def _decimal_text(value: str) -> str:
    if not re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,9})?", value):
        raise ValueError("expected a decimal number such as 1000 or 33333.33")
    try:
        Decimal(value)
    except InvalidOperation as error:
        raise ValueError("expected a decimal number") from error
    return value


DecimalText = Annotated[
    str,
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^-?[0-9]{1,18}(\.[0-9]{1,9})?$",
            "description": "A decimal number as text, exactly as the source gives it.",
            "examples": ["33333.33"],
        }
    ),
    BeforeValidator(_decimal),
    AfterValidator(_decimal_text),
]

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="ISO 4217.", examples=["MYR"])]
LanguageTag = Annotated[
    str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", description="BCP 47.", examples=["en"])
]
Address = Annotated[
    str,
    Field(
        pattern=r"^https?://[^\s]+$",
        max_length=2000,
        description="A web address.",
        examples=["https://www.npra.gov.my"],
    ),
]


class Duration(Content):
    """A length of time in the source's own unit; only a lower or only an upper end may be known."""

    min: Annotated[int, Field(ge=0, le=100_000)] | None = None
    max: Annotated[int, Field(ge=0, le=100_000)] | None = None
    unit: DurationUnit

    @model_validator(mode="after")
    def _ordered(self) -> "Duration":
        if self.min is None and self.max is None:
            raise ValueError("expected `min`, `max` or both")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("expected `min` not above `max`")
        return self


class Citation(Content):
    """Where a fact stands: a source and the place in it.

    `supports` is false where the source vouches only for context, such as "a newer edition exists".
    """

    source: SourceId
    locator: Line | None = None
    supports: bool = True


class Cited(Content):
    """What is stored with its citations; answers show the sources themselves instead."""

    citations: list[Citation] = []


class Synonym(Content):
    """Another name by which people ask for a record."""

    language: LanguageTag
    text: Line


def _synonyms(value: Any) -> Any:
    """Seed files write synonyms by language: `{en: [a, b], ko: [c]}`."""
    if isinstance(value, dict) and all(isinstance(texts, list) for texts in value.values()):
        return [{"language": language, "text": text} for language, texts in value.items() for text in texts]
    return value


Synonyms = Annotated[list[Synonym], BeforeValidator(_synonyms)]


class Amendment(Content, Generic[T]):
    """A newer record that replaces or sharpens the named part of this one."""

    record: Annotated[
        Identifier, Reference("record"), Field(description="Id of the entry or membership that is newer.")
    ]
    part: T
    reason: T


class Adoption(Content, Generic[T]):
    """A member that a regional instrument binds, as far as a source says so."""

    jurisdiction: JurisdictionId
    since: PartialDate | None = None
    note: T | None = None
    source: SourceId
    locator: Line | None = None


def references(model: BaseModel) -> Iterator[tuple[str, str, str]]:
    """All references that `model` makes to other records, as (JSON pointer, type, id)."""
    return references_in(type(model), vars(model))


def references_in(
    model: type[BaseModel], data: Mapping[str, Any], pointer: str = ""
) -> Iterator[tuple[str, str, str]]:
    """The same for the data of such a model, which may lack what is null or empty."""
    for name, mark, inner in _marked(model):
        value = data.get(name)
        if value is None:
            continue
        here = f"{pointer}/{name}"
        for position, item in enumerate(value if isinstance(value, list) else [value]):
            place = f"{here}/{position}" if isinstance(value, list) else here
            if inner is not None:
                yield from references_in(inner, item if isinstance(item, dict) else vars(item), place)
            elif mark is not None:
                yield place, mark.type, item


def marked_paths(model: type[BaseModel]) -> Iterator[tuple[str, ...]]:
    """Where in a model references stand: the members that lead to them, lists passed over."""
    for name, mark, inner in _marked(model):
        if mark is not None:
            yield (name,)
        if inner is not None:
            yield from ((name, *path) for path in marked_paths(inner))


@cache
def _marked(model: type[BaseModel]) -> tuple[tuple[str, Reference | None, type[BaseModel] | None], ...]:
    """The fields of a model that hold references, or models that do."""
    found = []
    for name, field in model.model_fields.items():
        mark, inner = _mark(field.annotation, field.metadata), _inner(field.annotation)
        if mark is not None or (inner is not None and _marked(inner)):
            found.append((name, mark, inner))
    return tuple(found)


def _inner(annotation: Any) -> type[BaseModel] | None:
    """The model in a field's annotation, however deep `list[...]` or `| None` hide it."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    models = {model for one in getattr(annotation, "__args__", ()) if (model := _inner(one)) is not None}
    if len(models) > 1:
        raise TypeError(f"{annotation} holds several models")
    return models.pop() if models else None


def _mark(annotation: Any, metadata: list[Any]) -> Reference | None:
    """The `Reference` in a field's annotation, however deep `list[...]` or `| None` hide it."""
    for item in metadata:
        if isinstance(item, Reference):
            return item
    for item in getattr(annotation, "__metadata__", ()):
        if isinstance(item, Reference):
            return item
    for argument in getattr(annotation, "__args__", ()):
        found = _mark(argument, [])
        if found is not None:
            return found
    return None
