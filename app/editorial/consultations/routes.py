"""Consultations by API: for keys with the scope `consult`, and for staff. Another partner's are not there."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from sqlalchemy import Connection
from starlette.responses import Response

from app.access.dependencies import Admin, Desk, Editor, Viewer, tag_of
from app.access.keys.dependencies import Consulting
from app.access.work import Done, Work
from app.editorial.consultations import answering, asking, reading
from app.editorial.consultations.schemas import (
    CONSULTATION_ID,
    ConsultationAnswer,
    ConsultationPage,
    ConsultationsParameters,
    NewAnswer,
    NewConsultation,
    NewMessage,
    NewQuestionAndAnswer,
    StaffConsultation,
    StaffConsultationPage,
    StaffConsultationsParameters,
)
from app.editorial.reports.schemas import Assigning
from app.http.conditional import normalised
from app.http.cursors import Cursor, number_after, query_digest
from app.http.openapi import KEY_RESPONSES, STAFF_RESPONSES
from app.vocabulary.shapes import Parameters, Reasoned

router = APIRouter(prefix="/v1/consultations", tags=["consultations"], responses=KEY_RESPONSES)
staff_router = APIRouter(prefix="/v1/staff/consultations", tags=["staff: consultations"], responses=STAFF_RESPONSES)

ConsultationPath = Annotated[str, Path(pattern=CONSULTATION_ID, description="Id of a consultation.")]
Nothing = Annotated[Parameters, Query()]
Take = Callable[[Work, Any], dict[str, Any]]


@router.get("", response_model=ConsultationPage)
def list_consultations(portal: Consulting, parameters: Annotated[ConsultationsParameters, Query()]) -> Response:
    """Your partner's consultations, newest first."""
    partner = portal.key.partner
    digest = _digest(parameters, partner=partner)
    before = number_after(parameters.cursor, digest)

    def build(connection: Connection) -> dict[str, Any]:
        rows, total, more = reading.own_page(connection, partner, parameters, before)
        return {"items": [reading.summary(row) for row in rows], "next": _next(digest, more), "total": total}

    return portal.read(build)


@router.post("", response_model=ConsultationAnswer, status_code=201)
def ask_desk(portal: Consulting, body: NewConsultation) -> Response:
    """Ask the desk about a country and a product. Send nothing that names a person."""
    return portal.write(lambda work: _made(asking.ask(work, body)), create=body)


@router.get("/{id}", response_model=ConsultationAnswer)
def read_consultation(portal: Consulting, id: ConsultationPath, _: Nothing) -> Response:
    """A consultation with what was said, the entries that answer it, and the entry that came of it."""

    def build(connection: Connection) -> dict[str, Any]:
        return reading.for_partner(connection, reading.consultation(connection, id, partner=portal.key.partner))

    return portal.read(build)


@router.post("/{id}/messages", response_model=ConsultationAnswer, status_code=201)
def say_more(portal: Consulting, id: ConsultationPath, body: NewMessage) -> Response:
    """Say more, or ask about the answer: the desk then owes another."""
    return portal.write(lambda work: _made(asking.say_more(work, id, body.text)), create=body)


@router.post("/{id}/close", response_model=ConsultationAnswer)
def end_consultation(portal: Consulting, id: ConsultationPath) -> Response:
    """Say that nothing more is asked."""
    return portal.write(lambda work: Done(asking.end(work, id)))


@staff_router.get("", response_model=StaffConsultationPage)
def list_queue(desk: Viewer, parameters: Annotated[StaffConsultationsParameters, Query()]) -> Response:
    """What partners asked, what was asked first comes first; and how much waits for how long."""
    person = desk.signed.person
    digest = _digest(parameters, person=person.name)
    after = number_after(parameters.cursor, digest)

    def build(connection: Connection) -> dict[str, Any]:
        rows, total, more = reading.queue_page(connection, parameters, person, after)
        return {
            "items": [reading.staff_summary(row, at=desk.at) for row in rows],
            "next": _next(digest, more),
            "total": total,
            "waiting": reading.waiting_counts(connection, at=desk.at),
        }

    return desk.read(build)


@staff_router.get("/{id}", response_model=StaffConsultation)
def read_in_queue(desk: Viewer, id: ConsultationPath) -> Response:
    """One consultation."""
    return desk.read(lambda connection: _shown(connection, desk, reading.consultation(connection, id)))


@staff_router.post("/{id}/assign", response_model=StaffConsultation)
def assign_consultation(desk: Editor, id: ConsultationPath, body: Assigning) -> Response:
    """Take a consultation on, or give it to another editor."""
    return _step(desk, id, lambda work, row: answering.assign(work, row, body.to, reason=body.reason))


@staff_router.post("/{id}/answer", response_model=StaffConsultation)
def answer_consultation(desk: Editor, id: ConsultationPath, body: NewAnswer) -> Response:
    """Answer, naming the entries that say so; the partner is told."""
    return _step(desk, id, lambda work, row: answering.answer(work, row, body.text, body.entries, reason=body.reason))


@staff_router.post("/{id}/close", response_model=StaffConsultation)
def close_consultation(desk: Editor, id: ConsultationPath, body: Reasoned) -> Response:
    """Close a consultation that was answered."""
    return _step(desk, id, lambda work, row: answering.close(work, row, reason=body.reason))


@staff_router.post("/{id}/publish", response_model=StaffConsultation)
def publish_consultation(desk: Editor, id: ConsultationPath, body: NewQuestionAndAnswer) -> Response:
    """Begin a `qa` entry for everybody, in your own words; it is reviewed by somebody else and then published."""
    content: Any = body.content
    return _step(desk, id, lambda work, row: answering.draft_entry(work, row, content, reason=body.reason))


@staff_router.post("/{id}/erase", response_model=StaffConsultation)
def erase_consultation(desk: Admin, id: ConsultationPath, body: Reasoned) -> Response:
    """Erase the words from a closed consultation, for where they name somebody."""
    return _step(desk, id, lambda work, row: answering.erase(work, row, reason=body.reason))


def _step(desk: Desk, id_: str, take: Take) -> Response:
    """Take a step on a consultation as it is now; where the caller says which state they saw, only on that one."""

    def build(work: Work) -> Done:
        row = reading.consultation(work.connection, id_, lock=True)
        if work.if_match is not None:
            work.expect(tag_of(_shown(work.connection, desk, row)))
        return Done(take(work, row))

    return desk.write(build)


def _shown(connection: Connection, desk: Desk, row: Any) -> dict[str, Any]:
    return reading.for_staff(connection, row, answering.next_steps(row, desk.signed.person), at=desk.at)


def _made(shown: dict[str, Any]) -> Done:
    return Done(shown, status=201, location=shown["url"])


def _digest(parameters: ConsultationsParameters, **whose: Any) -> str:
    given = parameters.model_dump(mode="json", exclude={"limit", "cursor"}) | whose
    return query_digest(normalised(given.items()))


def _next(digest: str, last: int | None) -> str | None:
    return Cursor(1, digest, "", str(last)).encode() if last is not None else None
