"""What one reliance entry says of an authority or group on a day: by name, through a group, or by leaving it out."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.answers.standing.listing import ARRANGEMENTS, BY_MEMBERSHIP, Because, Match, listed
from app.answers.standing.membership import holds_on
from app.answers.standing.truth import Truth
from app.editions.view import View
from app.vocabulary.lists import Answer, Stated

Data = dict[str, Any]
COUNTS = (Answer.yes, Answer.partly)


@dataclass(frozen=True)
class Spoken:
    """An entry's answer for a reference, whether the source states it, why, and the membership it rests on.

    `by_name`: the entry speaks of the reference itself.
    """

    answer: Answer
    stated: Stated | None
    because: Because
    group: str | None = None
    membership: Data | None = None
    by_name: bool = False

    @property
    def open(self) -> bool:
        """Does it leave open whether the reference counts at that step, whatever it says of its own subject?"""
        return self.answer == Answer.unknown or self.because == Because.of_others


def spoken(view: View, entry: Data, reference: str, day: date) -> Spoken | None:
    """What a reliance entry answers for a reference; null where it says nothing of it.

    A reference that is named has the answer given there; one that is derived from a membership has it only while
    that membership holds. Else a group that it belongs to, or "any authority", answers. Else a list that leaves it
    out answers `no`, if it is a list (several bodies or a group) and names all of them; an entry about one other
    authority says nothing. Where such an entry, or one about an arrangement among others, has the reference as left
    out, that `no` is of its own subject alone (`open`).
    """
    references = entry.get("references") or []
    for one in references:
        if reference in (one.get("authority"), one.get("group")):
            return _named(view, one, references, reference, day)
    counting = [one for one in references if one["answer"] in COUNTS]
    if not any(one.get("any") or one.get("group") for one in counting) and len(counting) < 2:
        return None
    for answer in COUNTS:
        match = listed(view, [one for one in counting if one["answer"] == answer], reference, day)
        if match.truth == Truth.yes:
            return Spoken(answer, Stated.derived, match.because, match.group, match.membership)
    match = listed(view, counting, reference, day)
    if match.truth != Truth.no:
        return Spoken(Answer.unknown, Stated.derived, match.because, match.group, match.membership)
    because = Because.of_others if _of_others(counting) else match.because
    return Spoken(Answer.no, Stated.derived, because, match.group, match.membership)


def _of_others(counting: list[Data]) -> bool:
    """Are bodies those of one arrangement among others, or one authority, and no list that is open to all?"""
    groups = {one.get("group") for one in counting} - {None}
    if groups - ARRANGEMENTS or any(one.get("any") for one in counting):
        return False
    return bool(groups) or [bool(one.get("authority")) for one in counting] == [True]


def _named(view: View, one: Data, references: list[Data], reference: str, day: date) -> Spoken:
    stated = Stated(one["stated"]) if one.get("stated") else None
    answer = Answer(one["answer"])
    rests_on = view.snapshot.of("membership").get(one.get("rests_on") or "")
    group = rests_on.get("group") if rests_on else None
    if stated != Stated.derived:
        return Spoken(answer, stated, Because.named, group, rests_on, by_name=True)
    if answer not in COUNTS:
        counting = [other for other in references if other["answer"] in COUNTS]
        left_out = Because.of_others if _of_others(counting) else Because.not_listed
        because = left_out if answer == Answer.no else Because.named
        return Spoken(answer, stated, because, group, rests_on, by_name=True)
    lists = [other for other in references if other["answer"] in COUNTS and (other.get("group") or other.get("any"))]
    if rests_on is not None:
        truth = holds_on(view, rests_on, day)
        match = Match(truth, BY_MEMBERSHIP[truth], group, rests_on)
    else:
        match = listed(view, lists, reference, day) if lists else Match(Truth.yes, Because.named)
    answers = {Truth.yes: answer, Truth.no: Answer.no, Truth.unknown: Answer.unknown}
    return Spoken(answers[match.truth], stated, match.because, match.group, match.membership, by_name=True)
