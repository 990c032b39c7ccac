"""What is asked for against what was sent: each demand once, whoever makes it, and how far it is met."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.answers.readiness.asking import Ask, Strength
from app.answers.readiness.papers import ENOUGH, WHY, Papers
from app.vocabulary.sentences import Sentence

Data = dict[str, Any]

_NOT_SENT = Sentence("It was not sent.", "제시되지 않았습니다.")
_CHOICE = Sentence("One of these is enough; sent: {there}.", "이 가운데 하나면 충분합니다. 제시된 것: {there}건.")
_SEVERAL = Sentence(
    "{at_least} of these are enough; sent: {there}.",
    "이 가운데 {at_least}건이면 충분합니다. 제시된 것: {there}건.",
)
_YES, _PARTLY, _NO = "yes", "partly", "no"


@dataclass(frozen=True)
class Checked:
    """One demand as it is shown, how strongly it is asked for, how far it is met (null: it cannot be checked)."""

    strength: Strength
    sent: str | None
    shown: Data
    entries: tuple[str, ...]
    used: frozenset[str] = frozenset()
    """Documents that were sent and stand to it in some way."""

    @property
    def place(self) -> str:
        """The list that it stands in."""
        if self.sent is None:
            return "unmapped"
        if self.sent == _YES:
            return "present"
        if self.strength != Strength.mandatory:
            return self.strength.value
        return "partly" if self.sent == _PARTLY else "missing"


@dataclass(frozen=True)
class Check:
    """The documents that were sent, to check demands against; and the procedures at home named for each."""

    papers: Papers
    sent: tuple[str, ...]
    named_procedures: dict[str, list[str]]

    def demands(self, asked: Iterable[Ask]) -> list[Checked]:
        """Each demand once, whoever makes it, in an order that does not depend on what was sent."""
        by_subject: dict[tuple[Any, ...], list[Ask]] = {}
        for one in asked:
            by_subject.setdefault(one.subject, []).append(one)
        return [self._checked(by_subject[subject]) for subject in sorted(by_subject)]

    def fits(self, document: str) -> tuple[str, list[Data]]:
        """How far a document was sent, and the papers that stand to it in some way, the best first."""
        found = [(fit, one) for one in self.sent if (fit := self.papers.fit(document, one)) is not None]
        found.sort(key=lambda pair: (list(WHY).index(pair[0]), pair[1]))
        by = [
            {
                "document": one,
                "name": self.papers.name(one),
                "fit": fit,
                "explanation": WHY[fit].say(self._language, sent=self.papers.name(one)),
            }
            for fit, one in found
        ]
        if not found:
            return _NO, by
        return (_YES if found[0][0] in ENOUGH else _PARTLY), by

    def _checked(self, asked: list[Ask]) -> Checked:
        asked = sorted(asked, key=lambda one: one.entry["id"])
        strength = min((one.strength for one in asked), key=list(Strength).index)
        conditions = [word for one in asked if one.strength == strength for word in one.conditions]
        entries = tuple(dict.fromkeys(one.entry["id"] for one in asked))
        common = {
            "asked": strength,
            "conditions": list(dict.fromkeys(conditions)),
            "asked_by": _asked_by(asked),
            "entries": list(entries),
        }
        at_least = asked[0].at_least
        choices = [[self._paper(paper) for paper in choice] for choice in asked[0].choices]
        states = [_together([paper["sent"] for paper in choice]) for choice in choices]
        used = frozenset(one["document"] for choice in choices for paper in choice for one in paper["by"])
        if states.count(_YES) < at_least and None in states:
            written = [paper["as_written"] for choice in choices for paper in choice]
            return Checked(strength, None, {"as_written": list(dict.fromkeys(written)), **common}, entries, used)
        alone = len(choices) == 1 and len(choices[0]) == 1
        shown = self._alone(choices[0][0]) if alone else self._choice(choices, states, at_least)
        return Checked(strength, shown["sent"], {**shown, **common}, entries, used)

    def _alone(self, paper: Data) -> Data:
        own = {name: value for name, value in paper.items() if name not in ("as_written", "condition")}
        explanation = paper["by"][0]["explanation"] if paper["by"] else _NOT_SENT.say(self._language)
        return {"kind": "paper", **own, "explanation": explanation}

    def _choice(self, choices: list[list[Data]], states: list[str | None], at_least: int) -> Data:
        there = states.count(_YES)
        some = _PARTLY if {_YES, _PARTLY} & set(states) else _NO
        sentence = _SEVERAL if at_least > 1 else _CHOICE
        return {
            "kind": "choice",
            "at_least": at_least,
            "there": there,
            "choices": [{"sent": state, "papers": papers} for state, papers in zip(states, choices, strict=True)],
            "sent": _YES if there >= at_least else some,
            "explanation": sentence.say(self._language, at_least=at_least, there=there),
        }

    def _paper(self, paper: Data) -> Data:
        document = paper["id"]
        own = {"document": document, "as_written": paper["as_written"], "condition": paper["condition"]}
        if document is None:
            nothing = dict.fromkeys(("supply", "actd_part", "korean_procedure", "korean_procedure_of"))
            return {**own, "name": paper["as_written"], "sent": None, "by": [], **nothing, "named_procedures": []}
        state, by = self.fits(document)
        facts = {**self.papers.getting(document), "named_procedures": self.named_procedures.get(document, [])}
        return {**own, "name": self.papers.name(document), "sent": state, "by": by, **facts}

    @property
    def _language(self) -> str:
        return self.papers.view.language


def _together(states: list[str | None]) -> str | None:
    """Papers that count together: all of them, none, or some; null where one of them cannot be checked."""
    if None in states:
        return None
    if set(states) == {_YES}:
        return _YES
    return _NO if set(states) == {_NO} else _PARTLY


def _asked_by(asked: Iterable[Ask]) -> list[Data]:
    found: dict[str, Data] = {}
    for one in asked:
        entry = one.entry
        row = found.setdefault(
            entry["id"],
            {
                "entry": entry["id"],
                "title": entry["title"],
                "obligation": entry.get("obligation"),
                "as_written": [],
                "condition": entry.get("condition"),
            },
        )
        written = [paper["as_written"] for choice in one.choices for paper in choice]
        row["as_written"] = list(dict.fromkeys([*row["as_written"], *written]))
    return list(found.values())
