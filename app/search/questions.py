"""How people ask: intents, words for kinds, ideas with all ways to say them, and everyday words that mean the same.

The first three stand in `app/vocabulary/questions.yaml`, the words in `thesaurus.yaml`, and how single entries are
asked for in `phrasebook.yaml`.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from app.search.forms import Forms, Meaning
from app.search.words import ANALYSIS, WORDS
from app.vocabulary import lists

PLACE = Path(lists.__file__).with_name("questions.yaml")
THESAURUS = Path(lists.__file__).with_name("thesaurus.yaml")
PHRASEBOOK = Path(lists.__file__).with_name("phrasebook.yaml")


@dataclass(frozen=True)
class Asking:
    """The words of questions, and a version that changes with them."""

    intents: dict[str, list[str]]
    kinds: dict[str, list[str]]
    places: dict[str, list[str]]
    ideas: Forms
    words: Forms
    """Everyday words that mean the same: weaker than ideas, and no sign that a question was understood."""

    outside: Forms
    """Subjects and countries that the atlas does not treat."""

    phrases: dict[str, str]
    """By the id of an entry: how people ask for it in words that it does not have."""

    version: str
    """What an index was made with: it must be made anew when ideas or tokens change."""


@cache
def asking() -> Asking:
    """The file, read once a process."""
    data = _read(PLACE)
    version = sha256(b"".join(one.read_bytes() for one in (PLACE, THESAURUS, PHRASEBOOK, WORDS))).hexdigest()[:12]
    return Asking(
        _joined(data["intents"]),
        _joined(data["kinds"]),
        _joined(data["places"]),
        _forms(data["ideas"], "idea"),
        _forms(_read(THESAURUS), "word"),
        _forms(data["outside"], "outside"),
        _read(PHRASEBOOK),
        f"{ANALYSIS}-{version}",
    )


def _read(place: Path) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    read: dict[str, Any] = yaml.load(place.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 -- both are safe
    return read


def _forms(section: dict[str, dict[str, list[str]]], field: str) -> Forms:
    forms = Forms()
    for name, by_language in section.items():
        for written in by_language.values():
            forms.add_all(written, Meaning(field, name), loud=False)
    return forms


def _joined(section: dict[str, dict[str, list[str]]]) -> dict[str, list[str]]:
    return {name: [form for forms in by_language.values() for form in forms] for name, by_language in section.items()}
