"""One revision as an answer, and the work list."""

import hashlib
from typing import Any

import orjson
from sqlalchemy import Connection, Select, exists, func, select

from app.access.faults import invalid
from app.access.people import Person
from app.editorial.revisions.contents import COMMON_PART, in_full, validated
from app.editorial.revisions.held import Held, many_held, revisions
from app.editorial.revisions.ready import advice
from app.editorial.revisions.schemas import RevisionParameters
from app.editorial.revisions.similar import similar_entries
from app.editorial.revisions.standing import OPEN
from app.editorial.revisions.together import companions
from app.knowledge.models import Record, Revision, RevisionEditor
from app.vocabulary.lists import ENTRY_KINDS

Data = dict[str, Any]


def whole(connection: Connection, one: Held, person: Person) -> Data:
    """A revision as it is answered: what it says in full, and, while people work on it, what they should see."""
    seen: Data = {"similar": [], "warnings": [], "publish_with": []}
    if one.state in OPEN and one.content is not None:
        content = validated(one.type, one.content)
        noted = advice(connection, one.type, content)
        seen["warnings"] = [{"pointer": fault.pointer, "message": fault.message} for fault in noted]
        seen["publish_with"] = companions(connection, [one.key])[one.key]
        if one.type in ENTRY_KINDS:
            seen["similar"] = [other.shown() for other in similar_entries(connection, one.type, one.content)]
    full = None if one.content is None else in_full(one.type, one.content)
    return {**one.shown(person), "content": full, **seen}


def work_list(
    connection: Connection, parameters: RevisionParameters, person: Person, after: int | None
) -> tuple[list[Data], int, int | None]:
    """A page of revisions, newest first, how many there are in all, and the last key where there are more.

    Raises `Refused` for a country that nothing belongs to.
    """
    query = _filtered(connection, revisions(), parameters, person)
    counted = _filtered(connection, select(func.count()).select_from(Revision).join(Record), parameters, person)
    total = connection.scalar(counted) or 0
    if after is not None:
        query = query.where(Revision.key < after)
    found = many_held(connection, query.order_by(Revision.key.desc()).limit(parameters.limit + 1))
    shown = found[: parameters.limit]
    more = shown[-1].key if len(found) > len(shown) else None
    return [_listed(one, person) for one in shown], total, more


def digest_of(parameters: RevisionParameters, person: Person) -> str:
    """What a cursor belongs to: the filters, and whose list it is."""
    given = parameters.model_dump(mode="json", exclude={"cursor", "limit"})
    return hashlib.sha256(orjson.dumps([given, person.name], option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


def _filtered(
    connection: Connection, query: Select[Any], parameters: RevisionParameters, person: Person
) -> Select[Any]:
    if parameters.state:
        query = query.where(Revision.state.in_(parameters.state))
    elif not parameters.id:
        query = query.where(Revision.state.in_(OPEN))
    if parameters.country:
        query = query.where(Revision.part.in_(_parts(connection, parameters.country)))
    types = [*parameters.type, *parameters.kind]
    if types:
        query = query.where(Record.type.in_(types))
    if parameters.id:
        query = query.where(Record.id.in_(parameters.id))
    if parameters.mine is not None:
        edited = exists().where(RevisionEditor.revision_key == Revision.key, RevisionEditor.person == person.name)
        query = query.where(edited if parameters.mine else ~edited)
    return query


def _parts(connection: Connection, asked: list[str]) -> list[str]:
    """Manifest parts by the names that were asked for, in either case."""
    known = [*connection.scalars(select(Record.id).where(Record.type == "jurisdiction").order_by(Record.id))]
    by_name = {name.casefold(): name for name in (*known, COMMON_PART)}
    for name in asked:
        if name.casefold() not in by_name:
            raise invalid("country", f"no jurisdiction is called {name}", valid=by_name.values(), value=name)
    return [by_name[name.casefold()] for name in asked]


def _listed(one: Held, person: Person) -> Data:
    shown = {name: value for name, value in one.shown(person).items() if name != "content"}
    title = (one.content or {}).get("title") or (one.content or {}).get("name")
    words = (title.get("en") or title.get("ko")) if isinstance(title, dict) else title
    return {**shown, "title": words, "url": f"/v1/staff/revisions/{one.key}"}
