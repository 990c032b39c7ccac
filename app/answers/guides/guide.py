"""Composing a guide: what holds, what is coming, what is history, what is not known."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from app.answers.cases.case import filing_day
from app.answers.clocks.durations import PathClock, arithmetic, path_clock
from app.answers.conditions import ENTRY
from app.answers.directory.authorities import authorities
from app.answers.entries import entries_of
from app.answers.evidence.evidence import warned, warnings
from app.answers.guides import order
from app.answers.guides.held import held, next_date, place
from app.answers.guides.schemas import GuideParameters
from app.answers.render import show
from app.answers.unknowns.unknowns import touching
from app.editions.faults import UnknownRecord
from app.editions.view import View
from app.editions.written import Parts, parts_of
from app.knowledge.freeze import thaw
from app.vocabulary.lists import TextState
from app.vocabulary.sentences import Sentence

Item = dict[str, Any]

NOT_STATED = Sentence(
    "The sources of these facts do not say for which products they hold.",
    "이 사실들의 출처는 어떤 제품에 적용되는지 밝히지 않습니다.",
)
ONLY_OLDER = Sentence(
    "Of these kinds of fact only superseded or historic ones are recorded; what holds now is not known.",
    "이 종류의 사실은 대체되었거나 과거의 것만 기록되어 있으며, 현재 적용되는 내용은 알 수 없습니다.",
)
MACHINE = Sentence(
    "The texts of these facts were translated by a machine, and no person has checked the translation.",
    "이 사실들의 문장은 기계로 번역되었으며 번역을 사람이 검토하지 않았습니다.",
)
NOTHING = Sentence("Nothing is recorded here yet.", "아직 기록된 내용이 없습니다.")


def guide_parts(view: View, country: str, product_type: str, parameters: GuideParameters) -> Parts:
    """The guide as JSON, put together once for an edition, a day and a language."""
    key = ("guide", country.upper(), product_type, filing_day(view, parameters.applies_on))
    return view.kept(key, lambda: parts_of(guide(view, country, product_type, parameters)))


def guide(view: View, country: str, product_type: str, parameters: GuideParameters) -> Item:
    """The guide for a product type in a country, for an application filed on `applies_on`.

    Raises `UnknownRecord` for a country or product type that the edition does not know.
    """
    jurisdiction = _known(view, "jurisdiction", country.upper(), "/v1/countries")
    kind_of_product = _known(view, "product_type", product_type, "/v1/product-types")
    code, day = jurisdiction["id"], filing_day(view, parameters.applies_on)
    found = held(view, [code], product_type, day)
    places = {item["id"]: place(item, day) for item in found}
    own = [item for item in found if item["country"] == code]
    now = [item for item in own if places[item["id"]] == "now"]
    regional = [
        item
        for item in found
        if item["country"] != code and places[item["id"]] == "now" and item["here"]["applies_through"]
    ]
    not_stated = [item for item in now if not item["here"]["applies_through"] and item["kind"] != "market"]
    older = sorted((item for item in own if places[item["id"]] == "older"), key=order.older)

    def of(kind: str) -> list[Item]:
        # A figure about the market needs no product type to be of use.
        return [
            item for item in now if item["kind"] == kind and (item["here"]["applies_through"] or kind == "market")
        ]

    procedures = sorted(of("procedure"), key=order.procedures)
    coming = sorted((item for item in own if places[item["id"]] == "coming"), key=order.coming(day))
    chain = view.snapshot.tree.chain(product_type, code, "requirement")
    answer = {
        "edition": view.edition.number,
        "country": code,
        "country_name": show(jurisdiction["name"], view.language),
        "product_type": product_type,
        "product_type_name": show(kind_of_product["name"], view.language),
        "applies_on": day.isoformat(),
        "warnings": _warnings(view, [*now, *regional], older, not_stated),
        "dates": _dates(coming, day),
        "authorities": _authorities(view, code),
        "procedures": _procedures(view, procedures),
        "requirements": _by_topic(view, sorted(of("requirement"), key=order.requirements(chain))),
        "regional": regional,
        "documents": [],
        "reliance": [{**one, "mfds": order.for_mfds(one)} for one in sorted(of("reliance"), key=order.reliance)],
        "observed_times": sorted(of("observed_time"), key=order.observed_times([one["id"] for one in procedures])),
        "policies": of("policy"),
        "coming": coming,
        "market": of("market"),
        "terms": of("term"),
        "questions": of("qa"),
        "product_type_not_stated": not_stated,
        "older_evidence": older,
        "gaps": sorted(touching(view, "gap", code, product_type, places), key=order.gaps),
        "disagreements": touching(view, "disagreement", code, product_type, places),
        "sources": [],
        "meta": view.meta(),
    }
    answer["documents"] = _documents(view, answer)
    answer["sources"] = _sources(entries_in(answer))
    return answer


SECTIONS = (
    *("procedures", "requirements", "regional", "reliance", "observed_times", "policies", "coming", "market"),
    *("terms", "questions", "product_type_not_stated", "older_evidence"),
)
"""The members of a guide that hold entries, in the order of reading."""


def entries_in(answer: Item) -> list[Item]:
    """All entries of a guide, once each, in the order of reading."""
    shown: list[Item] = []
    for name in SECTIONS:
        shown += (
            [item for group in answer[name] for item in group["items"]] if name == "requirements" else answer[name]
        )
    return shown


def _known(view: View, type_: str, id_: str, listed: str) -> Item:
    content = view.snapshot.of(type_).get(id_)
    if content is None:
        raise UnknownRecord(f"No {type_.replace('_', ' ')} is called {id_}; {listed} lists them.")
    return content


def _authorities(view: View, country: str) -> list[Item]:
    known = view.snapshot.of("authority")
    return authorities(view, [one for _, one in sorted(known.items()) if one["jurisdiction"] == country])


def _procedures(view: View, procedures: Sequence[Item]) -> list[Item]:
    """Procedures with the clock of each path in calendar days, and their prerequisites by title."""
    wanted = {one["procedure"] for item in procedures for one in item["prerequisites"]}
    titles: dict[str, str] = {}
    if wanted:
        query = entries_of(view.edition.number).where(ENTRY.id.in_(sorted(wanted)))
        titles = {row.id: show(thaw(row.content)["title"], view.language) for row in view.connection.execute(query)}
    return [
        {
            **item,
            "prerequisites": [{**one, "title": titles.get(one["procedure"])} for one in item["prerequisites"]],
            "variants": [
                {**variant, "clock": _clock(path_clock(variant), view.language)} for variant in item["variants"]
            ],
        }
        for item in procedures
    ]


def _clock(clock: PathClock, language: str) -> Item:
    return {
        "days": clock.span.rounded(),
        "basis": clock.basis,
        "arithmetic": [arithmetic(step.duration, language) for step in clock.steps],
        "missing": list(clock.missing),
        "phases": clock.phases.rounded() if clock.phases else None,
    }


def _by_topic(view: View, requirements: Iterable[Item]) -> list[Item]:
    """Requirements in full under the first of their topics, topics in the vocabulary's order; by id under others."""
    topics = view.snapshot.of("topic")
    full: dict[str, list[Item]] = defaultdict(list)
    also: dict[str, list[str]] = defaultdict(list)
    for item in requirements:
        first, *rest = [id_ for id_ in topics if id_ in item["topics"]]
        full[first].append(item)
        for topic in rest:
            also[topic].append(item["id"])
    return [
        {"topic": id_, "name": show(content["name"], view.language), "items": full[id_], "also": also[id_]}
        for id_, content in topics.items()
        if id_ in full or id_ in also
    ]


