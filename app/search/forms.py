"""Names and synonyms found in a text, whatever the spacing and the English ending."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from app.search.words import BEGINS, HANGUL, SHOUTED, STOP_WORDS, Unit, units

SHORT = 2
"""Korean forms up to this length must begin where a word or another form does; longer ones may stand anywhere."""

_BETWEEN = "\x1f"  # stands between the units of a form in its key


@dataclass(frozen=True)
class Meaning:
    """What a form stands for: `country` MY, `topic` fees, `intent` how-long, `idea` stop-clock."""

    field: str
    value: str


@dataclass(frozen=True)
class Found:
    """A form that occurs in a text: its meanings, and the units it covers."""

    meanings: tuple[Meaning, ...]
    first: int
    last: int
    start: int
    end: int


def values(found: Iterable[Found], field_: str) -> list[str]:
    """What stands for one field among the forms found, each once, in order."""
    return list(dict.fromkeys(m.value for one in found for m in one.meanings if m.field == field_))


@dataclass
class Forms:
    """All forms that are known, by their units."""

    meanings: dict[str, list[Meaning]] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    """The forms as they were given."""
    _sizes: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """How many units the forms have that begin with a unit, the longest first."""
    _single: set[str | None] = field(default_factory=set)
    """Forms of one unit."""
    _begun: set[tuple[str | None, str | None]] = field(default_factory=set)
    """The first two units of the others: most places in a text are passed by because none begins so."""

    _loud: set[str] = field(default_factory=set)
    """Forms that count only in capitals, because the same letters are a common word: BE, WHO, MY."""

    _endings: set[str] = field(default_factory=set)
    """Forms that begin with a hyphen: the ends of Korean words, such as 이란."""

    def add(self, form: str, meaning: Meaning, *, loud: bool | None = None) -> None:
        """Let `form` stand for `meaning` too. Unless `loud` says otherwise, a stop word counts only in capitals."""
        parts = [unit.text for unit in units(form)]
        if not parts or (len(parts) == 1 and len(parts[0]) == 1 and parts[0].isascii()):
            return
        key = _BETWEEN.join(parts)
        if form.startswith("-"):
            self._endings.add(key)
        known = self.meanings.setdefault(key, [])
        self.written.append(form)
        if meaning not in known:
            known.append(meaning)
        sizes = {len(parts), *self._sizes.get(parts[0], ())}
        self._sizes[parts[0]] = tuple(sorted(sizes, reverse=True))
        if len(parts) == 1:
            self._single.add(parts[0])
        else:
            self._begun.add((parts[0], parts[1]))
        if loud or (loud is None and len(parts) == 1 and form.casefold() in STOP_WORDS):
            self._loud.add(key)

    def add_all(self, forms: Iterable[str], meaning: Meaning, *, loud: bool | None = None) -> None:
        """Let each of `forms` stand for `meaning`."""
        for form in forms:
            self.add(form, meaning, loud=loud)

    def knows(self, form: str) -> bool:
        """Does `form` stand for anything?"""
        return "\x1f".join(unit.text for unit in units(form)) in self.meanings

    def find(self, read: list[Unit]) -> Iterator[Found]:
        """The forms in a text, longest first where they overlap, from left to right."""
        texts = [unit.text for unit in read]
        marks = bytes(HANGUL * one.hangul | BEGINS * one.begins | SHOUTED * one.shouted for one in read)
        for key, first, end in self._spans(texts, marks):
            yield Found(tuple(self.meanings[key]), first, end - 1, read[first].start, read[end - 1].end)

    def meanings_in(self, texts: list[str], marks: bytes) -> Iterator[Meaning]:
        """What the forms in a text stand for; the text is given as `marked` cuts it."""
        for key, _, _ in self._spans(texts, marks):
            yield from self.meanings[key]

    def _spans(self, texts: list[str], marks: bytes) -> Iterator[tuple[str, int, int]]:
        """The forms in a text by their keys: where each begins, and where it has ended."""
        end = 0
        pairs = zip_longest(texts, texts[1:])
        begun, single = self._begun, self._single
        for place in [place for place, pair in enumerate(pairs) if pair in begun or pair[0] in single]:
            if place < end:
                continue
            # A short Korean form may begin where a word does, and where another form has ended.
            key = self._match(texts, marks, place, begins=place == end or bool(marks[place] & BEGINS))
            if key is not None:
                end = place + key.count(_BETWEEN) + 1
                yield key, place, end

    def _match(self, texts: list[str], marks: bytes, place: int, *, begins: bool) -> str | None:
        """The longest form that stands here, as its key."""
        for size in self._sizes[texts[place]]:
            end = place + size
            key = _BETWEEN.join(texts[place:end])
            if end > len(texts) or key not in self.meanings:
                continue
            if marks[place] & HANGUL:
                last = end == len(texts) or bool(marks[end] & BEGINS)
                if not self._stands(marks[place:end], key, begins=begins, last=last):
                    continue
            if key not in self._loud or all(one & SHOUTED for one in marks[place:end]):
                return key
        return None

    def _stands(self, marks: bytes, key: str, *, begins: bool, last: bool) -> bool:
        """May a Korean form stand here? `begins`: a word or a form does so here; `last`: a word ends with it."""
        if key in self._endings:
            return last
        if len(marks) == 1:
            return bool(marks[0] & BEGINS) and last
        return begins or (len(marks) > SHORT and not any(one & BEGINS for one in marks[1:]))
