"""Rows of entries into items: content, sources, pending changes, and what depends on the day and question."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Row, Select, select
from sqlalchemy.orm import aliased

from app.answers.applies import applies, under_way
from app.answers.conditions import ENTRY, readable
from app.answers.render import render, show
from app.answers.said import said_at
from app.editions.kept import Kept
from app.editions.view import View
from app.editions.written import Shown, Written
from app.knowledge.freeze import thaw
from app.knowledge.models import Revision
from app.knowledge.models.entry import EntryRow
from app.knowledge.models.shared import LinkRow
from app.knowledge.staleness import stale
from app.vocabulary.lists import Applies, Review, Stale
from app.vocabulary.trees import through

_QUESTIONS = 8
_COLUMNS = (
    Revision.key,
    ENTRY.id,
    ENTRY.kind,
    Revision.number,
    Revision.content,
    Revision.published_in,
    Revision.approved_by,
)
_SUMMARY = (
    "id",
    "kind",
    "country",
    "product_types",
    "topics",
    "title",
    "currency_status",
    "fact_as_of",
    "checked_on",
    "evidence_grade",
    "confidence",
    "published_in",
    "revision",
    "review",
)


class Question(NamedTuple):
    """What an entry is shown for: the product types that were asked, and the filing day."""

    product_types: tuple[str, ...]
    day: date


def entries_of(edition: int, *more: Any) -> Select[Any]:
    """Entries that an edition shows, with what `items` needs of them and any further columns."""
    return select(*_COLUMNS, *more).join(EntryRow, EntryRow.revision_key == Revision.key).where(readable(edition))


@dataclass(frozen=True)
class Entry:
    """An entry as an edition shows it on a day, in a language; the same as JSON but for its end; its content."""

    item: dict[str, Any]
    json: bytes
    content: dict[str, Any]
    here: Kept[tuple[dict[str, Any], bytes]] = field(default_factory=lambda: Kept(_QUESTIONS))

    def written(self, view: View, question: Question) -> Written:
        """The entry for a question, as JSON."""
        return Written((self.json, self._asked(view, question)[1]))

    def shown(self, view: View, question: Question) -> Shown:
        """The entry for a question."""
        own, json = self._asked(view, question)
        return Shown({**self.item, "here": own}, (self.json, json))

    def _asked(self, view: View, question: Question) -> tuple[dict[str, Any], bytes]:
        return self.here.of(question, lambda: _end(*_marks(view, self.content, question)))


@lru_cache(maxsize=1024)
def _end(stale: Stale, applies: Applies, through: tuple[str, str] | None) -> tuple[dict[str, Any], bytes]:
    """What an entry ends with; there are few kinds, and they are shared."""
    own = _here(stale, applies, through)
    return own, orjson.dumps(own) + b"}"


def items(view: View, rows: Sequence[Row[Any]], question: Question) -> list[dict[str, Any]]:
    """Full items for rows of `entries_of`, in their order. They are shared: who changes one takes a copy."""
    held: dict[int, Entry | None] = {row.key: view.store.entries.get(_place(view, row.key)) for row in rows}
    missing = [row for row in rows if held[row.key] is None]
    for row, made in zip(missing, _entries(view, missing) if missing else (), strict=True):
        view.store.entries.put(_place(view, row.key), made)
        held[row.key] = made
    return [entry.shown(view, question) for entry in held.values() if entry is not None]


def found_items(
    view: View, name: tuple[Hashable, ...], find: Callable[[], Select[Any]], question: Question
) -> list[dict[str, Any]]:
    """Full items for the rows of a statement of `entries_of`. Which entries it finds is kept for the edition.

    `name` says all that the statement depends on besides the edition.
    """
    place = (view.edition.state, *name)
    keys = view.store.questions.get(place)
    held = held_entries(view, keys) if keys is not None else None
    if held is not None:
        return [one.shown(view, question) for one in held]
    rows = view.connection.execute(find()).all()
    view.store.questions.put(place, tuple(row.key for row in rows))
    return items(view, rows, question)


def held_entries(view: View, keys: Iterable[int]) -> list[Entry] | None:
    """The entries with these revisions' keys, in their order; null where one is not in memory."""
    found = []
    for key in keys:
        entry = view.store.entries.get(_place(view, key))
        if entry is None:
            return None
        found.append(entry)
    return found


def _place(view: View, key: int) -> Hashable:
    return view.era, key


