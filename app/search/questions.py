"""How people ask: intents, words for kinds, ideas with all ways to say them, and everyday words that mean the same.

The first three stand in `app/vocabulary/questions.yaml`, the words in `thesaurus.yaml`, and how single entries are
asked for in the files of `phrasebook`.
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
PHRASEBOOK = Path(lists.__file__).with_name("phrasebook")


@dataclass(frozen=True)
class Asking:
    """The words of questions, and a version that changes with them."""

    intents: dict[str, list[str]]
    kinds: dict[str, list[str]]
    places: dict[str, list[str]]
    systems: dict[str, list[str]]
    """Names that tell a jurisdiction and are asked about themselves."""

    products: dict[str, list[str]]
    """Everyday names of products, by product type."""

    bodies: dict[str, list[str]]
    """Words for an authority, by language: with the name of a country before them they say the country."""

    chief: frozenset[str]
    """The authorities that license medicines."""

    ideas: Forms
    words: Forms
    """Everyday words that mean the same: weaker than ideas, and no sign that a question was understood."""

    outside: Forms
    """Subjects and countries that the atlas does not treat."""

    version: str
    """What an index was made with: it must be made anew when ideas or tokens change."""


@cache
def asking() -> Asking:
    """The files, read once a process; of the phrasebook only which version it is."""
    data = _read(PLACE)
    version = sha256()
    for one in (PLACE, THESAURUS, WORDS, *_phrasebook()):
        version.update(one.read_bytes())
    return Asking(
        _joined(data["intents"]),
        _joined(data["kinds"]),
        _joined(data["places"]),
        _joined(data["systems"]),
        _joined(data["products"]),
        data["bodies"],
        frozenset(data["chief"]),
        _forms(data["ideas"], "idea"),
        _forms(_read(THESAURUS), "word"),
        _forms(data["outside"], "outside"),
        f"{ANALYSIS}-{version.hexdigest()[:12]}",
    )


@cache
def phrasebook() -> dict[str, str]:
    """By the id of an entry or authority: how people ask for it in words that it does not have.

    Read where an index is made.
    """
    return {entry: words for one in _phrasebook() for entry, words in (_read(one) or {}).items()}


def _phrasebook() -> list[Path]:
    return sorted(PHRASEBOOK.glob("*.yaml"))


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
