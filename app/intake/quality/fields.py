"""What a record's English text states, against the fields that hold the same: a figure stands in both, or in one.

Two ways to differ are told. A title or statement states a figure of a kind that the fields hold, and no field and
no other text of the record has it; or a field holds a figure, the text states figures of its kind, and none is it.
The Korean text is held to the English one, so it is not read here.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from app.intake.quality.dates import StatedDate, agree, stated_dates
from app.intake.quality.figures import DAY_UNITS, DURATION_UNITS, Figure, figures, units_in_words
from app.intake.quality.numerals import ONES
from app.intake.quality.texts import texts, without_ids
from app.knowledge.schemas import Content
from app.knowledge.schemas.common import Duration
from app.knowledge.schemas.entries import (
    MarketContent,
    ObservedTimeContent,
    RelianceContent,
)
from app.knowledge.schemas.procedures import ProcedureContent
from app.vocabulary.dates import day_before, day_range

Problem = tuple[str, str]
"""The JSON pointer of what differs, and how."""

_MAIN = ("/title", "/statement")
_MEASURES = DURATION_UNITS | {"percent"}


class Said:
    """The English texts of a record and the figures in them, by pointer."""

    def __init__(self, content: Content, ids: frozenset[str]) -> None:
        self.texts = {place: without_ids(text.en or "", ids) for place, text in texts(content)}
        self.figures = {place: figures(text) for place, text in self.texts.items()}

    def main(self) -> Iterator[tuple[str, Figure]]:
        """The firm figures of title and statement."""
        return ((place, one) for place in _MAIN for one in self.figures.get(place, ()) if one.firm)

    def elsewhere(self) -> list[Figure]:
        """The figures of all other texts."""
        return [one for place, found in self.figures.items() if place not in _MAIN for one in found]

    def everywhere(self) -> list[Figure]:
        """All figures."""
        return [one for found in self.figures.values() for one in found]


def field_problems(content: Content, ids: frozenset[str]) -> Iterator[Problem]:
    """Where texts and fields of a record state different figures."""
    said = Said(content, ids)
    if isinstance(content, ProcedureContent):
        yield from _durations(content, said)
        yield from _fees(content, said)
        if content.eligibility is not None:
            yield from _limits(content.eligibility, "/eligibility", said.figures.get("/eligibility/statement", []))
    elif isinstance(content, ObservedTimeContent):
        yield from _observed(content, said)
    elif isinstance(content, MarketContent):
        yield from _market(content, said)
    elif isinstance(content, RelianceContent):
        yield from _limits(content, "", [*said.figures["/statement"], *said.figures.get("/conditions", [])])
    yield from _title(said)
    yield from _dates(content, said)


def _title(said: Said) -> Iterator[Problem]:
    """A length or percentage of the title stands in another text of the record."""
    for one in said.figures.get("/title", ()) if "/statement" in said.texts else ():
        if not one.firm or one.unit not in _MEASURES:
            continue
        rest = (other for place, found in said.figures.items() if place != "/title" for other in found)
        if not any(other.means(one) and (other.unit is None or _same_unit(other.unit, one.unit)) for other in rest):
            yield "/title/en", f"says {one}, and nothing else in the record does"


def _durations(content: ProcedureContent, said: Said) -> Iterator[Problem]:
    held = list(_held(content))
    lengths: set[tuple[Decimal, str]] = {
        (Decimal(value), one.unit) for _, one in held for value in (one.min, one.max) if value is not None
    }
    if content.eligibility is not None and content.eligibility.within_months is not None:
        lengths |= set(_months(content.eligibility.within_months))
    units = {unit for _, unit in lengths}
    for place, one in said.main():
        if one.unit not in DURATION_UNITS or not any(_same_unit(one.unit, unit) for unit in units):
            continue
        known = any(value in one.meanings and _same_unit(one.unit, unit) for value, unit in lengths)
        if not known and not any(other.means(one) and _same_unit(one.unit, other.unit) for other in said.elsewhere()):
            yield f"{place}/en", f"says {one}; no duration of the procedure is that long"
    stated = said.everywhere()
    for place, duration in held:
        ours = [one for one in stated if one.unit is None or _same_unit(one.unit, duration.unit)]
        if not any(one.unit for one in ours):
            continue
        for name, value in (("min", duration.min), ("max", duration.max)):
            if value and not any(value in one.meanings for one in ours):
                yield f"{place}/{name}", f"{value} {units_in_words(duration.unit)} are in no text of the procedure"


def _held(content: ProcedureContent) -> Iterator[tuple[str, Duration]]:
    """Every duration that a procedure's fields hold, with its pointer."""
    if content.validity is not None:
        yield "/validity", content.validity
    for position, variant in enumerate(content.variants):
        here = f"/variants/{position}"
        for number, phase in enumerate(variant.phases):
            if phase.duration is not None:
                yield f"{here}/phases/{number}/duration", phase.duration
        if variant.total is not None and variant.total.duration is not None:
            yield f"{here}/total/duration", variant.total.duration


