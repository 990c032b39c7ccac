"""Three-valued logic (Kleene's): what is not known stays not known unless something else decides."""

from collections.abc import Iterable
from enum import StrEnum


class Truth(StrEnum):
    """Does it hold?"""

    yes = "yes"
    no = "no"
    unknown = "unknown"


def every(values: Iterable[Truth]) -> Truth:
    """Do all hold? One `no` decides; without it, one `unknown` leaves it open. Nothing asked is `yes`."""
    found = set(values)
    if Truth.no in found:
        return Truth.no
    return Truth.unknown if Truth.unknown in found else Truth.yes


def some(values: Iterable[Truth]) -> Truth:
    """Does one hold? One `yes` decides; without it, one `unknown` leaves it open. Nothing given is `no`."""
    return at_least(1, values)


def at_least(count: int, values: Iterable[Truth]) -> Truth:
    """Do so many hold?"""
    given = list(values)
    sure = given.count(Truth.yes)
    if sure >= count:
        return Truth.yes
    return Truth.unknown if sure + given.count(Truth.unknown) >= count else Truth.no


def opposite(value: Truth) -> Truth:
    """`yes` for `no` and the other way round."""
    return {Truth.yes: Truth.no, Truth.no: Truth.yes}.get(value, Truth.unknown)


def agreed(values: Iterable[Truth]) -> Truth:
    """What several readings of one question come to: what all say, else `unknown`."""
    found = set(values)
    return found.pop() if len(found) == 1 else Truth.unknown
