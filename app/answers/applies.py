"""Does an entry hold for an application filed on a given day?

`no` needs proof: an end before the day, a start after it, or a rule known to be replaced or over. Without a
start date an entry is `unknown` before its own source's date; inside a partial date it is `unknown` too.
"""

from datetime import date
from typing import Any, Literal

from app.vocabulary.dates import day_range
from app.vocabulary.lists import Applies, PolicyStatus

_NOT_YET = (PolicyStatus.announced, PolicyStatus.consultation, PolicyStatus.adopted)


def applies(content: dict[str, Any], day: date) -> Applies:
    """`yes`, `no` or `unknown` for one entry's content and a day."""
    begun, ended = _begun(content, day), _ended(content, day)
    if begun == Applies.no or ended == Applies.yes:
        return Applies.no
    if begun == Applies.yes and ended == Applies.no:
        return Applies.yes
    return Applies.unknown


def _begun(content: dict[str, Any], day: date) -> Applies:
    start = content.get("applies_from")
    if start is not None:
        first, last = day_range(start)
        if first > day:
            return Applies.no
        return Applies.yes if last <= day else Applies.unknown
    seen = content.get("fact_as_of")
    return Applies.yes if seen is not None and day_range(seen)[1] <= day else Applies.unknown


def _ended(content: dict[str, Any], day: date) -> Applies:
    until = content.get("applies_until")
    if until is not None:
        first, last = day_range(until)
        if last < day:
            return Applies.yes
        return Applies.no if first >= day else Applies.unknown
    if content["currency_status"] in ("superseded", "historic"):
        # Over, but nobody said when: surely over by the day it was seen to be.
        return Applies.yes if content["checked_on"] <= day.isoformat() else Applies.unknown
    return Applies.no


def under_way(policy: dict[str, Any], day: date) -> bool:
    """Has a policy not happened, or not wholly: announced, starting later, or in a transition not surely over?"""
    if policy["status"] in _NOT_YET:
        return True
    if policy["status"] == PolicyStatus.withdrawn:
        return False
    start, end = policy.get("effective_from"), policy.get("transition_until")
    return (start is not None and day_range(start)[1] > day) or (end is not None and day_range(end)[1] >= day)


def taken_to_hold(entry: dict[str, Any], day: date) -> Applies:
    """`applies`, save that a rule of which no source has a date is taken to hold from the day it was last read.

    Nothing computed could ever be answered from such rules otherwise; answers say so where they rest on one.
    """
    dated = any(entry.get(name) for name in ("applies_from", "applies_until", "fact_as_of"))
    replaced = entry["currency_status"] in ("superseded", "historic")
    if not dated and not replaced and day.isoformat() >= entry["checked_on"]:
        return Applies.yes
    return applies(entry, day)


def placed(entry: dict[str, Any], day: date) -> Literal["now", "unclear", "coming", "older"]:
    """Where an entry stands on a day: in force, not known to be, beginning later, or history.

    What was superseded or is historic is history whatever its dates.
    """
    if entry["currency_status"] in ("superseded", "historic"):
        return "older"
    holds = taken_to_hold(entry, day)
    if holds != Applies.no:
        return "now" if holds == Applies.yes else "unclear"
    start = entry.get("applies_from")
    return "coming" if start is not None and day_range(start)[0] > day else "older"
