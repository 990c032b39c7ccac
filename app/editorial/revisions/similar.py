"""Entries that may state the same fact already: of the same country and kind, alike in words or in sources."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from app.editorial.revisions.standing import OPEN
from app.knowledge.models import Revision
from app.knowledge.models.entry import EntryRow
from app.knowledge.models.shared import CitationRow
from app.vocabulary.lists import State

Data = dict[str, Any]

ALIKE = 85.0
"""Of 100: how alike two titles or statements are, whatever the order of their words, to be shown."""

MOST = 10


@dataclass(frozen=True)
class Similar:
    """Another entry, how it stands, and in what it is alike."""

    id: str
    revision: int
    state: str
    title: str | None
    alike: tuple[str, ...]
    likeness: int

    def shown(self) -> Data:
        """As plain data."""
        return {
            "id": self.id,
            "revision": self.revision,
            "state": self.state,
            "title": self.title,
            "alike": list(self.alike),
            "likeness": self.likeness,
        }


def similar_entries(connection: Connection, type_: str, content: Data) -> list[Similar]:
    """The entries most like this one, the likest first; at most ten.

    What an entry replaces, or is replaced by, is not counted: the two are alike by nature.
    """
    row = EntryRow.__table__.c
    related = {content["id"], *(content.get("replaces") or ()), *(content.get("replaced_by") or ())}
    query = (
        select(
            row.revision_key, row.id, Revision.state, row.title_en, row.title_ko, row.statement_en, row.statement_ko
        )
        .join(Revision, Revision.key == row.revision_key)
        .where(row.country == content["country"], row.kind == type_, Revision.state.in_((State.published, *OPEN)))
        .order_by(row.revision_key)
    )
    others = [one for one in connection.execute(query) if one.id not in related]
    scores: dict[int, dict[str, float]] = {}
    for member in ("title", "statement"):
        for language in ("en", "ko"):
            own = (content.get(member) or {}).get(language)
            texts = {place: getattr(one, f"{member}_{language}") for place, one in enumerate(others)}
            for _, score, place in _alike(own, {place: text for place, text in texts.items() if text}):
                known = scores.setdefault(place, {})
                known[member] = max(known.get(member, 0.0), score)
    for place in _same_sources(connection, content, [one.revision_key for one in others]):
        scores.setdefault(place, {})["citations"] = 100.0
    found = [
        Similar(
            others[place].id,
            others[place].revision_key,
            others[place].state,
            others[place].title_en or others[place].title_ko,
            tuple(known),
            round(max(known.values())),
        )
        for place, known in scores.items()
    ]
    found.sort(key=lambda one: (-len(one.alike), -one.likeness, one.id, one.revision))
    return found[:MOST]


def _alike(own: str | None, texts: dict[int, str]) -> list[tuple[str, float, int]]:
    if not own or not texts:
        return []
    # Here, because no reader needs it.
    from rapidfuzz import fuzz, process, utils

    return process.extract(
        own,
        texts,
        scorer=fuzz.token_sort_ratio,
        processor=utils.default_process,
        score_cutoff=ALIKE,
        limit=None,
    )


def _same_sources(connection: Connection, content: Data, keys: list[int]) -> list[int]:
    """The places of the revisions that cite the very same passages, each with its locator."""
    own = {
        (one["source"], one["locator"])
        for one in content.get("citations") or ()
        if one.get("locator") and one.get("supports", True)
    }
    if not own or own != {(one["source"], one.get("locator")) for one in content["citations"]}:
        return []
    source = min(own)[0]
    citing = set(connection.scalars(select(CitationRow.revision_key).where(CitationRow.source == source)))
    places = {key: place for place, key in enumerate(keys) if key in citing}
    cited: dict[int, set[tuple[str, str | None]]] = {key: set() for key in places}
    wanted = sorted(places)
    for start in range(0, len(wanted), 400):
        query = select(CitationRow.revision_key, CitationRow.source, CitationRow.locator).where(
            CitationRow.revision_key.in_(wanted[start : start + 400])
        )
        for key, source_id, locator in connection.execute(query):
            cited[key].add((source_id, locator))
    return [places[key] for key, passages in cited.items() if passages == own]
