"""Dates and figures that cannot be: an end before its beginning, a source from the future."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from app.access.faults import Fault
from app.editorial.revisions.contents import CONTENT
from app.vocabulary.dates import day_range

Data = dict[str, Any]

_ORDERED_DATES = (
    ("applies_from", "applies_until"),
    ("applies_from", "ended_on"),
    ("announced_on", "transition_until"),
    ("checked_on", "review_due_on"),
    ("since", "until"),
    ("starts_on", "ends_on"),
    ("valid_from", "valid_until"),
)
"""Of two dates of one object, the first may not lie after the second."""

_ORDERED_FIGURES = (
    ("low", "point"),
    ("point", "high"),
    ("low", "high"),
    ("low", "value"),
    ("value", "high"),
    ("amount", "amount_to"),
)

_PAST = ("checked_on", "fact_as_of", "published_on", "answered_on")
"""What happened cannot lie ahead."""


def insane(content: Data, today: date, pointer: str = CONTENT) -> Iterator[Fault]:
    """What cannot be in a content. A partial date is at fault only where none of its days could be meant.

    That the year is 1800 or later, and a phase's `min` not above its `max`, the content models see to.
    """
    for name in _PAST:
        if content.get(name) is not None and day_range(content[name])[0] > today:
            yield Fault(f"{pointer}/{name}", f"expected a date that is not after today, {today}", (), content[name])
    for first, second in _ORDERED_DATES:
        start, end = content.get(first), content.get(second)
        if start is not None and end is not None and day_range(start)[0] > day_range(end)[1]:
            yield Fault(f"{pointer}/{second}", f"expected a date not before `{first}`, {start}", (), end)
    for first, second in _ORDERED_FIGURES:
        low, high = content.get(first), content.get(second)
        if isinstance(low, str) and isinstance(high, str) and Decimal(low) > Decimal(high):
            yield Fault(f"{pointer}/{second}", f"expected a figure not below `{first}`, {low}", (), high)
    for name, value in content.items():
        for place, item in _objects(value, f"{pointer}/{name}"):
            yield from insane(item, today, place)


def _objects(value: Any, pointer: str) -> Iterator[tuple[str, Data]]:
    if isinstance(value, dict):
        yield pointer, value
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from _objects(item, f"{pointer}/{position}")
