"""Composing a guide: what holds, what is coming, what is history, what is not known."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import or_

from app.answers import conditions
from app.answers.applies import applies, under_way
from app.answers.conditions import ENTRY
from app.answers.directory.authorities import authorities
from app.answers.entries import Question, entries_of, items
from app.answers.guides.schemas import GuideParameters
from app.answers.render import show
from app.answers.unknowns.unknowns import touching
from app.editions.faults import UnknownRecord
from app.editions.view import View
from app.knowledge.models.shared import AdoptionRow
from app.vocabulary.dates import day_range
from app.vocabulary.lists import Acceleration, Applies, Assessment, Licence, PolicyStatus

Item = dict[str, Any]


def guide(view: View, country: str, product_type: str, parameters: GuideParameters) -> dict[str, Any]:
    """The guide for a product type in a country, for an application filed on `applies_on`.

    Raises `UnknownRecord` for a country or product type that the edition does not know.
    """
    jurisdiction = _known(view, "jurisdiction", country.upper(), "/v1/countries")
    kind_of_product = _known(view, "product_type", product_type, "/v1/product-types")
    code = jurisdiction["id"]
    day = date.fromisoformat(parameters.applies_on) if parameters.applies_on else view.today
    found = _entries(view, code, product_type, day)
    place = {item["id"]: _place(item, day) for item in found}
    shown = [item for item in found if item["country"] == code]
    regional = [item for item in found if item["country"] != code and place[item["id"]] == "now"]
    named = [item for item in shown if item["here"]["applies_through"]]

    def of(kind: str) -> list[Item]:
        # A figure about the market needs no product type to be of use.
        chosen = shown if kind == "market" else named
        return [item for item in chosen if item["kind"] == kind and place[item["id"]] == "now"]

    not_stated = [
        item
        for item in shown
        if not item["here"]["applies_through"] and item["kind"] != "market" and place[item["id"]] == "now"
    ]
    return {
        "edition": view.edition.number,
        "country": code,
        "country_name": show(jurisdiction["name"], view.language),
        "product_type": product_type,
        "product_type_name": show(kind_of_product["name"], view.language),
        "applies_on": day.isoformat(),
        "authorities": _authorities(view, code),
        "procedures": sorted(of("procedure"), key=_procedure_order),
        "requirements": _by_topic(view, of("requirement")),
        "regional": [item for item in regional if item["here"]["applies_through"]],
        "reliance": of("reliance"),
        "observed_times": of("observed_time"),
        "policies": of("policy"),
        "coming": sorted((one for one in shown if place[one["id"]] == "coming"), key=_coming_order),
        "market": of("market"),
        "terms": of("term"),
        "questions": of("qa"),
        "product_type_not_stated": not_stated,
        "older_evidence": [item for item in shown if place[item["id"]] == "older"],
        "gaps": touching(view, "gap", code, product_type, place),
        "disagreements": touching(view, "disagreement", code, product_type, place),
        "warnings": _warnings(shown, place, not_stated),
        "sources": _sources([*shown, *regional]),
        "meta": view.meta(),
    }


def _known(view: View, type_: str, id_: str, listed: str) -> Item:
    content = view.snapshot.of(type_).get(id_)
    if content is None:
        raise UnknownRecord(f"No {type_.replace('_', ' ')} is called {id_}; {listed} lists them.")
    return content


def _entries(view: View, country: str, product_type: str, day: date) -> list[Item]:
    """Entries that hold for the product type or do not say for which, overridden ones left out.

    They are the country's own, and those of regional instruments that it has adopted as far as a source says so.
    """
    tree = view.snapshot.tree
    query = (
        entries_of(view.edition.number)
        .where(
            or_(ENTRY.country == country, conditions.has(AdoptionRow, jurisdiction=country)),
            or_(
                conditions.holds_for(tree, [product_type], view.edition.number),
                conditions.names_no_product_type(),
            ),
        )
        .order_by(ENTRY.id)
    )
    return items(view, view.connection.execute(query).all(), Question((product_type,), day))


def _place(item: Item, day: date) -> str:
    """Where an entry belongs: `now`, `coming`, or `older`."""
    if item["currency_status"] in ("superseded", "historic") or item.get("status") == PolicyStatus.withdrawn:
        return "older"
    later = _starts_after(item, day)
    if applies(item, day) == Applies.no and not later:
        return "older"
    if later or (item["kind"] == "policy" and under_way(item, day)):
        return "coming"
    return "now"


def _starts_after(item: Item, day: date) -> bool:
    start = item["applies_from"]
    return start is not None and day_range(start)[0] > day


def _procedure_order(item: Item) -> tuple[int, int, int, str]:
    def rank(words: list[str], word: str | None) -> int:
        return words.index(word) if word in words else len(words)

    return (
        rank(list(Licence), item["licence"]),
        rank(list(Acceleration), item["acceleration"]),
        rank(list(Assessment), item["assessment"]),
        item["id"],
    )


def _coming_order(item: Item) -> tuple[str, str]:
    dates = [item.get(name) for name in ("effective_from", "applies_from", "transition_until")]
    return next((one for one in dates if one), "9999"), item["id"]


def _authorities(view: View, country: str) -> list[Item]:
    held = view.snapshot.of("authority")
    return authorities(view, [one for _, one in sorted(held.items()) if one["jurisdiction"] == country])


def _by_topic(view: View, requirements: list[Item]) -> list[Item]:
    """Requirements under each of their topics, topics in the vocabulary's order; mandatory ones first."""
    order = ("mandatory", "prohibited", "conditional", "recommended", "not-required")
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in sorted(requirements, key=lambda one: (order.index(one["obligation"]), one["id"])):
        for topic in item["topics"]:
            groups[topic].append(item)
    return [
        {"topic": id_, "name": show(content["name"], view.language), "items": groups[id_]}
        for id_, content in view.snapshot.of("topic").items()
        if id_ in groups
    ]


def _warnings(shown: list[Item], place: dict[str, str], not_stated: list[Item]) -> list[Item]:
    current = [item for item in shown if place[item["id"]] == "now"]
    tests: list[tuple[str, str, Callable[[Item], bool], list[Item]]] = [
        (
            "stale-entries",
            "The newest source of these facts is older than their topic allows; check before relying on them.",
            lambda item: item["here"]["stale"] == "yes",
            current,
        ),
        (
            "undated-entries",
            "No source of these facts has a date, so their age is not known.",
            lambda item: item["here"]["stale"] == "unknown",
            current,
        ),
        (
            "low-confidence",
            "The compiler was not sure of these facts.",
            lambda item: item["confidence"] == "low",
            current,
        ),
        (
            "product-type-not-stated",
            "The sources of these facts do not say for which products they hold.",
            lambda _: True,
            not_stated,
        ),
    ]
    found: list[Item] = []
    for code, message, test, among in tests:
        entries = [item["id"] for item in among if test(item)]
        if entries:
            found.append({"code": code, "message": message, "entries": entries})
    if not shown:
        found.append({"code": "nothing-recorded", "message": "Nothing is recorded here yet.", "entries": []})
    return found


def _sources(shown: list[Item]) -> list[Item]:
    """Every source once, by id, with the entries that cite it."""
    found: dict[str, Item] = {}
    for item in shown:
        for source in item["sources"]:
            own = found.setdefault(source["id"], {**source, "locator": None, "supports": False, "entries": []})
            own["supports"] = own["supports"] or source["supports"]
            if item["id"] not in own["entries"]:
                own["entries"].append(item["id"])
    return [found[id_] for id_ in sorted(found)]
