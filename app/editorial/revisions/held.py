"""One revision as staff see it: its content, its people, its state, and what may be done next."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Select, select

from app.access.faults import Refused
from app.access.people import Person
from app.audit.trail import queue
from app.editorial.models import RevisionReview
from app.editorial.revisions.contents import without_marks
from app.editorial.workflow import Situation, Step, next_steps
from app.knowledge.freeze import freeze, thaw
from app.knowledge.models import Record, Revision, RevisionEditor
from app.knowledge.rows import read_contents
from app.knowledge.schemas import Content
from app.vocabulary.dates import instant_text
from app.vocabulary.lists import Origin, State

Data = dict[str, Any]

UNFROZEN = (State.draft, State.in_review)


@dataclass(frozen=True)
class Held:
    """A revision with everything about it. `content` is null where it was redacted."""

    key: int
    type: str
    id: str
    number: int
    part: str
    state: State
    origin: Origin
    change_type: str
    reason: str
    created_at: datetime
    editors: tuple[str, ...]
    submitted_by: str | None
    submitted_at: datetime | None
    approved_by: str | None
    approved_at: datetime | None
    meaning: str | None
    published_in: int | None
    removed_in: int | None
    content: Data | None
    sha256: str

    @property
    def situation(self) -> Situation:
        """What decides which steps are open."""
        return Situation(self.state, self.origin, self.editors)

    @property
    def tag(self) -> str:
        """The strong ETag of this state: whatever a step or an edit changes gives another tag."""
        told = (
            self.key,
            self.number,
            self.state,
            self.sha256,
            self.change_type,
            self.reason,
            instant_text(self.created_at),
            self.editors,
            self.submitted_by,
            self.submitted_at and instant_text(self.submitted_at),
            self.approved_by,
            self.approved_at and instant_text(self.approved_at),
            self.published_in,
            self.removed_in,
            self.content is None,
        )
        return f'"{hashlib.sha256(orjson.dumps(told)).hexdigest()[:32]}"'

    def shown(self, person: Person) -> Data:
        """As an answer to `person`, with the steps that are open to them."""
        address = f"/v1/staff/revisions/{self.key}"
        return {
            "id": self.key,
            "record": {"type": self.type, "id": self.id},
            "number": self.number,
            "state": self.state,
            "origin": self.origin,
            "change_type": self.change_type,
            "reason": self.reason,
            "created_at": instant_text(self.created_at),
            "editors": list(self.editors),
            "submission": self.submitted_by
            and {"by": self.submitted_by, "at": self.submitted_at and instant_text(self.submitted_at)},
            "approval": self.approved_by
            and {
                "by": self.approved_by,
                "at": self.approved_at and instant_text(self.approved_at),
                "meaning": self.meaning,
                "sha256": self.sha256,
            },
            "published_in": self.published_in,
            "removed_in": self.removed_in,
            "sha256": self.sha256,
            "content": self.content,
            "comments_url": f"{address}/comments",
            "next": [_offer(step, address) for step in next_steps(self.situation, person)],
            "etag": self.tag,
        }


def held(connection: Connection, key: int, *, lock: bool = False) -> Held:
    """One revision. `lock` keeps it as it is until the transaction ends. Raises `Refused` where there is none."""
    query = _QUERY.where(Revision.key == key)
    if lock:
        queue(connection)
        connection.execute(select(Revision.key).where(Revision.key == key).with_for_update())
    found = many_held(connection, query)
    if not found:
        raise Refused("unknown-record", f"There is no revision {key}.")
    return found[0]


def record_key_of(connection: Connection, key: int) -> int:
    """The record that a revision is a version of."""
    return connection.execute(select(Revision.record_key).where(Revision.key == key)).scalar_one()


def many_held(connection: Connection, query: Select[Any]) -> list[Held]:
    """The revisions that a query over `revisions()` finds, in its order."""
    rows = connection.execute(query).all()
    editors: dict[int, list[str]] = {row.key: [] for row in rows}
    listed = select(RevisionEditor.revision_key, RevisionEditor.person).where(
        RevisionEditor.revision_key.in_(list(editors))
    )
    for key, person in connection.execute(listed.order_by(RevisionEditor.person)):
        editors[key].append(person)
    contents = _contents(connection, rows)
    return [_held(row, tuple(editors[row.key]), *contents[row.key]) for row in rows]


def revisions() -> Select[Any]:
    """The query that `many_held` reads; add conditions and an order."""
    return _QUERY


def as_written(type_: str, content: Content) -> tuple[Data, str]:
    """A content as staff write it (plain data, nothing that is empty), and its hash."""
    canonical, sha256 = freeze(type_, content)
    return without_marks(type_, orjson.loads(canonical)), sha256


def _offer(step: Step, address: str) -> Data:
    match step:
        case Step.edit:
            return {"action": step, "method": "PATCH", "url": address}
        case Step.discard:
            return {"action": step, "method": "DELETE", "url": address}
        case Step.publish:
            return {"action": step, "method": "POST", "url": "/v1/staff/editions"}
        case _:
            return {"action": step, "method": "POST", "url": f"{address}/{step}"}


def _contents(connection: Connection, rows: Sequence[Any]) -> dict[int, tuple[Data | None, str]]:
    """Content and hash by revision: frozen where it is frozen, else read from its typed rows."""
    found: dict[int, tuple[Data | None, str]] = {}
    drafts: dict[str, list[int]] = {}
    for row in rows:
        if row.state in UNFROZEN:
            drafts.setdefault(row.type, []).append(row.key)
        else:
            content = None if row.content is None else without_marks(row.type, thaw(row.content))
            found[row.key] = (content, row.content_sha256)
    for type_, keys in drafts.items():
        for key, draft in read_contents(connection, type_, keys).items():
            found[key] = as_written(type_, draft)
    return found


def _held(row: Any, editors: tuple[str, ...], content: Data | None, sha256: str) -> Held:
    return Held(
        key=row.key,
        type=row.type,
        id=row.id,
        number=row.number,
        part=row.part,
        state=State(row.state),
        origin=Origin(row.origin),
        change_type=row.change_type,
        reason=row.reason,
        created_at=row.created_at,
        editors=editors,
        submitted_by=row.submitted_by,
        submitted_at=row.submitted_at,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        meaning=row.meaning,
        published_in=row.published_in,
        removed_in=row.removed_in,
        content=content,
        sha256=sha256,
    )


_QUERY: Select[Any] = (
    select(
        Revision.__table__,
        Record.type,
        Record.id,
        RevisionReview.submitted_by,
        RevisionReview.submitted_at,
        RevisionReview.meaning,
    )
    .join(Record, Record.key == Revision.record_key)
    .outerjoin(RevisionReview, RevisionReview.revision_key == Revision.key)
)
