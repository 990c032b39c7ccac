"""How the papers stand for one procedure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from app.answers.readiness.asking import Ask, asks, route_alone, routes
from app.answers.readiness.checking import Check, Checked
from app.answers.readiness.found import Found
from app.answers.readiness.papers import ENOUGH
from app.vocabulary.lists import Licence, Obligation
from app.vocabulary.sentences import Sentence

Data = dict[str, Any]

_UNASKED = Sentence("No entry asks for it here.", "여기에서 이 서류를 요구하는 항목이 없습니다.")
_ELSEWHERE = Sentence("It is asked for elsewhere: {entries}.", "다른 곳에서 요구하는 서류입니다: {entries}.")
_OTHERWISE = (Obligation.not_required, Obligation.prohibited)


@dataclass(frozen=True)
class Way:
    """A procedure, or, where none is recorded, the filing for a marketing authorisation by itself."""

    procedure: Data | None

    @property
    def licence(self) -> str:
        """What it leads to."""
        return self.procedure["licence"] if self.procedure else Licence.marketing_authorisation

    @property
    def assessment(self) -> str | None:
        """How deep the review goes, where that is known."""
        return self.procedure["assessment"] if self.procedure else None

    def of_this_route(self, one: Found) -> tuple[Found | None, Found | None]:
        """A requirement as far as it is for this way of assessment, and as far as it is surely for another.

        A condition that says no more than the route is met where this is the route, and then no condition.
        """
        item, content = one.item, one.content
        if self.assessment is None:
            return one, None
        named = routes(content)
        if named and self.assessment not in named:
            return None, one
        mine: list[Data] = []
        others: list[Data] = []
        for shown, stored in zip(item["documents"], content["documents"], strict=True):
            route = route_alone(stored.get("condition"))
            if route in (None, self.assessment):
                mine.append({**shown, "condition": None} if route else shown)
            else:
                others.append(shown)
        condition = None if route_alone(content.get("condition")) == self.assessment else item["condition"]
        return (
            replace(one, item={**item, "condition": condition, "documents": mine}) if mine else None,
            replace(one, item={**item, "documents": others}) if others else None,
        )


def readiness_for(
    way: Way, standing: Iterable[Found], elsewhere: Iterable[Found], check: Check, language: str
) -> Data:
    """One procedure's lists: what is there, in part, missing, conditional, recommended, and what cannot be checked.

    `standing` are the requirements of its step, `elsewhere` those of others.
    """
    parted = [way.of_this_route(one) for one in standing]
    mine = [one for one, _ in parted if one]
    others = [one for _, one in parted if one]
    demands = check.demands(_asks(way, mine, language))
    lists: dict[str, list[Data]] = {
        name: [] for name in ("present", "partly", "missing", "conditional", "recommended", "unmapped")
    }
    for one in demands:
        lists[one.place].append(one.shown)
    return {
        "counts": {name: len(rows) for name, rows in lists.items()},
        **lists,
        "not_asked": _not_asked(check, demands, [*others, *elsewhere], language),
        "named_otherwise": [row for one in mine for row in _otherwise(check, one.item)],
        "other_routes": [_other_route(one) for one in others],
        "entries": _entries(way, demands),
    }


def _asks(way: Way, mine: Iterable[Found], language: str) -> list[Ask]:
    """What requirements ask for on this way, and what the procedure lists itself."""
    found: list[Ask] = []
    for one in mine:
        unsure = routes(one.content) if way.assessment is None else ()
        found.extend(asks(one.item, language, unsure))
    return [*found, *asks(way.procedure, language)] if way.procedure else found


def _other_route(one: Found) -> Data:
    alone = [route_alone(paper.get("condition")) for paper in one.content["documents"]]
    return {
        "entry": one.item["id"],
        "title": one.item["title"],
        "assessments": sorted(routes(one.content) or {route for route in alone if route}),
        "as_written": list(dict.fromkeys(paper["as_written"] for paper in one.item["documents"])),
    }


def _not_asked(check: Check, demands: Iterable[Checked], others: list[Found], language: str) -> list[Data]:
    used = {paper for one in demands for paper in one.used}
    rows: list[Data] = []
    for document in check.sent:
        if document in used:
            continue
        entries = [
            one.item["id"]
            for one in others
            if any(paper["id"] and check.papers.fit(paper["id"], document) for paper in one.item["documents"])
        ]
        sentence = _ELSEWHERE if entries else _UNASKED
        rows.append(
            {
                "document": document,
                "name": check.papers.name(document),
                "elsewhere": entries,
                "explanation": sentence.say(language, entries=", ".join(entries)),
            }
        )
    return rows


def _otherwise(check: Check, item: Data) -> list[Data]:
    """Papers that were sent, of a requirement which says that something is not required, or is prohibited."""
    if item["obligation"] not in _OTHERWISE:
        return []
    return [
        {
            "document": document,
            "name": check.papers.name(document),
            "obligation": item["obligation"],
            "entry": item["id"],
            "title": item["title"],
            "condition": item["condition"],
            "as_written": paper["as_written"],
        }
        for paper in item["documents"]
        for document in check.sent
        if paper["id"] and check.papers.fit(paper["id"], document) in ENOUGH
    ]


def _entries(way: Way, demands: Iterable[Checked]) -> list[str]:
    found = {entry for one in demands for entry in one.entries}
    if way.procedure:
        found.add(way.procedure["id"])
    return sorted(found)
