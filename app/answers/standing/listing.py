"""Does a list of references hold an authority, and why?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.answers.cases.case import Granted
from app.answers.standing.membership import held
from app.answers.standing.truth import Truth
from app.editions.view import View
from app.vocabulary.sentences import Sentence

Data = dict[str, Any]


ACTING_JOINTLY = frozenset({"ASEAN-JA", "WHO-CRP"})
"""Groups whose members take part in a common procedure: what one of them decides alone is not the group's work."""


ARRANGEMENTS = frozenset({"ASEAN-GMP-LIS", "MRA-PARTNERS"})
"""Groups of an arrangement that binds its parties alone: how work from outside is taken, it leaves open."""


class Because(StrEnum):
    """Why an authority counts, does not, or may."""

    named = "named"
    any_authority = "any-authority"
    member = "member"
    not_member = "not-member"
    membership_unknown = "membership-unknown"
    acts_jointly = "acts-jointly"
    in_words = "in-words"
    not_listed = "not-listed"
    of_others = "of-others"
    entry_yes = "entry-yes"
    entry_no = "entry-no"
    entry_partly = "entry-partly"
    contradicted = "contradicted"
    after_filing = "after-filing"
    date_unclear = "date-unclear"


WHY: dict[Because, Sentence] = {
    Because.named: Sentence("{authority} is named.", "{authority}: 명시되어 있습니다."),
    Because.any_authority: Sentence("Any authority counts.", "모든 규제기관이 인정됩니다."),
    Because.member: Sentence(
        "{authority} belongs to {group}, which is named.",
        "{authority}: 명시된 그룹 {group}에 속합니다.",
    ),
    Because.not_member: Sentence(
        "{authority} does not belong to {group}, which is named.",
        "{authority}: 명시된 그룹 {group}에 속하지 않습니다.",
    ),
    Because.membership_unknown: Sentence(
        "Whether {authority} belongs to {group} is not known.",
        "{authority}: {group} 소속 여부가 확인되지 않았습니다.",
    ),
    Because.acts_jointly: Sentence(
        "What {group} did together counts; that {authority} belongs to it does not say that they did.",
        "{group}의 공동 결정이 인정됩니다. {authority}의 소속만으로는 공동 결정 여부를 알 수 없습니다.",
    ),
    Because.in_words: Sentence(
        "The source names some bodies in words only; whether {authority} is among them is not known.",
        "출처가 일부 기관을 문장으로만 밝히고 있어, {authority}의 포함 여부를 알 수 없습니다.",
    ),
    Because.not_listed: Sentence("{authority} is not on the list.", "{authority}: 목록에 없습니다."),
    Because.of_others: Sentence(
        "The entry is about others alone: {authority} has no part in it, and what else counts is left open.",
        "다른 기관만을 다루는 항목입니다. {authority}: 그 대상이 아니며, 그 밖의 인정 여부는 알 수 없습니다.",
    ),
    Because.entry_yes: Sentence(
        "A reliance entry says that {authority} counts.", "{authority}: 인정된다는 항목이 있습니다."
    ),
    Because.entry_no: Sentence(
        "A reliance entry says that {authority} does not count.", "{authority}: 인정되지 않는다는 항목이 있습니다."
    ),
    Because.entry_partly: Sentence(
        "A reliance entry says that {authority} counts in part, on conditions in words.",
        "{authority}: 문장으로 된 조건에 따라 일부만 인정된다는 항목이 있습니다.",
    ),
    Because.contradicted: Sentence(
        "What is recorded of {authority} is contradictory.", "{authority}: 기록된 내용이 서로 모순됩니다."
    ),
    Because.after_filing: Sentence(
        "{authority} decided after the filing day.", "{authority}: 신청일 이후의 결정입니다."
    ),
    Because.date_unclear: Sentence(
        "Whether {authority} decided by the filing day is not clear from the date given.",
        "{authority}: 제시된 날짜로는 신청일까지 결정되었는지 분명하지 않습니다.",
    ),
}
"""Why, in words; filled with `authority` and `group`."""


BY_MEMBERSHIP = {
    Truth.yes: Because.member,
    Truth.no: Because.not_member,
    Truth.unknown: Because.membership_unknown,
}
"""Why, where a membership decides."""


@dataclass(frozen=True)
class Match:
    """Does an authority count by a list, why, and the group or membership that it goes by?"""

    truth: Truth
    because: Because
    group: str | None = None
    membership: Data | None = None


def listed(
    view: View, references: Iterable[Data], authority: str, day: date, approval: Granted | None = None
) -> Match:
    """How a list of references `{authority | group | any | as_written}` answers for one authority on a day.

    With an approval, a membership of the day on which that was given counts as well.

    A body that the list names in words only may be any authority: then what is not named is not surely out.
    """
    found = [_one(view, one, authority, day, approval) for one in references]
    for truth in (Truth.yes, Truth.unknown, Truth.no):
        chosen = [one for one in found if one.truth == truth]
        if chosen:  # of the ways out, one by a membership says more than a name that is not there
            return next((one for one in chosen if one.because == Because.not_member), chosen[0])
    return Match(Truth.no, Because.not_listed)


def _one(view: View, reference: Data, authority: str, day: date, approval: Granted | None) -> Match:
    group = reference.get("group")
    if reference.get("any"):
        return Match(Truth.yes, Because.any_authority)
    if authority in (reference.get("authority"), group):
        return Match(Truth.yes, Because.named)
    if group is None and reference.get("authority") is None:
        return Match(Truth.unknown, Because.in_words)
    if group is None or authority not in view.snapshot.of("authority"):
        return Match(Truth.no, Because.not_listed)  # of one group in another nothing is recorded
    found = held(view, authority, group, day, approval)
    if group in ACTING_JOINTLY and found.truth == Truth.yes:
        return Match(Truth.unknown, Because.acts_jointly, group, found.membership)
    return Match(found.truth, BY_MEMBERSHIP[found.truth], group, found.membership)