_CODES = ("BND", "EUR", "IDR", "KHR", "KRW", "LAK", "MMK", "MYR", "PHP", "SGD", "THB", "USD", "VND")
_SIGNS = {
    "RM": "MYR", "S$": "SGD", "B$": "BND", "US$": "USD", "Rp": "IDR", "₱": "PHP", "₫": "VND", "฿": "THB", "₩": "KRW",
    "€": "EUR",
}  # fmt: skip
_CURRENCIES = _SIGNS | {code: code for code in _CODES}
"""What stands before an amount, or behind it."""
_WORDS = {
    "baht": "THB", "won": "KRW", "ringgit": "MYR", "rupiah": "IDR", "rupiahs": "IDR", "dong": "VND", "peso": "PHP",
    "pesos": "PHP", "riel": "KHR", "riels": "KHR", "kip": "LAK", "kyat": "MMK", "kyats": "MMK", "euro": "EUR",
    "euros": "EUR", "Singapore dollars": "SGD", "Brunei dollars": "BND", "US dollars": "USD",
}  # fmt: skip
"""What stands behind an amount alone."""


def _any(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))


_CURRENCY_BEFORE = re.compile(rf"(?<![A-Za-z])({_any(_CURRENCIES)}) ?$")
_CURRENCY_AFTER = re.compile(rf" ?({_any({**_CURRENCIES, **_WORDS})})(?![A-Za-z])")


def _currency(text: str, one: Figure) -> str | None:
    found = _CURRENCY_BEFORE.search(text[: one.start]) or _CURRENCY_AFTER.match(text, one.end)
    return {**_CURRENCIES, **_WORDS}[found[1]] if found else None


def _fees(content: ProcedureContent, said: Said) -> Iterator[Problem]:
    paid = {
        (Decimal(amount), fee.currency)
        for variant in content.variants
        for fee in variant.fees
        for amount in (fee.amount, fee.amount_to)
        if amount is not None
    }
    for place, one in said.main() if paid else ():
        currency = _currency(said.texts[place], one)
        if currency is None or any(amount in one.meanings and currency == unit for amount, unit in paid):
            continue
        if not any(other.means(one) for other in said.elsewhere()):
            yield f"{place}/en", f"says {currency} {one.written}; no fee of the procedure is that much"


def _limits(held: object, place: str, stated: list[Figure]) -> Iterator[Problem]:
    """How recent an approval must be, and how many must agree, against the figures of the text that says it."""
    within, agreeing = getattr(held, "within_months", None), getattr(held, "min_agreeing", None)
    spans = [one for one in stated if one.unit in ("month", "year") and one.firm]
    if within is not None and spans and not any(_is_one(one, _months(within)) for one in spans):
        yield f"{place}/within_months", f"{within} months are not what the text states: {_list(spans)}"
    counts = [one for one in stated if one.unit is None and (one.firm or one.written in ONES)]
    if agreeing is not None and counts and not any(agreeing in one.meanings for one in counts):
        yield f"{place}/min_agreeing", f"{agreeing} is not what the text states: {_list(counts)}"


