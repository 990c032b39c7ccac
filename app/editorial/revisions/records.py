"""Records as people begin revisions of them: ids that are free or taken, and one open revision at a time."""

from collections.abc import Callable

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from app.access.faults import Fault, Refused
from app.access.work import Work
from app.editorial.revisions.contents import CONTENT, part_of
from app.editorial.revisions.held import Held, held, many_held, revisions
from app.editorial.revisions.standing import OPEN
from app.knowledge.models import Record, Revision, RevisionEditor
from app.knowledge.models.shared import LinkRow
from app.knowledge.rows import write_rows
from app.knowledge.schemas import Content
from app.vocabulary.lists import ENTRY_KINDS, RECORD_TYPES, ChangeType, Origin, State


def published_of(connection: Connection, record_key: int) -> Held | None:
    """The revision of a record that is published now."""
    found = many_held(
        connection, revisions().where(Revision.record_key == record_key, Revision.state == State.published)
    )
    return found[0] if found else None


def known_record(connection: Connection, type_: str, id_: str) -> int:
    """The key of a record. Raises `Refused` where nothing was ever written under that type and id."""
    found = select(Record.key).where(Record.type == type_, Record.id == id_)
    key = connection.scalar(found) if type_ in RECORD_TYPES and id_.isprintable() else None
    if key is None or not _revisions_of(connection, key):
        raise Refused("unknown-record", f"There is no {type_.replace('_', ' ')} with the id {id_}.")
    return key


def entry_type(connection: Connection, id_: str) -> str:
    """The kind of an entry. Raises `Refused` where there is none of that id."""
    found = select(Record.type).where(Record.id == id_, Record.type.in_(ENTRY_KINDS))
    kind = connection.scalar(found) if id_.isprintable() else None  # no database holds what cannot be printed
    if kind is None:
        raise Refused("unknown-record", f"There is no entry with the id {id_}.")
    return kind


def new_record(connection: Connection, type_: str, id_: str, *, pointer: str = f"{CONTENT}/id") -> int:
    """The key of a record of which nothing was written yet. Raises `Refused` (`conflict`) where the id is taken."""
    if is_alias(connection, type_, id_):
        raise _taken("entry", id_, pointer)
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(Record).values(type=type_, id=id_).on_conflict_do_nothing())
    key = connection.scalar(select(Record.key).where(Record.type == type_, Record.id == id_))
    if key is None or _revisions_of(connection, key):
        raise _taken(type_, id_, pointer)
    return key


def is_taken(connection: Connection) -> Callable[[str], bool]:
    """A test for ids of entries that are in use, or were."""

    def taken(id_: str) -> bool:
        known = select(func.count()).where(Record.id == id_, Record.type.in_(ENTRY_KINDS))
        return bool(connection.scalar(known)) or is_alias(connection, "qa", id_)

    return taken


def is_alias(connection: Connection, type_: str, id_: str) -> bool:
    """Does an entry answer to this id, because another was merged into it?"""
    query = (
        select(func.count())
        .select_from(LinkRow)
        .join(Revision, Revision.key == LinkRow.revision_key)
        .where(LinkRow.relation == "alias", LinkRow.target == id_, Revision.state.in_((State.published, *OPEN)))
    )
    return type_ in ENTRY_KINDS and bool(connection.scalar(query))


def refuse_second(connection: Connection, record_key: int) -> None:
    """Raise `Refused` where somebody is working on the record: two drafts of one would undo each other."""
    query = select(Revision.key, Revision.state).where(Revision.record_key == record_key, Revision.state.in_(OPEN))
    row = connection.execute(query).first()
    if row is not None:
        raise Refused(
            "conflict",
            f"Revision {row.key} of it is {row.state.replace('_', ' ')}: /v1/staff/revisions/{row.key}. "
            "Edit that one, or have it published or discarded first.",
        )


def begin(
    work: Work,
    record: tuple[str, int],
    content: Content,
    *,
    part: str | None,
    origin: Origin,
    change_type: ChangeType,
    reason: str,
) -> Held:
    """The next revision of a record (its type and key) as a draft, written by the person at work."""
    type_, record_key = record
    number = work.connection.scalar(select(func.max(Revision.number)).where(Revision.record_key == record_key)) or 0
    new = insert(Revision).values(
        record_key=record_key,
        number=number + 1,
        part=part_of(type_, content, part),
        state=State.draft,
        origin=origin,
        change_type=change_type,
        reason=reason,
        created_at=work.at,
    )
    key = work.connection.execute(new.returning(Revision.key)).scalar_one()
    write_rows(work.connection, [(type_, content, key)])
    sign(work, key)
    return held(work.connection, key)


def sign(work: Work, key: int) -> None:
    """Remember that the person at work edited a revision: they will not be the one who approves it."""
    work.connection.execute(insert(RevisionEditor).values(revision_key=key, person=work.person.name))


def _revisions_of(connection: Connection, record_key: int) -> int:
    query = select(func.count()).where(Revision.record_key == record_key)
    return connection.scalar(query) or 0


def _taken(type_: str, id_: str, pointer: str) -> Refused:
    place = "entries" if type_ == "entry" or type_ in ENTRY_KINDS else f"records/{type_}"
    detail = f"{id_} is taken, for ever. To change what it says: POST /v1/staff/{place}/{id_}/revisions."
    return Refused("conflict", detail, faults=[Fault(pointer, "is taken", (), id_)])