def _dates(coming: Iterable[Item], day: date) -> list[Item]:
    """What comes next, in order of time; the title says what it is about."""
    dated = [(item, next_date(item, day)) for item in coming]
    return [
        {"on": found[1], "what": found[0], "entry": item["id"], "title": item["title"]}
        for item, found in dated
        if found
    ]


def _documents(view: View, answer: Item) -> list[Item]:
    """Every paper of the vocabulary that an entry of the guide asks for, once, in the order of reading."""
    known = view.snapshot.of("document")
    asked: dict[str, list[str]] = defaultdict(list)
    for item in entries_in(answer):
        for paper in item.get("documents", ()):
            if paper["id"] in known and item["id"] not in asked[paper["id"]]:
                asked[paper["id"]].append(item["id"])
    return [
        {
            "id": id_,
            "name": show(known[id_]["name"], view.language),
            "supply": known[id_].get("supply"),
            "actd_part": known[id_].get("actd_part"),
            "korean_procedure": show(said, view.language) if (said := known[id_].get("korean_procedure")) else None,
            "asked_by": entries,
        }
        for id_, entries in asked.items()
    ]


def _warnings(view: View, now: Sequence[Item], older: Sequence[Item], not_stated: Sequence[Item]) -> list[Item]:
    language = view.language
    found = warnings(now, language)
    if not_stated:
        found.append(warned("product-type-not-stated", NOT_STATED, language, [one["id"] for one in not_stated]))
    kinds = {item["kind"] for item in now}
    alone = [item["id"] for item in older if item["kind"] not in kinds]
    if alone:
        found.append(warned("only-older-evidence", ONLY_OLDER, language, alone))
    machine = sorted(one["id"] for one in (*now, *older) if TextState.machine in one["texts"].values())
    if machine:
        found.append(warned("machine-translated", MACHINE, language, machine))
    if not now and not older:
        found.append(warned("nothing-recorded", NOTHING, language))
    return found


def _sources(shown: Iterable[Item]) -> list[Item]:
    """Every source once, numbered in the order of reading, with the entries that cite it."""
    found: dict[str, Item] = {}
    for item in shown:
        for source in item["sources"]:
            number = len(found) + 1
            own = found.setdefault(
                source["id"], {"number": number, **source, "locator": None, "supports": False, "entries": []}
            )
            own["supports"] = own["supports"] or source["supports"]
            if item["id"] not in own["entries"]:
                own["entries"].append(item["id"])
    return list(found.values())
