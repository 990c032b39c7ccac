"""The atlas's own sentences, in each of its languages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sentence:
    """A sentence of an answer that is not a fact: a reason, a warning, a note. `{name}` marks what is filled in."""

    en: str
    ko: str

    def say(self, language: str, **values: object) -> str:
        """The sentence in a language (`en` or `ko`), filled in."""
        return (self.ko if language == "ko" else self.en).format(**values)
