"""What the entries ask for: which papers, how strongly, one of which others, and on which step and route.

A requirement is recorded for product types, not for procedures. So it is asked on every procedure that leads to a
licence its topic belongs to; and where its own words name a depth of assessment ("NDA verification: …"), only on
procedures of that depth.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.vocabulary.lists import Assessment, Licence, Obligation
from app.vocabulary.names import name_of
from app.vocabulary.sentences import Sentence

Data = dict[str, Any]


class Strength(StrEnum):
    """How strongly a paper is asked for."""

    mandatory = "mandatory"
    conditional = "conditional"
    recommended = "recommended"


_STRENGTHS = {
    Obligation.mandatory: Strength.mandatory,
    Obligation.conditional: Strength.conditional,
    Obligation.recommended: Strength.recommended,
}

_FILING = Licence.marketing_authorisation
_STEPS: dict[str, frozenset[Licence]] = {
    "advertising": frozenset(),
    "establishment-licence": frozenset({Licence.import_, Licence.manufacture, Licence.wholesale}),
    "gmp-evidence": frozenset({_FILING, Licence.gmp}),
    "gmp-inspection": frozenset({_FILING, Licence.gmp}),
    "import-licence": frozenset({Licence.import_, Licence.special_access}),
    "local-clinical-trial": frozenset({Licence.clinical_trial}),
    "lot-release": frozenset({Licence.lot_release}),
    "pharmacovigilance": frozenset(),
    "pricing-reimbursement": frozenset({Licence.price_filing}),
    "renewal": frozenset({Licence.renewal}),
    "samples-testing": frozenset({_FILING, Licence.sample_import}),
    "tender-procurement": frozenset(),
    "variation": frozenset({Licence.variation}),
}
"""Topics that belong to other licences, or to none, by their definitions; all others belong to the filing."""

_ROUTES: dict[str, re.Pattern[str]] = {
    Assessment.full: re.compile(r"\bfull[- ](?:route|evaluation)\b", re.IGNORECASE),
    Assessment.abridged: re.compile(r"\babridged\b", re.IGNORECASE),
    Assessment.verification: re.compile(r"\bverification\b", re.IGNORECASE),
    Assessment.recognition: re.compile(r"\brecognition (?:route|pilot)\b", re.IGNORECASE),
    Assessment.joint: re.compile(r"\bjoint assessment\b", re.IGNORECASE),
}
_OPENING = re.compile(r"^(?:\S+\s+){0,5}")
_ONLY_A_ROUTE = re.compile(r"(?:on )?(?:the )?(\w+)[- ]route", re.IGNORECASE)

_ON_ROUTE = Sentence(
    "on procedures with this assessment: {routes}; how this one is assessed is not known",
    "다음 방식의 심사 절차인 경우: {routes}(이 절차의 심사 방식은 알 수 없음)",
)


@dataclass(frozen=True)
class Ask:
    """One demand of one entry: so many of these choices, each a paper or papers that belong together."""

    entry: Data
    strength: Strength
    choices: tuple[tuple[Data, ...], ...]
    at_least: int
    conditions: tuple[str, ...]

    @property
    def subject(self) -> tuple[Any, ...]:
        """What is asked for, whoever asks: equal for two entries that ask for the same."""
        papers = sorted(sorted(paper["id"] or paper["as_written"] for paper in choice) for choice in self.choices)
        mapped = all(paper["id"] for choice in self.choices for paper in choice)
        return (self.at_least, tuple(map(tuple, papers)), "" if mapped else self.entry["id"])


def asks(entry: Data, language: str, unsure_of: Iterable[str] = ()) -> Iterator[Ask]:
    """What a requirement or procedure asks for; only perhaps, where it names routes that this may not be one of.

    A requirement that something is not required or prohibited asks for nothing.
    """
    own = _STRENGTHS.get(entry.get("obligation", Obligation.mandatory))
    if own is None:
        return
    outer = [entry["condition"]] if entry.get("condition") else []
    named = ", ".join(name_of(Assessment, route, language) for route in sorted(unsure_of))
    if named:
        outer.append(_ON_ROUTE.say(language, routes=named))
    if own == Strength.mandatory and outer:
        own = Strength.conditional
    for choices, at_least in _choices(entry["documents"]):
        single = len(choices) == 1 and len(choices[0]) == 1
        inner = [paper["condition"] for choice in choices for paper in choice if single and paper["condition"]]
        never_plain = all(any(paper["condition"] for paper in choice) for choice in choices)
        strength = Strength.conditional if own == Strength.mandatory and never_plain else own
        yield Ask(entry, strength, choices, at_least, (*outer, *inner))


def steps(entry: Data) -> frozenset[Licence]:
    """The licences on the way to which a requirement is asked for; none where it comes after all of them."""
    return frozenset().union(*(_STEPS.get(topic, frozenset({_FILING})) for topic in entry["topics"]))


def routes(content: Data) -> frozenset[str]:
    """The depths of assessment that a requirement's title, condition or opening words name; none for most.

    Read from the English texts of its content, whatever the language of the answer.
    """
    title, condition, statement = (
        (content.get(name) or {}).get("en") or "" for name in ("title", "condition", "statement")
    )
    opening = _OPENING.match(statement)
    head = f"{title} | {condition} | {opening.group() if opening else ''}"
    return frozenset(route for route, words in _ROUTES.items() if words.search(head))


def route_alone(condition: Data | None) -> str | None:
    """The depth of assessment that a condition comes to, where it says no more than that: "verification route"."""
    match = _ONLY_A_ROUTE.fullmatch((condition or {}).get("en") or "")
    word = match.group(1).lower() if match else ""
    return word if word in list(Assessment) else None


def _choices(documents: Iterable[Data]) -> Iterator[tuple[tuple[tuple[Data, ...], ...], int]]:
    """The papers of an entry as choices, in order: a paper by itself, or a group of which some are enough."""
    groups: dict[str, dict[str, list[Data]]] = {}
    order: list[tuple[str | None, Data]] = []
    for position, paper in enumerate(documents):
        alternative = paper["alternative"]
        if alternative is None:
            order.append((None, paper))
            continue
        group = groups.setdefault(alternative["group"], {})
        if not group:
            order.append((alternative["group"], paper))
        group.setdefault(f"set {alternative['set']}" if alternative["set"] else f"paper {position}", []).append(paper)
    for name, paper in order:
        if name is None:
            yield ((paper,),), 1
        else:
            yield tuple(map(tuple, groups[name].values())), paper["alternative"]["at_least"] or 1
