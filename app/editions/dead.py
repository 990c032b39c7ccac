"""References of an edition that lead nowhere: what is new names only what is live, and nothing names what leaves."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, or_, select

from app.editions.live import live_in
from app.knowledge.freeze import thaw
from app.knowledge.models import Record, Revision
from app.knowledge.schemas import CONTENT_MODELS, references
from app.vocabulary.lists import ENTRY_KINDS

_BATCH = 400
_NAMES = 50  # names that are looked for in one reading of the contents


def dead_references(connection: Connection, number: int, published: Sequence[int], left: Sequence[str]) -> list[str]:
    """What is wrong with the references of an edition that is being made, one sentence for each.

    `published` are the revisions that are new in it, `left` the ids of records that it does not hold any more. A
    redacted revision says nothing any more, and is not asked.
    """
    keys = [*published, *_naming(connection, number, left)]
    found: list[str] = []
    for start in range(0, len(keys), _BATCH):
        said = list(_said(connection, keys[start : start + _BATCH]))
        alive = _alive(connection, number, {target for *_, target in said})
        found.extend(
            f"{name} {pointer}: no {target_type} {target} in this edition"
            for name, pointer, target_type, target in said
            if (target_type, target) not in alive
        )
    return list(dict.fromkeys(found))


def _said(connection: Connection, keys: Sequence[int]) -> Iterator[tuple[str, str, str, str]]:
    """Every reference of these revisions: whose it is, where it stands, and what it names (type, id)."""
    rows = connection.execute(
        select(Record.type, Record.id, Revision.content)
        .join(Record, Record.key == Revision.record_key)
        .where(Revision.key.in_(keys), Revision.content.is_not(None))
        .order_by(Revision.key)
    )
    for type_, id_, content in rows:
        data = {k: v for k, v in thaw(content).items() if k not in ("type", "content_format")}
        for pointer, target_type, target in references(CONTENT_MODELS[type_].model_validate(data)):
            yield f"{type_} {id_}", pointer, target_type, target


def _alive(connection: Connection, number: int, ids: Iterable[str]) -> set[tuple[str, str]]:
    """The types and ids under which an edition holds records of these ids."""
    known: set[tuple[str, str]] = set()
    wanted = sorted(ids)
    for start in range(0, len(wanted), _BATCH):
        query = (
            select(Record.type, Record.id)
            .join(Revision, Revision.record_key == Record.key)
            .where(live_in(number), Record.id.in_(wanted[start : start + _BATCH]))
        )
        for type_, id_ in connection.execute(query):
            known |= {(type_, id_), ("record", id_)} | ({("entry", id_)} if type_ in ENTRY_KINDS else set())
    return known


def _naming(connection: Connection, number: int, ids: Sequence[str]) -> list[int]:
    """The live revisions whose content holds one of these ids as a text of its own: all that could point at them."""
    found: set[int] = set()
    for start in range(0, len(ids), _NAMES):
        named = or_(*(Revision.content.contains(f'"{id_}"', autoescape=True) for id_ in ids[start : start + _NAMES]))
        found.update(connection.scalars(select(Revision.key).where(live_in(number), named)))
    return sorted(found)