def _entries(view: View, rows: Sequence[Row[Any]]) -> list[Entry]:
    contents = [thaw(row.content) for row in rows]
    sources = view.sources({one["source"] for content in contents for one in content.get("citations", ())})
    pending = _pending_changes(view, contents)
    said = said_at(view, [content["id"] for content in contents])
    made = []
    for row, content in zip(rows, contents, strict=True):
        item, states = render(row.kind, content, view.language)
        item.update(
            published_in=row.published_in,
            revision=row.number,
            review=review_of(row.approved_by),
            sources=[_cited(one, sources) for one in content.get("citations", ())],
            texts=states,
            pending_changes=pending[row.id],
            said_at=said.get(row.id, []),
        )
        made.append(Entry(item, orjson.dumps(item)[:-1] + b',"here":', content))
    return made


def summaries(view: View, rows: Sequence[Row[Any]], question: Question) -> list[dict[str, Any]]:
    """Items in short."""
    shown: list[dict[str, Any]] = []
    for row in rows:
        content = thaw(row.content)
        item, states = render(row.kind, content, view.language)
        item.update(published_in=row.published_in, revision=row.number, review=review_of(row.approved_by))
        short = {name: item[name] for name in _SUMMARY}
        shown.append({**short, "texts": {"title": states["title"]}, "here": here(view, content, question)})
    return shown


def review_of(approved_by: str | None) -> Review:
    """Who vouches for a published revision: a person, or the seed alone."""
    return Review.approved if approved_by else Review.seed_compiled


def here(view: View, content: dict[str, Any], question: Question) -> dict[str, Any]:
    """What depends on the day and the question."""
    return _here(*_marks(view, content, question))


def _marks(view: View, content: dict[str, Any], question: Question) -> tuple[Stale, Applies, tuple[str, str] | None]:
    found = applies_through(view, content, question.product_types)
    return stale(content, view.today.isoformat()), applies(content, question.day), found


def _here(stale: Stale, applies: Applies, through: tuple[str, str] | None) -> dict[str, Any]:
    return {
        "stale": stale,
        "applies": applies,
        "applies_through": {"type": through[0], "how": through[1]} if through else None,
    }


def applies_through(view: View, content: dict[str, Any], product_types: Iterable[str]) -> tuple[str, str] | None:
    """Through which type, and how, an entry holds for the first of the asked types that it holds for."""
    for asked in product_types:
        chain = view.snapshot.tree.chain(asked, content["country"], content["kind"])
        found = through(chain, content.get("product_types", []), content.get("except_product_types", []))
        if found:
            return found
    return None


def _cited(citation: dict[str, Any], sources: dict[str, dict[str, Any]]) -> dict[str, Any]:
    source = sources.get(citation["source"], {})  # nothing but its id is left of a redacted source
    return {
        "id": citation["source"],
        "title": source.get("title"),
        "publisher": source.get("publisher"),
        "url": source.get("url"),
        "kind": source.get("kind"),
        "language": source.get("language"),
        "published_on": source.get("published_on"),
        "locator": citation.get("locator"),
        "supports": citation["supports"],
    }


def _pending_changes(view: View, contents: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Policies under way that name an entry, and successors of entries that still hold."""
    pending: dict[str, list[dict[str, Any]]] = defaultdict(list)
    ids = [content["id"] for content in contents]
    link = aliased(LinkRow)
    query = (
        entries_of(view.edition.number, link.target)
        .join(link, link.revision_key == Revision.key)
        .where(link.relation == "affects", link.target.in_(ids))
        .order_by(ENTRY.id)
    )
    for row in view.connection.execute(query):
        policy = thaw(row.content)
        if under_way(policy, view.today):
            pending[row.target].append(_pending(view, policy, "policy"))
    replaced: dict[str, list[str]] = defaultdict(list)
    for content in contents:
        if content["currency_status"] not in ("superseded", "historic"):
            for successor in content.get("replaced_by", ()):
                replaced[successor].append(content["id"])
    if replaced:
        query = entries_of(view.edition.number).where(ENTRY.id.in_(list(replaced))).order_by(ENTRY.id)
        for row in view.connection.execute(query):
            for id_ in replaced[row.id]:
                pending[id_].append(_pending(view, thaw(row.content), "successor"))
    return pending


def _pending(view: View, content: dict[str, Any], how: str) -> dict[str, Any]:
    return {
        "id": content["id"],
        "kind": content["kind"],
        "title": show(content["title"], view.language),
        "how": how,
        "status": content.get("status"),
        "effective_from": content.get("effective_from") or content.get("applies_from"),
    }
