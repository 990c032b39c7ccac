"""The address that is shown, and others made from it: links that change one choice and keep the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

Pair = tuple[str, str]


@dataclass(frozen=True)
class Here:
    """A page's path, with its language, and its query as it was asked, in order."""

    path: str
    pairs: Sequence[Pair]

    def set(self, **values: object) -> str:
        """With these parameters instead; null takes one away."""
        kept = [pair for pair in self._list() if pair[0] not in values]
        return self._address([*kept, *((name, str(value)) for name, value in values.items() if value is not None)])

    def add(self, name: str, value: str) -> str:
        """With one more value of a parameter that repeats."""
        return self._address([*self._list(), (name, value)])

    def without(self, name: str, value: str) -> str:
        """Without one value of a parameter."""
        return self._address([pair for pair in self._list() if pair != (name, value)])

    def following(self, cursor: str) -> str:
        """The page of the list that the cursor leads to."""
        return self._address([*self._list(), ("cursor", cursor)])

    def has(self, name: str, value: str) -> bool:
        """Was this value asked for?"""
        return (name, value) in self.pairs

    def _list(self) -> list[Pair]:
        """The list from its beginning: another choice makes another list."""
        return [pair for pair in self.pairs if pair[0] != "cursor" and pair[1]]

    def _address(self, pairs: Sequence[Pair]) -> str:
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path
