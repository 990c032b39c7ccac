"""Statements of a session, and the entries that came of them, as drafts in one transaction.

What may not be passed on must not leave by another door: an entry is public, so nothing `internal` becomes one, and
an entry from an `unattributed` statement does not cite what leads to its session.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from app.access.faults import Fault, Refused, invalid
from app.access.work import Work
from app.audit.trail import queue
from app.editorial.capture.schemas import Capture, CapturedStatement
from app.editorial.revisions.contents import CONTENT
from app.editorial.revisions.drafts import start
from app.editorial.revisions.held import Held, many_held, revisions
from app.editorial.revisions.records import known_record
from app.editorial.revisions.standing import OPEN
from app.knowledge.models import Record, Revision
from app.vocabulary.lists import ENTRY_KINDS, Disclosure, EntryKind, State

Data = dict[str, Any]


def capture(work: Work, event: str, session: str, body: Capture) -> Data:
    """Make the drafts. Raises `Refused`: `unknown-record` for no such session of the event, `invalid-parameter` and
    `conflict` with pointers into the body; nothing is stored then.
    """
    queue(work.connection)
    held = _session(work.connection, event, session)
    ids = _free_ids(work.connection, session, {one.id for one in body.statements if one.id})
    made = [
        _one(work, held, one, one.id or next(ids), place=f"/statements/{position}", reason=body.reason)
        for position, one in enumerate(body.statements)
    ]
    return {"event": event, "session": session, "statements": made}


def _one(work: Work, session: Data, said: CapturedStatement, id_: str, *, place: str, reason: str) -> Data:
    _allowed(session, said, place)
    statement = _statement(session, said, id_)
    entry: Held | None = None
    if said.entry is not None:
        content = _entry(session, said, statement)
        kind = content.get("kind")
        if kind not in ENTRY_KINDS:
            raise invalid(f"{place}/entry/kind", "expected a kind of entry", valid=tuple(EntryKind), value=str(kind))
        entry = _started(work, str(kind), content, f"{place}/entry", reason)
        statement["entries"] = [*said.entries, entry.id]
    draft = _started(work, "statement", statement, place, reason)
    return {**_shown(draft), "entry": _shown(entry) if entry is not None else None}


def _allowed(session: Data, said: CapturedStatement, place: str) -> None:
    """Refuse what would tell more than may be told."""
    if said.disclosure == Disclosure.internal and said.entry is not None:
        raise invalid(f"{place}/entry", "an entry is public, and this was said in confidence; leave it out")
    if said.disclosure != Disclosure.unattributed:
        return
    if said.speaker_role is not None:
        raise invalid(f"{place}/speaker_role", "nobody is named for what is unattributed; leave it out")
    if said.entry is not None:
        telling = {one["source"] for one in session.get("citations", ())}
        cited = {one.get("source") for one in _citations(said.entry) if isinstance(one, dict)}
        if not cited or cited & telling:
            message = "cite a source that does not lead to the session: what is unattributed names nobody"
            raise invalid(f"{place}/entry/citations", message)


def _citations(entry: Data) -> list[Any]:
    found = entry.get("citations")
    return found if isinstance(found, list) else []


def _statement(session: Data, said: CapturedStatement, id_: str) -> Data:
    text = said.text.model_dump(exclude_none=True)
    content: Data = {
        "id": id_,
        "session": session["id"],
        "jurisdiction": said.jurisdiction or session.get("jurisdiction"),
        "kind": said.kind,
        "disclosure": said.disclosure,
        "text": {**text, "original": said.language},
        "product_types": said.product_types,
        "topics": said.topics,
        "entries": said.entries,
        "citations": session.get("citations", []),
    }
    if content["jurisdiction"] is None:
        del content["jurisdiction"]  # the model then says that it is needed
    role = said.speaker_role.model_dump(exclude_none=True) if said.speaker_role else {}
    if role:
        words = {"en": "Speaker: {}", "ko": "발언자: {}"}
        original = said.language if said.language in role else next(iter(role))
        content["note"] = {**{name: words[name].format(one) for name, one in role.items()}, "original": original}
    return content


def _entry(session: Data, said: CapturedStatement, statement: Data) -> Data:
    follows: Data = {
        "country": statement.get("jurisdiction"),
        "product_types": said.product_types,
        "topics": said.topics,
        "statement": statement["text"],
        "citations": session.get("citations", []),
    }
    entry: Data = said.entry or {}
    return {**{name: value for name, value in follows.items() if value}, **entry}


def _started(work: Work, type_: str, content: Data, place: str, reason: str) -> Held:
    """The first draft; what is wrong with it is told by pointers into the body of the capture."""
    try:
        return start(work, type_, content, reason=reason)
    except Refused as refused:
        faults = [
            Fault(place + one.pointer.removeprefix(CONTENT), one.message, one.valid, one.value)
            for one in refused.faults
        ]
        detail = "; ".join(f"{one.pointer}: {one.message}" for one in faults) or refused.detail
        raise Refused(refused.name, detail, faults=faults, more=refused.more) from refused


def _session(connection: Connection, event: str, session: str) -> Data:
    """What a session says, as it is being written, else as it is published."""
    known_record(connection, "event", event)
    key = known_record(connection, "session", session)
    query = revisions().where(Revision.record_key == key, Revision.state.in_((State.published, *OPEN)))
    found = sorted(many_held(connection, query), key=lambda one: one.state == State.published)
    content = found[0].content if found else None
    if content is None or content["event"] != event:
        raise Refused("unknown-record", f"The event {event} has no session with the id {session}.")
    return content


def _free_ids(connection: Connection, session: str, named: set[str]) -> Iterator[str]:
    """Ids for statements that nobody has: the session's with a number."""
    base = f"{session[:110].rstrip('-.')}-st"
    query = select(Record.id).where(Record.type == "statement", Record.id.startswith(base, autoescape=True))
    taken = {*connection.scalars(query), *named}
    number = 0
    while True:
        number += 1
        if f"{base}{number}" not in taken:
            yield f"{base}{number}"


def _shown(one: Held) -> Data:
    return {
        "revision": one.key,
        "record": {"type": one.type, "id": one.id},
        "url": f"/v1/staff/revisions/{one.key}",
    }
