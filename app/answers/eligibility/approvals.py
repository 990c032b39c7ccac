"""Whose approvals or inspections a procedure needs, and whether those of the case count."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.answers.cases.case import Granted
from app.answers.directory.authorities import memberships
from app.answers.eligibility.asked import Asked
from app.answers.eligibility.outcome import Judged
from app.answers.eligibility.schemas import ConditionCode
from app.answers.eligibility.spoken_of import SpokenOf
from app.answers.standing.listing import WHY, Because, Match, listed
from app.answers.standing.truth import Truth, at_least, every, opposite, some
from app.editions.view import View
from app.vocabulary.dates import day_range, months_after
from app.vocabulary.lists import Licence
from app.vocabulary.sentences import Sentence

Data = dict[str, Any]

_ENOUGH = Sentence(
    "Needed: {needed} of the references; counting: {counting}.",
    "필요한 참조 규제기관 수: {needed}. 인정되는 기관: {counting}.",
)
_TOO_FEW = Sentence(
    "Needed: {needed} of {references}; counting: {counting}. {reasons}",
    "필요한 참조 규제기관 수: {needed}({references} 중). 인정되는 기관: {counting}. {reasons}",
)
_NOT_TOLD = Sentence(
    "Needed: {needed} of {references}; `{ask}` was not told.",
    "필요한 참조 규제기관 수: {needed}({references} 중). `{ask}` 값이 제시되지 않았습니다.",
)
_EXCLUDED = Sentence("An approval closes it: {counting}.", "다음 승인이 있어 이용할 수 없습니다: {counting}.")
_NOT_EXCLUDED = Sentence(
    "It is closed by an approval by {references}; there is none.",
    "{references}의 승인이 있으면 이용할 수 없으나, 그러한 승인이 없습니다.",
)
_MAYBE_EXCLUDED = Sentence(
    "It is closed by an approval by {references}; whether there is one is not known.",
    "{references}의 승인이 있으면 이용할 수 없으며, 그러한 승인이 있는지 알 수 없습니다.",
)
_WITHIN = Sentence(
    "A counting approval lies within {months} months before {day}.",
    "인정되는 승인이 {day} 이전 {months}개월 이내에 있습니다.",
)
_NOT_WITHIN = Sentence(
    "No counting approval lies within {months} months before {day}.",
    "인정되는 승인 가운데 {day} 이전 {months}개월 이내의 것이 없습니다.",
)
_MAYBE_WITHIN = Sentence(
    "Whether a counting approval lies within {months} months before {day} is not known: its date decides.",
    "인정되는 승인이 {day} 이전 {months}개월 이내인지 알 수 없습니다. 승인 날짜가 필요합니다.",
)
_SAME = Sentence("It must be the same product as approved there: {told}.", "승인된 제품과 동일하여야 합니다: {told}.")
_INSPECTED = Sentence("The site must have been inspected: {told}.", "제조소 실사가 있어야 합니다: {told}.")
_HOLDER = Sentence(
    "It must be filed by a holder in the country: {told}.", "해당 국가에 설립된 허가권자가 신청하여야 합니다: {told}."
)
TOLD = {
    Truth.yes: Sentence("it is so", "해당합니다"),
    Truth.no: Sentence("it is not so", "해당하지 않습니다"),
    Truth.unknown: Sentence("not known", "알 수 없습니다"),
}
_ANY = Sentence("any authority", "모든 규제기관")
_NOBODY = Sentence("none", "없음")


@dataclass(frozen=True)
class Weighing:
    """One approval or inspection against a list: does it count, and does it lie within the months allowed?"""

    granted: Granted
    truth: Truth
    within: Truth
    shown: Data


class Approvals:
    """A procedure's or path's conditions on approvals and inspections elsewhere, against a case.

    For a GMP procedure the references are those who inspected the site; for all others, those who approved the
    product.
    """

    def __init__(self, view: View, asked: Asked, procedure: Data, needs: Data, spoken_of: SpokenOf) -> None:
        self._view = view
        self._asked = asked
        self._procedure = procedure
        self._needs = needs
        self._spoken_of = spoken_of
        of_sites = procedure["licence"] == Licence.gmp
        self._ask = "inspected_by" if of_sites else "approved_by"
        self._given = asked.inspected if of_sites else asked.approved

    def conditions(self) -> list[Judged]:
        """Each condition that is there, judged."""
        needs, judged = self._needs, []
        if needs["references"] or needs["min_agreeing"] or needs["within_months"] is not None:
            weighed = self._weigh(needs["references"], by_entries=True)
            judged.append(self._references(weighed))
            if needs["within_months"] is not None:
                judged.append(self._within(weighed))
        if needs["not_approved_by"]:
            judged.append(self._excluded())
        if needs["same_product"]:
            judged.append(self.told(ConditionCode.same_product, self._asked.same_product, _SAME, "same_product"))
        if needs["inspected_site"] and self._ask == "approved_by":
            judged.append(self.told(ConditionCode.inspected_site, self._site(), _INSPECTED, "inspected_by"))
        return judged

    def told(self, code: ConditionCode, truth: Truth, sentence: Sentence, ask: str) -> Judged:
        """A condition on what the caller says outright."""
        language = self._view.language
        text = sentence.say(language, told=TOLD[truth].say(language))
        return Judged(code, truth, text, {"value": True}, ask=ask)

    def _weigh(self, references: list[Data], *, by_entries: bool) -> list[Weighing] | None:
        """Each approval against a list; null where none was told."""
        if self._given is None:
            return None
        return [self._one(references, one, by_entries=by_entries) for one in self._given]

    def _one(self, references: list[Data], granted: Granted, *, by_entries: bool) -> Weighing:
        view, day = self._view, self._asked.day
        match = listed(view, references, granted.authority, day, granted)
        if not references:  # so many must agree, and the source does not say which: any of them may count
            match = Match(Truth.unknown, Because.in_words)
        entries: list[str] = []
        if by_entries:
            match, entries = self._spoken_of.settled(self._procedure, references, granted.authority, match)
        match = _by_filing(match, granted.on, day)
        within = _within_months(granted.on, self._needs["within_months"], day)
        shown = {
            "authority": granted.authority,
            "on": granted.on,
            "counts": match.truth,
            "because": match.because,
            "explanation": WHY[match.because].say(view.language, authority=granted.authority, group=match.group),
            "group": match.group,
            "rests_on": memberships(view, [match.membership])[0] if match.membership else None,
            "entries": entries,
        }
        return Weighing(granted, match.truth, within, shown)

    def _references(self, weighed: list[Weighing] | None) -> Judged:
        needs, language = self._needs, self._view.language
        needed = needs["min_agreeing"] or 1
        required = {
            "references": [_reference(one) for one in needs["references"]],
            "min_agreeing": needs["min_agreeing"],
        }
        names = self._names(needs["references"])
        if weighed is None:
            text = _NOT_TOLD.say(language, needed=needed, references=names, ask=self._ask)
            return Judged(ConditionCode.references, Truth.unknown, text, required, ask=self._ask)
        truth = at_least(needed, _by_authority(weighed).values())
        sentence = _ENOUGH if truth == Truth.yes else _TOO_FEW
        text = sentence.say(
            language,
            needed=needed,
            references=names,
            counting=self._counting(weighed),
            reasons=" ".join(one.shown["explanation"] for one in weighed if one.truth != Truth.yes),
        ).strip()
        return Judged(ConditionCode.references, truth, text, required, _shown(weighed), ask=self._ask)

    def _within(self, weighed: list[Weighing] | None) -> Judged:
        """One of the counting approvals must be as recent as asked: the one that the application rests on."""
        months = self._needs["within_months"]
        truth = Truth.unknown if weighed is None else some(every((one.truth, one.within)) for one in weighed)
        sentence = {Truth.yes: _WITHIN, Truth.no: _NOT_WITHIN, Truth.unknown: _MAYBE_WITHIN}[truth]
        text = sentence.say(self._view.language, months=months, day=self._asked.day.isoformat())
        return Judged(ConditionCode.within_months, truth, text, {"within_months": months}, ask=self._ask)

    def _excluded(self) -> Judged:
        references = self._needs["not_approved_by"]
        weighed = self._weigh(references, by_entries=False)
        found = Truth.unknown if weighed is None else some(one.truth for one in weighed)
        sentence = {Truth.yes: _EXCLUDED, Truth.no: _NOT_EXCLUDED, Truth.unknown: _MAYBE_EXCLUDED}[found]
        text = sentence.say(
            self._view.language, references=self._names(references), counting=self._counting(weighed or [])
        )
        required = {"references": [_reference(one) for one in references]}
        return Judged(
            ConditionCode.not_approved_by, opposite(found), text, required, _shown(weighed or []), ask=self._ask
        )

    def _site(self) -> Truth:
        """Has anybody inspected the site by the filing day?"""
        if self._asked.inspected is None:
            return Truth.unknown
        return some(_held_by(one.on, self._asked.day) for one in self._asked.inspected)

    def _names(self, references: list[Data]) -> str:
        language = self._view.language
        named = [
            _ANY.say(language) if one["any"] else one["authority"] or one["group"] or one.get("as_written")
            for one in references
        ]
        return ", ".join(str(one) for one in named) or "–"

    def _counting(self, weighed: list[Weighing]) -> str:
        counting = sorted(name for name, truth in _by_authority(weighed).items() if truth == Truth.yes)
        return ", ".join(counting) or _NOBODY.say(self._view.language)


def holder(view: View, asked: Asked) -> Judged:
    """Is there a holder in the country, where one is asked for?"""
    told = TOLD[asked.local_holder].say(view.language)
    text = _HOLDER.say(view.language, told=told)
    return Judged(ConditionCode.local_holder, asked.local_holder, text, {"value": True}, ask="local_holder")


def _by_authority(weighed: Iterable[Weighing]) -> dict[str, Truth]:
    """Two approvals by one authority agree with nobody but themselves."""
    found: dict[str, list[Truth]] = {}
    for one in weighed:
        found.setdefault(one.granted.authority, []).append(one.truth)
    return {authority: some(truths) for authority, truths in found.items()}


def _shown(weighed: Sequence[Weighing]) -> tuple[Data, ...]:
    return tuple(one.shown for one in weighed)


def _reference(one: Data) -> Data:
    return {"authority": one["authority"], "group": one["group"], "any": one["any"], "as_written": one["as_written"]}


def _by_filing(match: Match, on: str | None, day: date) -> Match:
    """An approval that comes after the filing does not count for it."""
    held = _held_by(on, day)
    if held == Truth.yes or match.truth == Truth.no:
        return match
    return Match(held, Because.after_filing if held == Truth.no else Because.date_unclear)


def _held_by(on: str | None, day: date) -> Truth:
    """Was it granted by that day? What the caller names without a date is taken to be there."""
    if on is None:
        return Truth.yes
    first, last = day_range(on)
    if first > day:
        return Truth.no
    return Truth.yes if last <= day else Truth.unknown


def _within_months(on: str | None, months: int | None, day: date) -> Truth:
    """Is the filing day within so many months after the approval?"""
    if months is None:
        return Truth.yes
    if on is None:
        return Truth.unknown
    first, last = day_range(on)
    if first > day or months_after(last, months) < day:
        return Truth.no
    return Truth.yes if last <= day and months_after(first, months) >= day else Truth.unknown
