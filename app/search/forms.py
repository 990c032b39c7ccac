"""Names and synonyms found in a text, whatever the spacing and the English ending."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from app.search.words import STOP_WORDS, Unit, units

SHORT = 2
"""Korean forms up to this length must begin where a word or another form does; longer ones may stand anywhere."""


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


@dataclass
class Forms:
    """All forms that are known, by their units."""

    meanings: dict[str, list[Meaning]] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    """The forms as they were given."""
    _longest: dict[str, int] = field(default_factory=dict)
    _loud: set[str] = field(default_factory=set)
    """Forms that count only in capitals, because the same letters are a common word: BE, WHO, MY."""

    _endings: set[str] = field(default_factory=set)
    """Forms that begin with a hyphen: the ends of Korean words, such as 이란."""

    def add(self, form: str, meaning: Meaning, *, loud: bool | None = None) -> None:
        """Let `form` stand for `meaning` too. Unless `loud` says otherwise, a stop word counts only in capitals."""
        parts = [unit.text for unit in units(form)]
        if not parts or (len(parts) == 1 and len(parts[0]) == 1 and parts[0].isascii()):
            return
        key = "\x1f".join(parts)
        if form.startswith("-"):
            self._endings.add(key)
        known = self.meanings.setdefault(key, [])
        self.written.append(form)
        if meaning not in known:
            known.append(meaning)
        self._longest[parts[0]] = max(self._longest.get(parts[0], 0), len(parts))
        if loud or (loud is None and len(parts) == 1 and form.casefold() in STOP_WORDS):
            self._loud.add(key)

    def add_all(self, forms: Iterable[str], meaning: Meaning, *, loud: bool | None = None) -> None:
        """Let each of `forms` stand for `meaning`."""
        for form in forms:
            self.add(form, meaning, loud=loud)

    def find(self, read: list[Unit]) -> Iterator[Found]:
        """The forms in a text, longest first where they overlap, from left to right."""
        place = 0
        free = True  # a short Korean form may begin here: a word or another form ended just before
        while place < len(read):
            size = self._match(read, place, free or read[place].begins)
            if not size:
                free = False
                place += 1
                continue
            last = place + size - 1
            key = "\x1f".join(unit.text for unit in read[place : last + 1])
            yield Found(tuple(self.meanings[key]), place, last, read[place].start, read[last].end)
            place = last + 1
            free = True

    def _match(self, read: list[Unit], place: int, begins: bool) -> int:
        most = min(self._longest.get(read[place].text, 0), len(read) - place)
        for size in range(most, 0, -1):
            span = read[place : place + size]
            key = "\x1f".join(unit.text for unit in span)
            last = place + size == len(read) or read[place + size].begins
            if span[0].hangul and not self._stands(span, key, begins, last=last):
                continue
            if key in self.meanings and (key not in self._loud or all(unit.shouted for unit in span)):
                return size
        return 0

    def _stands(self, span: list[Unit], key: str, begins: bool, *, last: bool) -> bool:
        """May a Korean form stand here? `begins`: a word or a form does so here; `last`: a word ends with it."""
        if key in self._endings:
            return last
        if len(span) == 1:
            return span[0].begins and last
        return begins or (len(span) > SHORT and not any(unit.begins for unit in span[1:]))
