"""Composing timelines: what holds that day, by the rules beside what was observed, country by country."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import and_, or_

from app.answers import conditions
from app.answers.applies import placed
from app.answers.cases.case import countries, filing_day
from app.answers.cases.case import product_type as checked_type
from app.answers.clocks.durations import CALENDAR_DAYS, factor
from app.answers.conditions import ENTRY, has
from app.answers.entries import Question, entries_of, items
from app.answers.evidence.evidence import evidence, warned, warnings
from app.answers.render import show
from app.answers.timelines.observed import Measured, grouped, measured, of_licence
from app.answers.timelines.paths import Path, paths_of, shown
from app.answers.timelines.ranking import (
    RULE,
    Statutory,
    fastest,
    observed_item,
    order,
    places,
    statutory,
    statutory_item,
    would_take,
)
from app.answers.timelines.schemas import TimelineParameters
from app.answers.unknowns.unknowns import in_short
from app.editions.view import View
from app.knowledge.models import Revision
from app.knowledge.models.procedure import PrerequisiteRow, ProcedureRow
from app.vocabulary.lists import EntryKind, JurisdictionKind, Licence, TotalStanding
from app.vocabulary.sentences import Sentence

Item = dict[str, Any]

CLOCK_TOPIC = "other"
"""Where the vocabulary puts facts about time: it has no topic of their own."""

TOTALS_DIFFER = Sentence(
    "The total that the source states is not the sum of its phases; both are shown.",
    "출처가 명시한 총 기간이 단계별 기간의 합과 다릅니다. 둘 다 표시합니다.",
)
OPEN_END = Sentence(
    "The upper end of these procedures' time is not known: phases without a duration, or only a lower bound.",
    "이 절차들의 소요기간 상한을 알 수 없습니다. 기간이 없는 단계가 있거나 하한만 있습니다.",
)
AIMS = Sentence(
    "These totals are what the authority aims at, not time limits.",
    "이 총 기간은 규제기관의 목표이며 법정 처리기한이 아닙니다.",
)
DRAFTS = Sentence(
    "These totals are proposed, and not known to be in force; they are shown and never ranked.",
    "이 총 기간은 제안된 것으로 시행 여부를 알 수 없으므로, 표시만 하고 순위에는 쓰지 않습니다.",
)


@dataclass
class _Held:
    """What is held of one jurisdiction."""

    now: list[Path] = field(default_factory=list)
    """Those in force, and those of which nobody can tell."""
    coming: list[Path] = field(default_factory=list)
    older: list[Path] = field(default_factory=list)
    observed: list[Item] = field(default_factory=list)
    by_rule: Statutory = field(default_factory=lambda: Statutory("no-procedure"))
    by_measure: Measured | None = None

    @property
    def ids(self) -> set[str]:
        """The entries that it shows."""
        return {path.item["id"] for path in (*self.now, *self.coming, *self.older)} | {
            item["id"] for item in self.observed
        }


def timelines(view: View, parameters: TimelineParameters) -> Item:
    """Procedures of a licence for a product type, in calendar days, country by country.

    Raises `InvalidValue` for a product type or country that the edition does not know.
    """
    asked = checked_type(view, parameters.product_type)
    day = filing_day(view, parameters.applies_on)
    chosen = countries(view, parameters.country)
    steps = _steps(view, parameters.licence)
    found = [item for item in _entries(view, asked, chosen, parameters.licence, day) if item["id"] not in steps]
    held = _by_jurisdiction(view, found, asked, day)
    kinds = {code: one["kind"] for code, one in view.snapshot.of("jurisdiction").items()}
    ranked = [code for code in chosen or sorted(kinds) if kinds[code] == JurisdictionKind.country]
    others = [code for code in chosen or sorted(held) if kinds[code] != JurisdictionKind.country]
    for code in (*ranked, *others):
        one = held[code]
        one.by_rule, one.by_measure = statutory(one.now, one.older), measured(one.observed)
    shown_countries = _countries(view, held, ranked, others, parameters)
    rests = [item for item in found if item["id"] in _rests_on(held)]
    return {
        "edition": view.edition.number,
        "product_type": asked,
        "product_type_name": show(view.snapshot.of("product_type")[asked]["name"], view.language),
        "licence": parameters.licence,
        "applies_on": day.isoformat(),
        "rank_by": parameters.rank_by,
        "unit": "calendar-day",
        "ratios": [{"unit": unit, "calendar_days": factor(unit)} for unit in CALENDAR_DAYS],
        "rule": RULE[parameters.rank_by].say(view.language),
        "ranking": [one for one in shown_countries if one["country"] in ranked],
        "other_jurisdictions": [one for one in shown_countries if one["country"] in others],
        "evidence": evidence(found),
        "warnings": [*warnings(rests, view.language), *_warnings(held, view.language)],
        "meta": view.meta(),
    }


def _entries(view: View, product_type: str, chosen: list[str], licence: str, day: date) -> list[Item]:
    """Procedures of the licence and observed times that hold for the product type or do not say for which."""
    edition = view.edition.number
    query = (
        entries_of(edition)
        .where(
            or_(
                and_(ENTRY.kind == EntryKind.procedure, has(ProcedureRow, licence=licence)),
                and_(ENTRY.kind == EntryKind.observed_time, of_licence(licence, edition)),
            ),
            or_(
                conditions.holds_for(view.snapshot.tree, [product_type], edition), conditions.names_no_product_type()
            ),
        )
        .order_by(ENTRY.id)
    )
    if chosen:
        query = query.where(ENTRY.country.in_(chosen))
    return items(view, view.connection.execute(query).all(), Question((product_type,), day))


def _steps(view: View, licence: str) -> set[str]:
    """Ids of what has to come before another marketing authorisation, such as a pre-registration.

    It bears the name of the licence and does not end in one, so it is no path of its own. Other licences may follow
    one another and each be wanted for itself: a trial is approved, and so are its results.
    """
    if licence != Licence.marketing_authorisation:
        return set()
    needed = PrerequisiteRow.__table__.c
    query = (
        entries_of(view.edition.number)
        .with_only_columns(needed.procedure)
        .join(PrerequisiteRow, needed.revision_key == Revision.key)
        .where(has(ProcedureRow, licence=licence))
    )
    return set(view.connection.scalars(query))


def _by_jurisdiction(view: View, found: Iterable[Item], product_type: str, day: date) -> dict[str, _Held]:
    held: dict[str, _Held] = defaultdict(_Held)
    for item in found:
        own = held[item["country"]]
        if item["kind"] == EntryKind.observed_time:
            own.observed.append(item)
            continue
        chain = view.snapshot.tree.chain(product_type, item["country"], EntryKind.procedure)
        place = placed(item, day)
        paths = paths_of([item], product_type, chain, view.language, unclear=place == "unclear")
        {"coming": own.coming, "older": own.older}.get(place, own.now).extend(paths)
    return held


def _countries(
    view: View, held: dict[str, _Held], ranked: list[str], others: list[str], parameters: TimelineParameters
) -> list[Item]:
    codes = [*ranked, *others]
    days = {code: held[code].by_rule.ranked for code in ranked}
    by_rule = places(days)
    by_measure = places({code: _days(held[code].by_measure) for code in ranked})
    entries = {id_ for code in codes for id_ in held[code].ids}
    about: dict[str, dict[str, list[Item]]] = {
        "gaps": in_short(
            view, "gap", codes, product_types=[parameters.product_type], entries=entries, topic=CLOCK_TOPIC
        ),
        "disagreements": in_short(
            view, "disagreement", codes, product_types=[parameters.product_type], entries=entries, topic=CLOCK_TOPIC
        ),
    }
    shown_countries = []
    for code in codes:
        own, ranks = held[code], code in by_rule
        chosen = by_rule if parameters.rank_by == "statutory" else by_measure
        shown_countries.append(
            {
                "rank": chosen.get(code),
                "country": code,
                "country_name": show(view.snapshot.of("jurisdiction")[code]["name"], view.language),
                "statutory": statutory_item(
                    own.by_rule, by_rule.get(code), would_take(own.by_rule, days), view.language, ranks=ranks
                ),
                "observed": observed_item(own.by_measure, by_measure.get(code), view.language),
                "fastest": fastest(own.now, own.by_rule.path),
                "paths": _in_order(own.now, view.language),
                "observed_times": grouped(own.observed, view.language),
                "coming": _in_order(own.coming, view.language),
                "older": _in_order(own.older, view.language),
                **{name: one[code] for name, one in about.items()},
            }
        )
    return sorted(shown_countries, key=lambda item: order(item, parameters.rank_by))


def _days(found: Measured | None) -> int | None:
    return found.days if found else None


def _in_order(paths: Iterable[Path], language: str) -> list[Item]:
    """Paths from the shortest to the longest, those without a known end last."""
    ordered = sorted(paths, key=lambda path: (path.days is None, path.days or 0, path.key))
    return [shown(path, language) for path in ordered]


def _rests_on(held: dict[str, _Held]) -> set[str]:
    """Entries that the figures rest on: what holds that day, what was observed, what a rank made do with."""
    used = {path.item["id"] for own in held.values() for path in own.now}
    used |= {item["id"] for own in held.values() for item in own.observed}
    return used | {own.by_rule.path.item["id"] for own in held.values() if own.by_rule.path}


def _warnings(held: dict[str, _Held], language: str) -> list[Item]:
    now = [path for own in held.values() for path in own.now]
    differ = {
        path.item["id"] for path in now if path.clock.phases is not None and path.clock.phases != path.clock.span
    }
    lower = {path.item["id"] for path in now if path.clock.known and path.upper is None}
    aims = {path.item["id"] for path in now if path.standing == TotalStanding.aim}
    drafts = {path.item["id"] for path in now if path.standing == TotalStanding.draft}
    found = [
        ("totals-differ", TOTALS_DIFFER, differ),
        ("open-end", OPEN_END, lower),
        ("aims", AIMS, aims),
        ("drafts", DRAFTS, drafts),
    ]
    return [warned(code, message, language, sorted(entries)) for code, message, entries in found if entries]
