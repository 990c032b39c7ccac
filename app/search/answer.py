"""A question into a page: read, ranked, filtered, cut, and shown with what was found in each record."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import bindparam, select

from app.editions.faults import InvalidValue
from app.editions.live import live_in
from app.editions.view import Page, Position, View
from app.knowledge.freeze import thaw
from app.knowledge.models import Record, Revision
from app.knowledge.models.shared import LinkRow
from app.knowledge.staleness import stale
from app.search.editions import SearchStore
from app.search.fields import Labels
from app.search.highlights import checksums, marked, snippet
from app.search.index import EditionIndex
from app.search.judge import Judgement
from app.search.lexicon import FIELD
from app.search.missing import Missing, missing_from
from app.search.parameters import SearchParameters
from app.search.rank import Hit, Ranking, Wanted, overview, rank
from app.search.reading import Reading, Weights, read
from app.vocabulary.lists import ENTRY_KINDS
from app.vocabulary.trees import through

WEIGHTS, JUDGEMENT, RANKING = Weights(), Judgement(), Ranking()
MOST = 200
"""Records that one question finds at most: who looks further wants a list with filters."""
_CONTENTS = select(Revision.key, Revision.content).where(Revision.key.in_(bindparam("keys", expanding=True)))
_TYPES = {field: type_ for type_, field in FIELD.items()}
_BODIES = ("statement", "definition", "answer", "description", "role", "publisher", "text", "note")


def search_page(view: View, store: SearchStore, parameters: SearchParameters, after: Position | None) -> Page:
    """The page of what answers a question, behind `after`.

    Raises `InvalidValue` for the value of a filter that the edition does not know.
    """
    index, lexicon = store.edition(view)
    wanted = _wanted(view, index, parameters)
    authorities = view.snapshot.of("authority")
    reading = read(
        parameters.q, lexicon, index.known, {one: body["jurisdiction"] for one, body in authorities.items()}, WEIGHTS
    )
    if reading.aspects:
        hits = rank(index, reading, view.snapshot.tree, wanted, judgement=JUDGEMENT, ranking=RANKING)[:MOST]
    else:
        hits = overview(index, reading.countries, wanted, MOST)
    missing = missing_from(index, reading)
    if after and not (after.key.isdecimal() and len(after.key) <= len(str(MOST))):
        raise InvalidValue("cursor", "the cursor does not say where a page begins; ask the question again without it")
    start = min(int(after.key), MOST) if after else 0
    shown = hits[start : start + parameters.limit]
    more = len(hits) > start + parameters.limit
    return Page(
        {
            "edition": view.edition.number,
            "query": _query(view, reading, missing),
            "covered": bool(hits) and not missing,
            "did_you_mean": reading.text if reading.mended else None,
            "items": _items(view, reading, shown, hits[0].score if hits else 0),
            "next": None,
            "total": len(hits),
            "facets": _facets(hits),
            "meta": view.meta(),
        },
        Position(str(start + parameters.limit), shown[-1].labels.id) if more else None,
    )


def _wanted(view: View, index: EditionIndex, parameters: SearchParameters) -> Wanted:
    """The filters. Each value is checked against the edition's vocabulary."""
    snapshot = view.snapshot
    countries = _known("country", [one.upper() for one in parameters.country], snapshot.of("jurisdiction"))
    types = _known("product_type", parameters.product_type, snapshot.of("product_type"))
    topics = _known("topic", parameters.topic, snapshot.of("topic"))
    named: set[str] = set()
    for one in types:
        default, own = snapshot.tree.chains(one, "requirement")
        named.update(default, *own.values())
    overriding = _overriding(view, index) if types else {}

    def holds(labels: Labels, type_: str) -> bool:
        chain = snapshot.tree.chain(type_, labels.country or "", labels.type)
        return through(chain, labels.product_types, labels.except_product_types) is not None

    def allowed(labels: Labels) -> bool:
        if not types:
            return True
        above = overriding.get(labels.id, []) if labels.type in ENTRY_KINDS else []
        return any(holds(labels, one) and not any(holds(other, one) for other in above) for one in types)

    groups = [
        [f"country:{one}" for one in countries],
        [f"topic:{one}" for one in topics],
        [f"type:{one}" for one in parameters.kind],
        [f"product_type:{one}" for one in sorted(named)],
    ]
    return Wanted([group for group in groups if group], allowed)


def _overriding(view: View, index: EditionIndex) -> dict[str, list[Labels]]:
    """For each entry that others of the edition override, for the types they hold for: what those are."""
    query = (
        select(LinkRow.target, LinkRow.revision_key)
        .join(Revision, Revision.key == LinkRow.revision_key)
        .where(LinkRow.relation == "overrides", Revision.content.is_not(None), live_in(view.edition.number))
        .order_by(LinkRow.target, LinkRow.revision_key)
    )
    links = view.connection.execute(query).all()
    labels = index.postings.labels({key for _, key in links})
    found: dict[str, list[Labels]] = {}
    for target, key in links:
        found.setdefault(target, []).append(labels[key])
    return found


