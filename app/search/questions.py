"""How people ask (`app/vocabulary/questions.yaml`): intents, words for kinds, ideas with all ways to say them."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import yaml

from app.search.forms import Forms, Meaning
from app.search.words import ANALYSIS, WORDS
from app.vocabulary import lists

PLACE = Path(lists.__file__).with_name("questions.yaml")


@dataclass(frozen=True)
class Asking:
    """The words of questions, and a version that changes with them."""

    intents: dict[str, list[str]]
    kinds: dict[str, list[str]]
    ideas: Forms
    version: str
    """What an index was made with: it must be made anew when ideas or tokens change."""


@cache
def asking() -> Asking:
    """The file, read once a process."""
    text = PLACE.read_text(encoding="utf-8")
    data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 -- both are safe
    ideas = Forms()
    for name, by_language in data["ideas"].items():
        for forms in by_language.values():
            ideas.add_all(forms, Meaning("idea", name))
    version = f"{ANALYSIS}-{sha256(text.encode() + WORDS.read_bytes()).hexdigest()[:12]}"
    return Asking(_joined(data["intents"]), _joined(data["kinds"]), ideas, version)


def _joined(section: dict[str, dict[str, list[str]]]) -> dict[str, list[str]]:
    return {name: [form for forms in by_language.values() for form in forms] for name, by_language in section.items()}
