"""What has to hold before a draft goes to review, and what its writer should know earlier."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from app.access.faults import Fault
from app.editorial.revisions.contents import CONTENT
from app.editorial.revisions.rounds import rounds
from app.editorial.revisions.standing import Stands, sources_seen, standing, successions
from app.knowledge.marks import best
from app.knowledge.schemas import Content, references
from app.vocabulary.lists import ENTRY_KINDS

Data = dict[str, Any]

_OPPOSITE = {"replaces": "replaced_by", "replaced_by": "replaces"}


def unready(connection: Connection, type_: str, content: Content) -> list[Fault]:
    """Why a content cannot be reviewed: citations that are not whole, references that lead nowhere or in a circle."""
    return [
        *_citations(connection, type_, content),
        *_references(connection, content),
        *_successions(connection, type_, content),
        *rounds(connection, type_, content.model_dump(mode="json", include={"id", "parent"})),
    ]


def advice(connection: Connection, type_: str, content: Content) -> list[Fault]:
    """What is not wrong, but should be seen: what has to be published together, marks that no source gives."""
    return [*_together(connection, content), *_marks(connection, type_, content)]


def _citations(connection: Connection, type_: str, content: Content) -> Iterator[Fault]:
    citations = _said(content, "citations")
    place = f"{CONTENT}/citations"
    if type_ in ENTRY_KINDS and not citations:
        yield Fault(place, "expected at least one source; a fact without one cannot be published")
    elif type_ in ENTRY_KINDS and not any(one["supports"] for one in citations):
        yield Fault(place, "expected at least one source that supports the fact")
    seen = sources_seen(connection, [one["source"] for one in citations])
    for position, one in enumerate(citations):
        source = seen.get(one["source"])
        if source is None:  # told as a reference that leads nowhere
            continue
        if not (source.title.strip() and source.publisher.strip()):
            yield Fault(f"{place}/{position}/source", f"source {one['source']} has no title or no publisher")
        if not source.has_address and not source.says_why_not:
            yield Fault(
                f"{place}/{position}/source",
                f"source {one['source']} has no address, and no note that says why it has none",
            )


def _references(connection: Connection, content: Content) -> Iterator[Fault]:
    named = list(references(content))
    found = standing(connection, {(type_, id_) for _, type_, id_ in named})
    for pointer, type_, id_ in named:
        if found[type_, id_] == Stands.nowhere:
            yield Fault(f"{CONTENT}{pointer}", f"no {type_.replace('_', ' ')} has the id {id_}")


def _successions(connection: Connection, type_: str, content: Content) -> Iterator[Fault]:
    """A successor and what it replaces name each other, or answers would follow the law one way only."""
    if type_ not in ENTRY_KINDS:
        return
    own = _said(content, "id")
    named = {relation: _said(content, relation) for relation in _OPPOSITE}
    said = successions(connection, {id_ for ids in named.values() for id_ in ids})
    for relation, ids in named.items():
        for position, id_ in enumerate(ids):
            if id_ in said and own not in said[id_][_OPPOSITE[relation]]:
                yield Fault(
                    f"{CONTENT}/{relation}/{position}",
                    f"{id_} does not say the same from its side: its `{_OPPOSITE[relation]}` has no {own}",
                )


def _together(connection: Connection, content: Content) -> Iterator[Fault]:
    named = list(references(content))
    found = standing(connection, {(type_, id_) for _, type_, id_ in named})
    for pointer, type_, id_ in named:
        if found[type_, id_] == Stands.open:
            yield Fault(f"{CONTENT}{pointer}", f"{id_} is not published yet; publish both in one edition")
        elif found[type_, id_] == Stands.nowhere:
            yield Fault(f"{CONTENT}{pointer}", f"no {type_.replace('_', ' ')} has the id {id_} yet")


def _marks(connection: Connection, type_: str, content: Content) -> Iterator[Fault]:
    if type_ not in ENTRY_KINDS:
        return
    cited = [one["source"] for one in _said(content, "citations") if one["supports"]]
    best_of = best(source.marks for source in sources_seen(connection, cited).values())
    if best_of is None:
        return
    for name, given in (("evidence_grade", best_of.grade), ("source_custody", best_of.custody)):
        if _said(content, name) != given:
            yield Fault(f"{CONTENT}/{name}", f"the best of its supporting sources is {given}")


def _said(content: Content, name: str) -> Any:
    """A member as plain data; null where contents of this type have no such member."""
    return content.model_dump(mode="json", include={name}).get(name) or ([] if name in _LISTS else None)


_LISTS = ("citations", "replaces", "replaced_by")
