"""Reports as staff work on them: the queue, taking one on, closing it with what it came to, erasing its words."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Select, func, select, update

from app.access.faults import Refused, invalid
from app.access.people import Person, find_person
from app.access.roles import Role
from app.access.work import Work
from app.audit.acts import Action
from app.audit.trail import queue
from app.editorial.asked import countries
from app.editorial.reports.models import Report
from app.editorial.reports.schemas import ReportOutcome, ReportsParameters, ReportState
from app.knowledge.models import Record, Revision
from app.knowledge.models.entry import EntryRow
from app.vocabulary.dates import instant_text

Data = dict[str, Any]


class Step(StrEnum):
    """What can be done to a report."""

    assign = "assign"
    close = "close"
    erase = "erase"


_ROLES = {Step.assign: Role.editor, Step.close: Role.editor, Step.erase: Role.admin}


@dataclass(frozen=True)
class Held:
    """A report with the entry that it is about, and the revision that corrected it."""

    row: Any

    @property
    def key(self) -> int:
        """Its id."""
        key: int = self.row.key
        return key

    def why_not(self, step: Step, person: Person) -> tuple[str, str] | None:
        """Why this person may not take the step now, as (problem, sentence); null where they may."""
        closed = self.row.state == ReportState.closed
        if closed != (step == Step.erase):
            needed = "closed" if step == Step.erase else "open or assigned"
            return "wrong-state", f"It is {self.row.state}; to {step} it, it has to be {needed}."
        if step == Step.erase and self.row.what is None:
            return "wrong-state", "Its words are erased already."
        if not person.role.covers(_ROLES[step]):
            return "forbidden", f"To {step} a report needs the role {_ROLES[step]}; yours is {person.role}."
        return None

    def require(self, step: Step, person: Person) -> None:
        """Raise `Refused` (`wrong-state` or `forbidden`) unless this person may take the step now."""
        fault = self.why_not(step, person)
        if fault is not None:
            raise Refused(*fault, more={"next": [str(one) for one in self.next_steps(person)]})

    def next_steps(self, person: Person) -> list[Step]:
        """The steps that this person may take now."""
        return [step for step in Step if self.why_not(step, person) is None]

    def shown(self, person: Person) -> Data:
        """As an answer to `person`."""
        row, address = self.row, f"/v1/staff/reports/{self.row.key}"
        return {
            "id": row.key,
            "entry": {
                "id": row.id,
                "kind": row.type,
                "country": row.country,
                "title": row.title_en or row.title_ko,
                "url": f"/v1/entries/{row.id}",
            },
            "edition": row.edition,
            "what": row.what,
            "detail": row.detail,
            "source_url": row.source_url,
            "language": row.language,
            "received_at": instant_text(row.at),
            "state": row.state,
            "assignment": row.assigned_to and {"to": row.assigned_to, "at": instant_text(row.assigned_at)},
            "closing": row.outcome
            and {
                "outcome": row.outcome,
                "by": row.closed_by,
                "at": instant_text(row.closed_at),
                "reason": row.reason,
                "revision": row.revision_key,
                "corrected_in": row.published_in,
            },
            "next": [
                {"action": step, "method": "POST", "url": f"{address}/{step}"} for step in self.next_steps(person)
            ],
        }


def report(connection: Connection, key: int, *, lock: bool = False) -> Held:
    """One report. `lock` keeps it as it is until the transaction ends. Raises `Refused` where there is none."""
    if lock:
        queue(connection)
        connection.execute(select(Report.key).where(Report.key == key).with_for_update())
    row = connection.execute(_reports().where(Report.key == key)).first()
    if row is None:
        raise Refused("unknown-record", f"There is no report {key}.")
    return Held(row)


def reports(
    connection: Connection, parameters: ReportsParameters, person: Person, after: int | None
) -> tuple[list[Held], int, int | None]:
    """A page of reports, the oldest first, how many there are in all, and the last key where there are more.

    Raises `Refused` for a country that no entry belongs to.
    """
    query = _filtered(connection, _reports(), parameters, person)
    total = connection.scalar(select(func.count()).select_from(query.subquery())) or 0
    if after is not None:
        query = query.where(Report.key > after)
    rows = connection.execute(query.order_by(Report.key).limit(parameters.limit + 1)).all()
    shown = rows[: parameters.limit]
    return [Held(row) for row in shown], total, shown[-1].key if len(rows) > len(shown) else None


def assign(work: Work, one: Held, to: str | None, *, reason: str) -> Held:
    """Give a report to somebody who can correct the entry; without a name to the person at work.

    Raises `Refused`: `wrong-state`; `invalid-parameter` for a name that is nobody's, or of too small a role.
    """
    one.require(Step.assign, work.person)
    whom = work.person if to is None else find_person(work.connection, to) if to.isprintable() else None
    if whom is None or not whom.active:
        raise invalid("/to", f"nobody who is active is called {to}", value=to or "")
    if not whom.role.covers(Role.editor):
        raise invalid("/to", f"to correct an entry needs the role editor; {whom.name} is a {whom.role}")
    changed = {"state": ReportState.assigned, "assigned_to": whom.name, "assigned_at": work.at}
    return _done(work, one, changed, Action.report_assigned, new={"to": whom.name}, reason=reason)


def close(work: Work, one: Held, outcome: ReportOutcome, revision: int | None, *, reason: str) -> Held:
    """Close a report with what it came to; `revision` is the one that corrects the entry.

    Raises `Refused`: `wrong-state`; `invalid-parameter` where a correction names no revision of this entry that was
    published since the report came, or another outcome names one.
    """
    one.require(Step.close, work.person)
    if outcome == ReportOutcome.corrected:
        _refuse_revision(work.connection, one, revision)
    elif revision is not None:
        raise invalid("/revision", "only a correction names a revision")
    changed = {
        "state": ReportState.closed,
        "outcome": outcome,
        "revision_key": revision,
        "closed_by": work.person.name,
        "closed_at": work.at,
        "reason": reason,
    }
    told = {"outcome": outcome.value, "revision": revision}
    return _done(work, one, changed, Action.report_closed, new=told, reason=reason)


def erase(work: Work, one: Held, *, reason: str) -> Held:
    """Take the reader's words out of a closed report, for where they name somebody; what it came to stays."""
    one.require(Step.erase, work.person)
    changed = {"what": None, "detail": None, "source_url": None}
    return _done(work, one, changed, Action.report_erased, new={"erased": True}, reason=reason)