def _known(parameter: str, values: list[str], valid: dict[str, Any]) -> list[str]:
    for value in values:
        if value not in valid:
            raise InvalidValue(parameter, f"this edition knows no {value}", value=value, valid=list(valid))
    return values


def _query(view: View, reading: Reading, missing: list[Missing]) -> dict[str, Any]:
    understood = []
    for found in reading.recognised:
        for meaning in found.meanings:
            if meaning.field in ("intent", "system"):
                continue
            filtered = meaning.field in ("country", "product_type", "topic", "kind")
            understood.append(
                {
                    "text": found.text,
                    "start": found.start,
                    "end": found.end,
                    "field": meaning.field,
                    "value": meaning.value,
                    "name": _name(view, meaning.field, meaning.value),
                    "filter": f"{meaning.field}={meaning.value}" if filtered else None,
                }
            )
    return {
        "text": reading.text,
        "understood": understood,
        "intents": reading.intents,
        "countries": reading.countries,
        "references": reading.reference,
        "unknown": reading.unknown,
        "missing": [asdict(one) for one in missing],
    }


def _name(view: View, field: str, value: str) -> str | None:
    record = view.snapshot.of(_TYPES.get(field, field)).get(value)
    return _show(record["name"], view.language) if record else None


def _show(text: Any, language: str) -> str:
    """A text in a language, or in its original where it is not translated; a source's title is in its own."""
    return text if isinstance(text, str) else str(text.get(language) or text[text["original"]])


def _items(view: View, reading: Reading, hits: list[Hit], best: int) -> list[dict[str, Any]]:
    rows = view.connection.execute(_CONTENTS, {"keys": [hit.key for hit in hits]}) if hits else ()
    contents = {key: thaw(content) for key, content in rows}
    wanted = checksums(token for aspect in reading.aspects for token in aspect.tokens)
    events = _events(view, contents.values())
    return [
        _item(view, reading, hit, content=contents[hit.key], events=events, wanted=wanted, best=best) for hit in hits
    ]


def _item(
    view: View,
    reading: Reading,
    hit: Hit,
    *,
    content: dict[str, Any],
    events: dict[str, str],
    wanted: frozenset[int],
    best: int,
) -> dict[str, Any]:
    labels = hit.labels
    title = _show(content.get("title") or content.get("name") or content["text"], view.language)
    body = next((_show(content[name], view.language) for name in _BODIES if content.get(name)), None)
    touched = [reading.aspects[number] for number in hit.aspects]
    entry = labels.type in ENTRY_KINDS
    return {
        "id": labels.id,
        "kind": labels.type,
        "country": labels.country,
        "title": marked(title, wanted),
        "snippet": snippet(body, wanted) if body else None,
        "why": [
            {
                "asked": reading.text[one.start : one.end],
                "meant": list(
                    dict.fromkeys(
                        name for meaning in one.meant if (name := _name(view, meaning.field, meaning.value))
                    )
                ),
            }
            for one in touched
        ],
        "without": [
            reading.text[one.start : one.end]
            for number, one in enumerate(reading.aspects)
            if number not in hit.aspects
        ],
        "url": _url(labels, content, events),
        "product_types": labels.product_types,
        "topics": labels.topics,
        "currency_status": content["currency_status"] if entry else None,
        "stale": stale(content, view.today.isoformat()) if entry else None,
        "evidence_grade": content.get("evidence_grade"),
        "score": 100 * hit.score // best,
    }


def _events(view: View, contents: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The event of each session in which the statements among these contents were made."""
    sessions = {one["session"] for one in contents if "session" in one}
    if not sessions:
        return {}
    query = (
        select(Revision.content)
        .join(Record, Record.key == Revision.record_key)
        .where(Record.type == "session", Record.id.in_(sorted(sessions)), live_in(view.edition.number))
    )
    found = (thaw(content) for content in view.connection.scalars(query) if content)
    return {one["id"]: one["event"] for one in found}


def _url(labels: Labels, content: dict[str, Any], events: dict[str, str]) -> str:
    match labels.type:
        case "session" | "statement":
            event = content.get("event") or events.get(content["session"])
            return f"/v1/events/{event}" if event else "/v1/events"
        case _:
            pattern = _URLS.get(labels.type, "/v1/entries/{id}")
            return pattern.format(id=labels.id, country=labels.country)


_URLS = {
    "source": "/v1/sources/{id}",
    "jurisdiction": "/v1/countries/{id}",
    "authority": "/v1/authorities?country={country}",
    "document": "/v1/entries?document={id}",
    "event": "/v1/events/{id}",
    "gap": "/v1/gaps?country={country}",
    "disagreement": "/v1/disagreements?country={country}",
}


def _facets(hits: list[Hit]) -> dict[str, list[dict[str, Any]]]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("country", "kind", "topic", "product_type")}
    for hit in hits:
        if hit.labels.country:
            counts["country"][hit.labels.country] += 1
        counts["kind"][hit.labels.type] += 1
        counts["topic"].update(hit.labels.topics)
        counts["product_type"].update(hit.labels.product_types)
    return {
        name: [
            {"value": value, "count": count}
            for value, count in sorted(counted.items(), key=lambda one: (-one[1], one[0]))
        ]
        for name, counted in counts.items()
    }
