"""The glossary: which Korean word stands for a regulatory idea, and which must not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.intake.faults import Fault, IntakeError
from app.intake.yaml_file import read_yaml
from app.knowledge.schemas.common import Line

_BRACKETS = re.compile(r"\s*\([^()]*\)")
_INSIDE = re.compile(r"\(([^()]*)\)")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    en: Line
    ko: Line
    also: list[Line] = []
    avoid: list[Line] = []
    local: dict[str, Line] = {}
    note: Line | None = None
    held: bool = True


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    terms: Annotated[list[_Entry], Field(min_length=1)]


@dataclass(frozen=True)
class Term:
    """One idea: how English writes it, the Korean words that may stand for it, and those that may not."""

    english: str
    pattern: re.Pattern[str]
    korean: str
    accepted: frozenset[str]
    avoid: tuple[str, ...]
    held: bool


class Glossary:
    """All terms; the longest English one is read first, so that `active pharmaceutical ingredient` is no `active`."""

    def __init__(self, terms: list[Term]) -> None:
        self._terms = sorted(terms, key=lambda term: (-len(term.english), term.english))

    def breaches(self, english: str, korean: str) -> Iterator[str]:
        """How the Korean text departs from the glossary, as messages. Both texts come without ids."""
        spoken, kept = _tight(_BRACKETS.sub("", korean)), korean.casefold()
        whole = _tight(korean)
        rest, meant = english, set[str]()
        for term in self._terms:
            rest, hits = term.pattern.subn(lambda match: " " * len(match[0]), rest)
            if not hits:
                continue
            meant.add(_tight(term.korean))
            found = any(word in spoken or word in whole for word in term.accepted)
            if term.held and not found and not term.pattern.search(kept):
                yield f"`{term.english}` is {term.korean} in the glossary"
        for term in self._terms:
            for word in term.avoid:
                # A word that is wrong for one idea may be right for another that the English names.
                if word in korean and _tight(word) not in meant:
                    yield f"{word} is not to be used for `{term.english}`, which is {term.korean}"


def read_glossary(path: Path) -> Glossary:
    """Read the glossary. Raises `IntakeError` where the file is faulty."""
    file = read_yaml(path)
    try:
        read = _File.model_validate(file.data)
    except ValidationError as error:
        faults = []
        for item in error.errors(include_url=False):
            pointer = "".join(f"/{step}" for step in item["loc"])
            message = "unknown key" if item["type"] == "extra_forbidden" else item["msg"]
            faults.append(Fault(path, file.line(pointer), "", pointer, message))
        raise IntakeError(faults) from error
    return Glossary([_term(entry) for entry in read.terms])


def _term(entry: _Entry) -> Term:
    english, korean = _BRACKETS.sub("", entry.en), _BRACKETS.sub("", entry.ko)
    inside = {one for written in (entry.en, entry.ko) for one in _INSIDE.findall(written)}
    abbreviations = {one for one in inside if re.fullmatch(r"[A-Z][A-Za-z/&]*[A-Z]", one)}
    accepted = frozenset(map(_tight, {korean, *entry.also, *abbreviations}))
    return Term(english, _pattern(english), korean, accepted, tuple(entry.avoid), entry.held)


def _pattern(english: str) -> re.Pattern[str]:
    """The term as a whole word, in any case, in the singular or plural, over any line break."""
    words = r"[\s-]+".join(re.escape(word) for word in english.split())
    ending = rf"{words[:-1]}(?:y|ies)" if english.endswith("y") else rf"{words}(?:e?s)?"
    return re.compile(rf"(?<![\w-]){ending}(?![\w-])", re.IGNORECASE)


def _tight(text: str) -> str:
    return re.sub(r"\s+", "", text)
