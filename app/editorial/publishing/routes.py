"""Publishing, restoring, withdrawing and redacting, by API."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from sqlalchemy import Connection
from starlette.responses import Response

from app.access.dependencies import (
    Admin,
    Desk,
    Editor,
    FreshAdmin,
    FreshPublisher,
    FreshReviewer,
    Reviewer,
    Viewer,
    problem_of,
)
from app.access.faults import Refused
from app.access.work import Build, Done, Work
from app.database.engine import writing
from app.editorial.publishing.publishing import Wish, preview, publish_edition
from app.editorial.publishing.redacting import propose_redaction, redact
from app.editorial.publishing.removals import (
    OPEN,
    Proposal,
    RemovalKind,
    approve_withdrawal,
    how_many,
    proposal,
    proposals,
    propose_withdrawal,
    reject_removal,
)
from app.editorial.publishing.restoring import restore
from app.editorial.publishing.schemas import (
    NewEdition,
    PreviewAnswer,
    PreviewParameters,
    PublishedEdition,
    Redacting,
    RedactionAnswer,
    RedactionPage,
    RemovalParameters,
    Restoring,
    WithdrawalAnswer,
    WithdrawalPage,
)
from app.editorial.revisions.reading import whole
from app.editorial.revisions.records import entry_type
from app.editorial.revisions.routes import RecordPath, TypePath
from app.editorial.revisions.schemas import StaffRevision
from app.http.openapi import STAFF_RESPONSES
from app.vocabulary.shapes import Reasoned

router = APIRouter(prefix="/v1/staff", tags=["staff: editions"], responses=STAFF_RESPONSES)

RemovalPath = Annotated[int, Path(ge=1, le=2_000_000_000, description="Id of a proposal.", examples=[1])]


@router.get("/editions/preview", response_model=PreviewAnswer)
def preview_edition(desk: Reviewer, parameters: Annotated[PreviewParameters, Query()]) -> Response:
    """What the next edition would change, member by member, and what speaks against publishing it."""
    wish = Wish(tuple(parameters.revision) or None, tuple(parameters.withdrawal) or None)
    with writing(desk.engine) as connection:
        try:
            seen = preview(Work(connection, desk.signed.person, desk.at), wish, most=parameters.limit)
        except Refused as refused:
            raise problem_of(refused) from refused
        finally:
            connection.rollback()
    return desk.read(lambda _: seen)


@router.post("/editions", response_model=PublishedEdition, status_code=201)
def publish_next(desk: FreshPublisher, body: NewEdition) -> Response:
    """Publish what is approved: all of it, or what is named. Needs a recent sign-in."""
    wish = Wish(
        None if body.revisions is None else tuple(body.revisions),
        None if body.withdrawals is None else tuple(body.withdrawals),
    )

    def build(work: Work) -> Done:
        made = publish_edition(work, wish, note=body.note, reason=body.reason)
        return Done(made, status=201, location=f"/v1/editions/{made['number']}")

    return desk.write(build, create=body)


@router.post("/entries/{id}/restore", response_model=StaffRevision, status_code=201)
def restore_entry(desk: Editor, id: RecordPath, body: Restoring) -> Response:
    """An old revision of an entry as a new draft."""
    return desk.write(_restored(lambda connection: entry_type(connection, id), id, body), create=body)


@router.post("/records/{type}/{id}/restore", response_model=StaffRevision, status_code=201)
def restore_record(desk: Editor, type: TypePath, id: RecordPath, body: Restoring) -> Response:
    """An old revision of any record as a new draft."""
    return desk.write(_restored(lambda _: type, id, body), create=body)


@router.post("/entries/{id}/withdraw", response_model=WithdrawalAnswer, status_code=201)
def withdraw_entry(desk: Editor, id: RecordPath, body: Reasoned) -> Response:
    """Propose that an entry leaves; another person approves it, and it goes with the next edition."""
    return desk.write(
        _proposed(lambda work: propose_withdrawal(work, entry_type(work.connection, id), id, reason=body.reason)),
        create=body,
    )


@router.post("/records/{type}/{id}/withdraw", response_model=WithdrawalAnswer, status_code=201)
def withdraw_record(desk: Editor, type: TypePath, id: RecordPath, body: Reasoned) -> Response:
    """Propose that any record leaves."""
    return desk.write(_proposed(lambda work: propose_withdrawal(work, type, id, reason=body.reason)), create=body)


@router.get("/withdrawals", response_model=WithdrawalPage)
def list_withdrawals(desk: Viewer, parameters: Annotated[RemovalParameters, Query()]) -> Response:
    """Withdrawals that are proposed or approved, or in the states that are asked for."""
    return _page(desk, RemovalKind.withdrawal, parameters)


@router.get("/withdrawals/{id}", response_model=WithdrawalAnswer)
def read_withdrawal(desk: Viewer, id: RemovalPath) -> Response:
    """One withdrawal."""
    return _read(desk, RemovalKind.withdrawal, id)


@router.post("/withdrawals/{id}/approve", response_model=WithdrawalAnswer)
def approve_withdrawal_of(desk: FreshReviewer, id: RemovalPath, body: Reasoned) -> Response:
    """Approve a withdrawal that somebody else proposed. Needs a recent sign-in."""
    return _decided(
        desk, RemovalKind.withdrawal, id, lambda work, one: approve_withdrawal(work, one, reason=body.reason)
    )


@router.post("/withdrawals/{id}/reject", response_model=WithdrawalAnswer)
def reject_withdrawal(desk: Reviewer, id: RemovalPath, body: Reasoned) -> Response:
    """Let the record stay."""
    return _decided(desk, RemovalKind.withdrawal, id, lambda work, one: reject_removal(work, one, reason=body.reason))


@router.post("/entries/{id}/redact", response_model=RedactionAnswer, status_code=201)
def redact_entry(desk: FreshAdmin, id: RecordPath, body: Redacting) -> Response:
    """Propose that contents of an entry are removed from every edition. Needs a recent sign-in."""
    return desk.write(_redaction(lambda connection: entry_type(connection, id), id, body), create=body)


@router.post("/records/{type}/{id}/redact", response_model=RedactionAnswer, status_code=201)
def redact_record(desk: FreshAdmin, type: TypePath, id: RecordPath, body: Redacting) -> Response:
    """Propose that contents of any record are removed from every edition. Needs a recent sign-in."""
    return desk.write(_redaction(lambda _: type, id, body), create=body)


@router.get("/redactions", response_model=RedactionPage)
def list_redactions(desk: Admin, parameters: Annotated[RemovalParameters, Query()]) -> Response:
    """Redactions that are proposed, or in the states that are asked for."""
    return _page(desk, RemovalKind.redaction, parameters)


@router.get("/redactions/{id}", response_model=RedactionAnswer)
def read_redaction(desk: Admin, id: RemovalPath) -> Response:
    """One redaction."""
    return _read(desk, RemovalKind.redaction, id)


@router.post("/redactions/{id}/approve", response_model=RedactionAnswer)
def approve_redaction(desk: FreshAdmin, id: RemovalPath, body: Reasoned) -> Response:
    """Remove the contents, at once and for ever; another admin proposed it. Needs a recent sign-in."""
    return _decided(desk, RemovalKind.redaction, id, lambda work, one: redact(work, one, reason=body.reason))


@router.post("/redactions/{id}/reject", response_model=RedactionAnswer)
def reject_redaction(desk: Admin, id: RemovalPath, body: Reasoned) -> Response:
    """Let the contents stay."""
    return _decided(desk, RemovalKind.redaction, id, lambda work, one: reject_removal(work, one, reason=body.reason))


def _restored(type_of: Callable[[Connection], str], id_: str, body: Restoring) -> Build:
    def build(work: Work) -> Done:
        type_ = type_of(work.connection)
        one = restore(work, type_, id_, edition=body.from_edition, number=body.revision, reason=body.reason)
        shown = whole(work.connection, one, work.person)
        return Done(shown, tag=one.tag, status=201, location=f"/v1/staff/revisions/{one.key}")

    return build


def _redaction(type_of: Callable[[Connection], str], id_: str, body: Redacting) -> Build:
    def propose(work: Work) -> Proposal:
        type_ = type_of(work.connection)
        return propose_redaction(work, type_, id_, numbers=body.revisions, reason=body.reason)

    return _proposed(propose)


def _proposed(propose: Callable[[Work], Proposal]) -> Build:
    def build(work: Work) -> Done:
        one = propose(work)
        return Done(one.shown(work.person), status=201, location=one.address)

    return build


def _decided(desk: Desk, kind: RemovalKind, key: int, take: Callable[[Work, Proposal], Proposal]) -> Response:
    def build(work: Work) -> Done:
        return Done(take(work, proposal(work.connection, kind, key, lock=True)).shown(work.person))

    return desk.write(build)


def _read(desk: Desk, kind: RemovalKind, key: int) -> Response:
    return desk.read(lambda connection: proposal(connection, kind, key).shown(desk.signed.person))


def _page(desk: Desk, kind: RemovalKind, parameters: RemovalParameters) -> Response:
    states = parameters.state or OPEN

    def build(connection: Connection) -> dict[str, Any]:
        found = proposals(connection, kind, states, limit=parameters.limit + 1, before=parameters.before)
        shown = found[: parameters.limit]
        return {
            "items": [one.shown(desk.signed.person) for one in shown],
            "next": shown[-1].key if len(found) > len(shown) else None,
            "total": how_many(connection, kind, states),
        }

    return desk.read(build)
