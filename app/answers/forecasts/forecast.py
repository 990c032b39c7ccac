"""One forecast: the chain laid out, what it takes for granted, and what to know before relying on it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.answers.clocks.calendars import LIBRARY
from app.answers.clocks.places import SEATS
from app.answers.entries import Question
from app.answers.evidence.evidence import evidence, warned, warnings
from app.answers.forecasts.chain import Case, Chain, Step, calendar_id
from app.answers.forecasts.changes import Window, beside, rules_that_end
from app.answers.forecasts.procedures import Items, covers, procedure_ids, procedures_around
from app.answers.forecasts.schemas import ForecastParameters
from app.answers.forecasts.sentences import ASSUMPTIONS, BY_COUNTRY, NO_CALENDAR, WARNINGS, said
from app.answers.forecasts.when import When
from app.answers.timelines.observed import grouped
from app.editions.known import known
from app.editions.view import View
from app.vocabulary.lists import EntryKind, PhaseRole, TotalStanding

Item = dict[str, Any]


@dataclass(frozen=True)
class Made:
    """A forecast as the answer has it, the items it rests on, and its dates."""

    shown: Item
    items: list[Item]
    ends: When
    computable: bool


def forecast(view: View, parameters: ForecastParameters) -> Item:
    """The answer to `GET /v1/forecasts`. Raises `InvalidValue` for what the edition does not know."""
    case = Case(
        procedure=parameters.procedure,
        submit_on=date.fromisoformat(parameters.submit_on),
        variant=parameters.variant,
        product_type=parameters.product_type,
        applicant_days=parameters.applicant_days,
        prerequisites=parameters.prerequisites == "yes",
        done=frozenset(parameters.done),
        skip=frozenset(parameters.skip),
    )
    made = one_forecast(view, checked(view, case, procedure_ids(view)))
    return {**made.shown, "edition": view.edition.number, "evidence": evidence(made.items), "meta": view.meta()}


def checked(view: View, case: Case, procedures: list[str]) -> Case:
    """The case, if the edition knows its procedures and product type; else `InvalidValue`."""
    for name, ids in (("procedure", [case.procedure]), ("done", sorted(case.done)), ("skip", sorted(case.skip))):
        known(case.parameter(name), ids, procedures, "procedure")
    if case.product_type is not None:
        types = view.snapshot.of("product_type")
        known(case.parameter("product_type"), [case.product_type], types, "product type")
    return case


def one_forecast(view: View, case: Case) -> Made:
    """The forecast of one application."""
    question = Question((case.product_type,) if case.product_type else (), case.submit_on)
    around = procedures_around(view, case.procedure, question, prerequisites=case.prerequisites)
    chain = Chain(view, case, around)
    main, steps = chain.main, chain.steps
    ends = main.ends if main.computable else When()
    window = Window(case.submit_on, max(ends.known, default=None))
    used = [step.item for step in steps]
    found = beside(view, window, used, question)
    rests_on = [*used, *_weighed(chain, around), *found.observed, *found.policies]
    shown = {
        "procedure": main.item["id"],
        "variant": case.variant,
        "product_type": case.product_type,
        "country": main.item["country"],
        "title": main.item["title"],
        "submit_on": case.submit_on.isoformat(),
        "applicant_days": case.applicant_days,
        "rule": {
            "applies": main.item["here"]["applies"],
            "followed_from": list(chain.followed.path if not chain.followed.trouble else ()),
        },
        "steps": [step.shown(main=step is main) for step in steps],
        "undecided": chain.undecided,
        "left_out": chain.left_out,
        "ends": ends.shown(),
        "computable": main.computable,
        "at_least": main.at_least,
        "calendars": _calendars(view, steps, window),
        "observed": grouped(found.observed, view.language),
    }
    paths = [path for step in steps for path in step.paths]
    starts = [day for path in paths for bar in path.bars for day in bar.start.known]
    shown["start"] = min([case.submit_on, *starts]).isoformat()
    shown["estimated"] = any(path["estimated"] for step in shown["steps"] for path in step["paths"])
    shown["assumptions"] = list(_assumptions(view, case, chain))
    shown["warnings"] = [
        *_warnings(view, case, chain, shown),
        *rules_that_end(window, used, view.language),
        *found.warnings(view.language),
        *warnings([one for one in rests_on if one["kind"] != EntryKind.policy], view.language),
    ]
    return Made(shown, rests_on, ends, main.computable)


def _weighed(chain: Chain, around: Items) -> list[Item]:
    """Procedures that decided the way without being on it: replaced ones, and alternatives left undecided."""
    ids = [*chain.followed.path, *chain.followed.about]
    ids += [id_ for one in chain.undecided for id_ in one["alternatives"]]
    return [around[id_] for id_ in ids]


def _calendars(view: View, steps: Iterable[Step], window: Window) -> list[Item]:
    """The calendars that were counted on, once each, with their holidays on weekdays of the forecast."""
    found: dict[str, Item] = {}
    for step in steps:
        calendar = step.setting.calendar
        place, known_until = calendar.place, calendar.known_until
        seat = SEATS.get(step.authority or "")
        reason = seat.why if seat else (BY_COUNTRY if place.country else NO_CALENDAR)
        found[calendar_id(step)] = {
            "id": calendar_id(step),
            "authority": step.authority,
            "country": place.country,
            "subdivision": place.subdivision,
            "reason": reason.say(view.language),
            "weekend": calendar.weekend,
            "announced_until": known_until.isoformat() if known_until and place.country else None,
            "library": LIBRARY,
            "holidays": [
                {
                    "on": one.on.isoformat(),
                    "name": one.name,
                    "estimated": not one.added and (one.estimated or calendar.estimated(one.on)),
                    "added": one.added,
                }
                for one in calendar.closed(window.first, window.last or window.first)
            ],
            "added_days": [
                {
                    "on": one.on.isoformat(),
                    "kind": one.kind,
                    "name": one.name,
                    "source": one.source,
                    "locator": one.locator,
                }
                for one in calendar.added
                if window.first < one.on <= (window.last or window.first)
            ],
        }
    return [found[one] for one in sorted(found)]


def _assumptions(view: View, case: Case, chain: Chain) -> Iterator[Item]:
    """What the dates take for granted."""
    language, main = view.language, chain.main
    for code in ("day-count", "receipt", "three-cases", "complete-file", "follows-at-once"):
        yield said(ASSUMPTIONS, code, language)
    first = chain.steps[0]
    received = first.received.expected
    if received is not None and received != case.submit_on:
        yield said(ASSUMPTIONS, "received-elsewhere", language, on=case.submit_on, received=received)
    yield from _about_stops(view, case, chain)
    if len(main.paths) > 1:
        yield said(ASSUMPTIONS, "several-paths", language)
    if len(chain.steps) > 1:
        yield said(ASSUMPTIONS, "filed-after-prerequisites", language)
    if any(one["reason"] == "not-asked" for one in chain.left_out):
        yield said(ASSUMPTIONS, "prerequisites-not-counted", language)
    if any(step.authority for step in chain.steps):
        yield said(ASSUMPTIONS, "authority-taken", language)


def _about_stops(view: View, case: Case, chain: Chain) -> Iterator[Item]:
    phases = [bar.phase for step in chain.steps for path in step.paths for bar in path.bars if bar.kind != "total"]
    can_stop = any(phase["stop_clock"] or phase["role"] == PhaseRole.applicant for phase in phases)
    if case.applicant_days is None:
        if can_stop:
            yield said(ASSUMPTIONS, "stops-not-counted", view.language)
    else:
        code = "stops-counted" if can_stop else "stops-not-known"
        yield said(ASSUMPTIONS, code, view.language, days=case.applicant_days)


def _warnings(view: View, case: Case, chain: Chain, shown: Item) -> Iterator[Item]:
    """What to know of this forecast in particular."""
    main = chain.main.item["id"]

    def warn(code: str, entries: Iterable[str]) -> Item:
        return warned(code, WARNINGS[code], view.language, list(dict.fromkeys(entries)))

    for code, about in chain.troubles:
        yield warn(code, about)
    if not covers(chain.main.item, case.product_type):
        yield warn("product-type-not-covered", [main])
    if chain.undecided:
        yield warn("prerequisite-undecided", (id_ for one in chain.undecided for id_ in one["alternatives"]))
    if chain.main.computable and chain.main.at_least:
        yield warn("lower-bounds", [step.item["id"] for step in chain.steps if step.at_least])
    empty = [step.item["id"] for step in chain.steps if any(not path.computable for path in step.paths)]
    if empty:
        yield warn("not-computable", empty)
    drafts = [step.item["id"] for step in chain.steps if any(_is_draft(path.variant) for path in step.paths)]
    if drafts:
        yield warn("draft-clock", drafts)
    if shown["estimated"]:
        yield warn("estimated-holidays", [])


def _is_draft(variant: Item) -> bool:
    return (variant["total"] or {}).get("standing") == TotalStanding.draft
