"""Names and synonyms found in a text, whatever the spacing and the English ending."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from app.search.words import BEGINS, HANGUL, SHOUTED, STOP_WORDS, Unit, units

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


def values(found: Iterable[Found], field_: str) -> list[str]:
    """What stands for one field among the forms found, each once, in order."""
    return list(dict.fromkeys(m.value for one in found for m in one.meanings if m.field == field_))


@dataclass(slots=True)
class _Form:
    """A form that is known, by its units."""

    size: int
    rest: list[str]
    """The units behind the second."""
    meanings: list[Meaning] = field(default_factory=list)
    loud: bool = False
    """Counts only in capitals, because the same letters are a common word: BE, WHO, MY."""
    ending: bool = False
    """Begins with a hyphen: the end of Korean words, such as 이란."""


@dataclass
class Forms:
    """All forms that are known, by their units."""

    written: list[str] = field(default_factory=list)
    """The forms as they were given."""
    _known: dict[str, _Form] = field(default_factory=dict)
    """Every form by its key."""
    _single: dict[str | None, _Form] = field(default_factory=dict)
    """Forms of one unit."""
    _begun: dict[tuple[str | None, str | None], list[_Form]] = field(default_factory=dict)
    """The others by their first two units, the longest first: most places are passed by because none begins so."""

    def add(self, form: str, meaning: Meaning, *, loud: bool | None = None) -> None:
        """Let `form` stand for `meaning` too. Unless `loud` says otherwise, a stop word counts only in capitals."""
        parts = [unit.text for unit in units(form)]
        if not parts or (len(parts) == 1 and len(parts[0]) == 1 and parts[0].isascii()):
            return
        known = self._known.get(_key(parts)) or self._learn(parts)
        self.written.append(form)
        if meaning not in known.meanings:
            known.meanings.append(meaning)
        known.ending |= form.startswith("-")
        known.loud |= bool(loud) or (loud is None and len(parts) == 1 and form.casefold() in STOP_WORDS)

    def _learn(self, parts: list[str]) -> _Form:
        made = self._known[_key(parts)] = _Form(len(parts), parts[2:])
        if made.size == 1:
            self._single[parts[0]] = made
        else:
            others = self._begun.setdefault((parts[0], parts[1]), [])
            others.append(made)
            others.sort(key=lambda one: -one.size)
        return made

    def add_all(self, forms: Iterable[str], meaning: Meaning, *, loud: bool | None = None) -> None:
        """Let each of `forms` stand for `meaning`."""
        for form in forms:
            self.add(form, meaning, loud=loud)

    def knows(self, form: str) -> bool:
        """Does `form` stand for anything?"""
        return _key(unit.text for unit in units(form)) in self._known

    def find(self, read: list[Unit]) -> Iterator[Found]:
        """The forms in a text, longest first where they overlap, from left to right."""
        texts = [unit.text for unit in read]
        marks = bytes(HANGUL * one.hangul | BEGINS * one.begins | SHOUTED * one.shouted for one in read)
        for first, form in self._spans(texts, marks):
            last = first + form.size - 1
            yield Found(tuple(form.meanings), first, last, read[first].start, read[last].end)

    def meanings_in(self, texts: list[str], marks: bytes) -> Iterator[Meaning]:
        """What the forms in a text stand for; the text is given as `cut` cuts it."""
        for _, form in self._spans(texts, marks):
            yield from form.meanings

    def _spans(self, texts: list[str], marks: bytes) -> Iterator[tuple[int, _Form]]:
        """The forms in a text, and where each begins."""
        end = 0
        begun, single = self._begun, self._single
        pairs = enumerate(zip_longest(texts, texts[1:]))
        for place, pair in [(place, pair) for place, pair in pairs if pair in begun or pair[0] in single]:
            if place < end:
                continue
            # A short Korean form may begin where a word does, and where another form has ended.
            begins = place == end or bool(marks[place] & BEGINS)
            for form in begun.get(pair, ()):
                if texts[place + 2 : place + form.size] == form.rest and _stands(form, marks, place, begins=begins):
                    break
            else:
                one = single.get(pair[0])
                if one is None or not _stands(one, marks, place, begins=begins):
                    continue
                form = one
            end = place + form.size
            yield place, form


def _key(parts: Iterable[str]) -> str:
    return "\x1f".join(parts)


def _stands(form: _Form, marks: bytes, place: int, *, begins: bool) -> bool:
    """May a form whose units these are stand here? `begins`: a word or another form does so here."""
    if marks[place] & HANGUL:
        end = place + form.size
        last = end == len(marks) or bool(marks[end] & BEGINS)
        if form.ending:
            fits = last
        elif form.size == 1:
            fits = bool(marks[place] & BEGINS) and last
        else:
            fits = begins or (form.size > SHORT and not any(one & BEGINS for one in marks[place + 1 : end]))
        if not fits:
            return False
    return not form.loud or all(one & SHOUTED for one in marks[place : place + form.size])
