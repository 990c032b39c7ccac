"""Does an authority belong to a group on a day, and by which record?

Only `member`, `listed` and `participant` carry rights. A record that an authority is an observer, an applicant or
not in the group says `no`, unless the compiler was not sure of it. Where no record speaks of an authority and a
group, nothing follows: not every membership in the world is recorded.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.answers.cases.case import Granted
from app.answers.standing.truth import Truth, agreed, some
from app.editions.view import View
from app.vocabulary.dates import day_range
from app.vocabulary.lists import Confidence, Standing

Data = dict[str, Any]
WITH_RIGHTS = (Standing.member, Standing.listed, Standing.participant)


@dataclass(frozen=True)
class Held:
    """Does an authority belong to a group, and the membership's record that says so (null where none does)?"""

    truth: Truth
    membership: Data | None = None


def held(view: View, authority: str, group: str, day: date, approval: Granted | None = None) -> Held:
    """Does the authority belong to the group on the day, or did it when it gave this approval?

    Where the date of the approval is not known, and the authority once belonged to the group, it may have approved
    then: `unknown`.
    """
    today = _on(view, authority, group, day)
    if today.truth == Truth.yes or approval is None:
        return today
    if approval.on is None:
        former = today.membership
        left = former is not None and former["standing"] in WITH_RIGHTS and _over(former, day)
        return Held(Truth.unknown, former) if left else today
    then = [_on(view, authority, group, end) for end in day_range(approval.on)]
    at_approval = agreed(one.truth for one in then)
    truth = some((today.truth, at_approval))
    return Held(truth, then[0].membership if truth == Truth.yes else today.membership)


def holds_on(view: View, membership: Data, day: date) -> Truth:
    """Does a membership's record hold on that day? One without a start is known from its edition's day on."""
    since, until = membership.get("since"), membership.get("until")
    if since is None:
        begun = Truth.yes if day >= view.edition.published_at.date() else Truth.unknown
    else:
        first, last = day_range(since)
        begun = Truth.no if first > day else Truth.yes if last <= day else Truth.unknown
    if until is None or begun == Truth.no:
        return begun
    first, last = day_range(until)
    if last < day:
        return Truth.no
    return begun if first >= day else Truth.unknown


def _on(view: View, authority: str, group: str, day: date) -> Held:
    records = [one for one in view.snapshot.memberships_of(authority) if one.get("group") == group]
    found = [_said(view, one, day) for one in records]
    for truth in (Truth.yes, Truth.unknown, Truth.no):
        for one in found:
            if one is not None and one.truth == truth:
                return one
    return Held(Truth.unknown)


def _said(view: View, membership: Data, day: date) -> Held | None:
    """What one record says of the day; null where it says nothing."""
    holds = holds_on(view, membership, day)
    if membership["standing"] in WITH_RIGHTS:
        return Held(holds, membership)
    if holds == Truth.no:
        return None
    sure = holds == Truth.yes and membership.get("confidence") != Confidence.low
    return Held(Truth.no if sure else Truth.unknown, membership)


def _over(membership: Data, day: date) -> bool:
    until = membership.get("until")
    return until is not None and day_range(until)[0] < day
