"""What reliance entries say of an authority's approvals for a procedure, beside the procedure's own list."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.answers.applies import placed
from app.answers.standing.listing import Because, Match
from app.answers.standing.spoken import COUNTS, Spoken, spoken
from app.answers.standing.truth import Truth
from app.editions.view import View
from app.vocabulary.lists import Answer, Licence, RelianceScope

Data = dict[str, Any]

_SCOPES: dict[str, frozenset[str]] = {
    Licence.gmp: frozenset({RelianceScope.gmp_inspection}),
    Licence.lot_release: frozenset({RelianceScope.lot_release}),
    Licence.be_centre_listing: frozenset({RelianceScope.be_study}),
}
_OTHERWISE = frozenset({RelianceScope.marketing_authorisation, RelianceScope.device})
_TRUTHS = {Answer.yes: Truth.yes, Answer.no: Truth.no}
_BECAUSE = {Answer.yes: Because.entry_yes, Answer.no: Because.entry_no, Answer.partly: Because.entry_partly}


@dataclass(frozen=True)
class SpokenOf:
    """The reliance entries that may speak of a country's procedures for a product."""

    view: View
    entries: list[Data]
    day: date

    def settled(
        self, procedure: Data, references: list[Data], authority: str, match: Match
    ) -> tuple[Match, list[str]]:
        """What a list and the reliance entries on the procedure come to, and the ids of the entries that speak.

        An entry speaks only of what it names itself. One that shares a reference with the list speaks of the same
        way in: it settles what the list leaves open, "in part" leaves it open, and where it says the contrary of
        the list nothing is settled. An entry on another way into the procedure can only say that an authority does
        not count, and only where the list leaves that open.
        """
        said = self._said(procedure, authority)
        same = {id_: one for id_, one in said.items() if _shared(self._entry(id_), references)}
        answers = {one.answer for one in same.values()} - {Answer.unknown}
        if not answers and match.truth == Truth.unknown:
            same = said
            answers = {one.answer for one in said.values()} - {Answer.unknown}
            answers = answers if answers == {Answer.no} else set()
        if not answers:
            return match, sorted(same)
        contradicted = Match(Truth.unknown, Because.contradicted, match.group, match.membership), sorted(same)
        if len(answers) > 1:
            return contradicted
        (answer,) = answers
        truth = _TRUTHS.get(answer, Truth.unknown)
        if truth == match.truth:
            return match, sorted(same)
        if Truth.unknown not in (match.truth, truth):
            return contradicted
        one = next(one for one in same.values() if one.answer == answer)
        return Match(truth, _BECAUSE[answer], one.group, one.membership), sorted(same)

    def _said(self, procedure: Data, authority: str) -> dict[str, Spoken]:
        """What entries on the procedure say of the authority by name, by their ids."""
        scopes = _SCOPES.get(procedure["licence"], _OTHERWISE)
        found: dict[str, Spoken] = {}
        for entry in self.entries:
            if procedure["id"] in entry["procedures"] and scopes & set(entry["scopes"]) and self._in_force(entry):
                one = spoken(self.view, entry, authority, self.day)
                if one is not None and one.by_name:
                    found[entry["id"]] = one
        return found

    def _entry(self, id_: str) -> Data:
        return next(entry for entry in self.entries if entry["id"] == id_)

    def _in_force(self, entry: Data) -> bool:
        return placed(entry, self.day) == "now"


def _shared(entry: Data, references: list[Data]) -> bool:
    """Do an entry's counting references and a list have one in common?"""
    counting = [one for one in entry["references"] if one["answer"] in COUNTS]
    return bool({_name(one) for one in counting} & {_name(one) for one in references} - {None})


def _name(reference: Data) -> str | None:
    return "any" if reference.get("any") else reference.get("authority") or reference.get("group")