def _done(work: Work, one: Held, changed: Data, action: Action, *, new: Data, reason: str) -> Held:
    work.connection.execute(update(Report).where(Report.key == one.key).values(**changed))
    old = {"state": one.row.state, "to": one.row.assigned_to}
    told = {"entry": one.row.id, **new}
    work.tell(action, "report", str(one.key), old=old, new=told, reason=reason)
    return report(work.connection, one.key)


def _refuse_revision(connection: Connection, one: Held, revision: int | None) -> None:
    query = select(Revision.key).where(
        Revision.record_key == one.row.record_key, Revision.published_in > one.row.edition
    )
    known = list(connection.scalars(query.order_by(Revision.key)))
    if revision not in known:
        message = f"expected the id of a revision of {one.row.id} that was published since the report came"
        raise invalid("/revision", message, valid=[str(key) for key in known])


def _reports() -> Select[Any]:
    """Reports with their entries as they are published, or were last."""
    newest = (
        select(func.max(Revision.key))
        .where(Revision.record_key == Report.record_key, Revision.published_in.is_not(None))
        .correlate(Report)
        .scalar_subquery()
    )
    corrects = Revision.__table__.alias("corrects")
    return (
        select(
            Report.__table__,
            Record.id,
            Record.type,
            EntryRow.country,
            EntryRow.__table__.c.title_en,
            EntryRow.__table__.c.title_ko,
            corrects.c.published_in,
        )
        .join(Record, Record.key == Report.record_key)
        .outerjoin(EntryRow, EntryRow.revision_key == newest)
        .outerjoin(corrects, corrects.c.key == Report.revision_key)
    )


def _filtered(
    connection: Connection, query: Select[Any], parameters: ReportsParameters, person: Person
) -> Select[Any]:
    query = query.where(Report.state.in_(parameters.state or (ReportState.open, ReportState.assigned)))
    if parameters.country:
        query = query.where(EntryRow.country.in_(countries(connection, parameters.country)))
    if parameters.entry:
        query = query.where(Record.id.in_(parameters.entry))
    if parameters.outcome:
        query = query.where(Report.outcome.in_(parameters.outcome))
    if parameters.mine:
        query = query.where(Report.assigned_to == person.name)
    return query