def _months(months: int) -> Iterator[tuple[Decimal, str]]:
    yield Decimal(months), "month"
    yield Decimal(months) / 12, "year"


def _is_one(one: Figure, lengths: Iterator[tuple[Decimal, str]]) -> bool:
    return any(value in one.meanings and unit == one.unit for value, unit in lengths)


def _observed(content: ObservedTimeContent, said: Said) -> Iterator[Problem]:
    held = {
        name: Decimal(value) for name in ("low", "point", "high") if (value := getattr(content, name)) is not None
    }
    for name, value in held.items():
        if not any(value in one.meanings for one in said.figures["/statement"]):
            yield f"/{name}", f"{value} is not in the statement"
    for place, one in said.main():
        if _same_unit(one.unit, content.unit) and one.meanings.isdisjoint(held.values()):
            yield f"{place}/en", f"says {one}, which is none of low, point and high"
    if content.n is not None and not any(content.n in one.meanings for one in said.everywhere()):
        counts = re.findall(
            r"\b(?:n ?= ?|The |the )(\d+) (?:products?|applications?|approvals?)", said.texts["/statement"]
        )
        if counts:
            yield "/n", f"{content.n} is not what the statement counts: {', '.join(counts)}"


_YEAR = re.compile(r"(?:19|20)\d\d")


def _market(content: MarketContent, said: Said) -> Iterator[Problem]:
    for name in ("low", "value", "high"):
        written = getattr(content, name)
        if written is None:
            continue
        # The unit may hold the scale: a value of 25.9 in `USD billion` is 25.9 billion in the text.
        meant = {Decimal(written) * 10**power for power in (0, 3, 6, 9, 12)}
        for place in _MAIN:
            stated = [one for one in said.figures[place] if not _YEAR.fullmatch(one.written) and one.firm]
            if (stated or place == "/statement") and all(
                one.meanings.isdisjoint(meant) for one in said.figures[place]
            ):
                yield f"{place}/en", f"does not say {written}, which `{name}` holds"
    years = _YEAR.findall(said.texts["/statement"])
    if content.year is not None and years and content.year[:4] not in years:
        yield "/year", f"{content.year} is not in the statement, which names {', '.join(years)}"


_STARTS = ("effective_from", "applies_from")
_DAY = len("2024-05-17")
_ENDS = ("transition_until", "applies_until", "ended_on")


def _dates(content: Content, said: Said) -> Iterator[Problem]:
    """Dates that title and statement call a start or an end, against the fields for starts and ends."""
    stated = [one for place in _MAIN for one in stated_dates(said.texts.get(place, ""))]
    for role, names in (("start", _STARTS), ("end", _ENDS)):
        called = [one for one in stated if one.role == role]
        for name in names:
            held = getattr(content, name, None)
            if held is not None and called and not any(_near(one, held, role) for one in stated):
                yield f"/{name}", f"{held} is not what the text states: {', '.join(one.partial for one in called)}"
    held_dates = {name: held for name in ("announced_on", *_STARTS, *_ENDS) if (held := getattr(content, name, None))}
    days = {one.partial for one in stated if len(one.partial) == _DAY} - set(held_dates.values())
    for name, held in held_dates.items():
        # The same month with another day is a slip.
        for day in sorted(days) if len(held) == _DAY else ():
            if day.startswith(held[:-2]):
                yield f"/{name}", f"{held} is not the day that the text states: {day}"


def _near(one: StatedDate, held: str, role: str) -> bool:
    """Is it the date that is held, or, for an end, the day after the last one?"""
    if agree(one.partial, held):
        return True
    first, last = day_range(held)
    if role != "end" or first != last or len(one.partial) != _DAY:
        return False
    return day_before(date.fromisoformat(one.partial)) == first


def _same_unit(one: str | None, other: str | None) -> bool:
    return one == other or ("day" in (one, other) and {one, other} <= DAY_UNITS)


def _list(found: list[Figure]) -> str:
    return ", ".join(map(str, found))
