"""Writing and reviewing, by API."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from sqlalchemy import Connection
from starlette.responses import Response

from app.access.dependencies import Desk, Editor, FreshReviewer, Reviewer, Viewer
from app.access.people import Person
from app.access.work import Build, Done, Work
from app.editorial.revisions import drafts, review
from app.editorial.revisions.drafts import Edit
from app.editorial.revisions.held import Held, held
from app.editorial.revisions.legal import LegalChange
from app.editorial.revisions.reading import digest_of, whole, work_list
from app.editorial.revisions.records import entry_type
from app.editorial.revisions.schemas import (
    Approval,
    Discarded,
    DiscardParameters,
    NewRecord,
    NewRevision,
    RevisionChange,
    RevisionParameters,
    StaffRevision,
    StaffRevisionPage,
)
from app.http.cursors import Cursor, number_after
from app.http.openapi import STAFF_RESPONSES
from app.http.problems import invalid_parameter
from app.vocabulary.lists import ENTRY_KINDS, RECORD_TYPES, ChangeType
from app.vocabulary.shapes import Reasoned

router = APIRouter(prefix="/v1/staff", tags=["staff: revisions"], responses=STAFF_RESPONSES)

RevisionPath = Annotated[int, Path(ge=1, le=2_000_000_000, description="Id of a revision.", examples=[1])]
RecordPath = Annotated[str, Path(min_length=1, max_length=120, description="Id of a record.")]
TypePath = Annotated[str, Path(min_length=1, max_length=40, description="Type of a record.", examples=["source"])]

_PATCH = {
    "requestBody": {
        "content": {"application/merge-patch+json": {"schema": {"$ref": "#/components/schemas/RevisionChange"}}}
    }
}


@router.post("/entries", response_model=StaffRevision, status_code=201)
def create_entry(desk: Editor, body: NewRecord) -> Response:
    """A new entry, or supporting record, with its first draft."""
    content: Any = body.content
    type_ = body.type or (content.get("kind") if content.get("kind") in ENTRY_KINDS else None)
    if type_ is None:
        raise invalid_parameter("/type", "expected a type of record", valid=RECORD_TYPES)
    change_type = ChangeType(body.change_type or ChangeType.substantive)

    def build(work: Work) -> Held:
        return drafts.start(work, type_, content, reason=body.reason, change_type=change_type)

    return desk.write(_created(build), create=body)


@router.post("/entries/{id}/revisions", response_model=StaffRevision, status_code=201)
def correct_entry(desk: Editor, id: RecordPath, body: NewRevision) -> Response:
    """A draft that begins with what is published of an entry."""
    return desk.write(_created(lambda work: _correct(work, entry_type(work.connection, id), id, body)), create=body)


@router.post("/records/{type}/{id}/revisions", response_model=StaffRevision, status_code=201)
def correct_record(desk: Editor, type: TypePath, id: RecordPath, body: NewRevision) -> Response:
    """A draft that begins with what is published of any record."""
    return desk.write(_created(lambda work: _correct(work, type, id, body)), create=body)


@router.get("/revisions", response_model=StaffRevisionPage)
def list_revisions(desk: Viewer, parameters: Annotated[RevisionParameters, Query()]) -> Response:
    """The work list: what is being written, reviewed, or waits to be published."""
    person = desk.signed.person
    digest = digest_of(parameters, person)
    after = number_after(parameters.cursor, digest)

    def build(connection: Connection) -> dict[str, Any]:
        items, total, more = work_list(connection, parameters, person, after)
        following = Cursor(1, digest, "", str(more)).encode() if more is not None else None
        return {"items": items, "next": following, "total": total}

    return desk.read(build)


@router.get("/revisions/{id}", response_model=StaffRevision)
def read_revision(desk: Viewer, id: RevisionPath) -> Response:
    """One revision, in whatever state, in both languages."""
    return desk.read(lambda connection: _done(connection, held(connection, id), desk.signed.person))


@router.patch("/revisions/{id}", response_model=StaffRevision, openapi_extra=_PATCH)
def change_revision(desk: Editor, id: RevisionPath, body: RevisionChange) -> Response:
    """Edit a draft; an approved revision loses its approval. Needs `If-Match`."""
    edit = Edit(
        reason=body.reason,
        patch=body.content,
        change_type=ChangeType(body.change_type) if body.change_type else None,
        change_reason=body.change_reason,
        legal=LegalChange(body.legal_change) if body.legal_change else None,
        successor=body.successor,
    )
    return _step(desk, id, lambda work, one: drafts.change(work, one, edit).held, seen=True)


@router.delete("/revisions/{id}", response_model=Discarded)
def discard_revision(desk: Editor, id: RevisionPath, parameters: Annotated[DiscardParameters, Query()]) -> Response:
    """Give a draft up. Needs `If-Match`."""

    def build(work: Work) -> Done:
        one = held(work.connection, id, lock=True)
        work.expect(one.tag)
        drafts.discard(work, one, reason=parameters.reason)
        return Done({"id": one.key, "record": {"type": one.type, "id": one.id}, "discarded": True})

    return desk.write(build)


@router.post("/revisions/{id}/submit", response_model=StaffRevision)
def submit_revision(desk: Editor, id: RevisionPath, body: Reasoned) -> Response:
    """Hand a draft in for review."""
    return _step(desk, id, lambda work, one: review.submit(work, one, reason=body.reason))


@router.post("/revisions/{id}/recall", response_model=StaffRevision)
def recall_revision(desk: Editor, id: RevisionPath, body: Reasoned) -> Response:
    """Take a draft back from review."""
    return _step(desk, id, lambda work, one: review.recall(work, one, reason=body.reason))


@router.post("/revisions/{id}/approve", response_model=StaffRevision)
def approve_revision(desk: FreshReviewer, id: RevisionPath, body: Approval) -> Response:
    """Approve a revision that you did not edit. Needs a recent sign-in."""
    meaning = review.Meaning(body.meaning)
    return _step(
        desk,
        id,
        lambda work, one: review.approve(work, one, reason=body.reason, meaning=meaning, sha256=body.sha256),
    )


@router.post("/revisions/{id}/reject", response_model=StaffRevision)
def reject_revision(desk: Reviewer, id: RevisionPath, body: Reasoned) -> Response:
    """Send a revision back to its editors, who find the reason among its comments."""
    return _step(desk, id, lambda work, one: review.reject(work, one, reason=body.reason))


def _correct(work: Work, type_: str, id_: str, body: NewRevision) -> Held:
    edit = Edit(
        reason=body.reason,
        patch=body.content,
        change_type=ChangeType(body.change_type) if body.change_type else None,
        legal=LegalChange(body.legal_change) if body.legal_change else None,
        successor=body.successor,
    )
    return drafts.correct(work, type_, id_, edit).held


def _created(build: Any) -> Build:
    def made(work: Work) -> Done:
        one: Held = build(work)
        done = _done(work.connection, one, work.person)
        return Done(done.body, tag=done.tag, status=201, location=f"/v1/staff/revisions/{one.key}")

    return made


def _step(desk: Desk, key: int, take: Any, *, seen: bool = False) -> Response:
    """Take a step on a revision as it is now; with `seen` only if the caller says which state that is."""

    def build(work: Work) -> Done:
        one = held(work.connection, key, lock=True)
        if seen or work.if_match is not None:
            work.expect(one.tag)
        return _done(work.connection, take(work, one), work.person)

    return desk.write(build)


def _done(connection: Connection, one: Held, person: Person) -> Done:
    return Done(whole(connection, one, person), tag=one.tag)
