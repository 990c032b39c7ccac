"""A case, read from its parameters and checked against the edition's vocabulary."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.editions.faults import InvalidValue
from app.editions.known import known
from app.editions.view import View
from app.vocabulary.dates import day_range

NONE = "none"
"""Said instead of an authority or designation: there is none, which is more than not saying."""


@dataclass(frozen=True)
class Granted:
    """An approval or inspection by an authority, and its partial date where the caller knows it."""

    authority: str
    on: str | None


def filing_day(view: View, applies_on: str | None) -> date:
    """The day for which an answer is computed: the one asked for, or today."""
    return date.fromisoformat(applies_on) if applies_on else view.today


def granted(view: View, parameter: str, given: Iterable[str]) -> list[Granted]:
    """`AUTHORITY` or `AUTHORITY:DATE`, each authority in either case and known to the edition; nothing for `none`.

    Raises `InvalidValue` for an unknown authority or a date that is none.
    """
    found: list[Granted] = []
    for text in _but_none(parameter, given):
        name, _, when = text.partition(":")
        (authority,) = known(parameter, [name.upper()], view.snapshot.of("authority"), "authority")
        if when:
            try:
                day_range(when)
            except ValueError as error:
                raise InvalidValue(parameter, f"{text}: {error}", value=when) from error
        found.append(Granted(authority, when or None))
    return found


def product_type(view: View, given: str) -> str:
    """The product type, known to the edition; raises `InvalidValue` otherwise."""
    return known("product_type", [given], view.snapshot.of("product_type"), "product type")[0]


def designations(view: View, given: Iterable[str], parameter: str = "designation") -> list[str]:
    """Designations are product types too (`orphan`); raises `InvalidValue` for what is not known."""
    return known(parameter, _but_none(parameter, given), view.snapshot.of("product_type"), "designation")


def countries(view: View, given: Iterable[str]) -> list[str]:
    """Jurisdictions in either case, once each, in the order given; raises `InvalidValue` for what is not known."""
    codes = dict.fromkeys(one.upper() for one in given)
    return known("country", codes, view.snapshot.of("jurisdiction"), "jurisdiction")


def _but_none(parameter: str, given: Iterable[str]) -> list[str]:
    """What was given; nothing, where that is `none` alone."""
    values = list(given)
    if all(value.lower() == NONE for value in values):
        return []
    if any(value.lower() == NONE for value in values):
        raise InvalidValue(parameter, f"`{NONE}` cannot stand beside another value", value=NONE)
    return values
