"""Withdrawals as they are proposed and decided; redactions share their ways.

A withdrawal that another person approved leaves with the next edition. Who proposes never decides, which the
database holds as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select, update

from app.access.faults import Refused
from app.access.people import Person
from app.access.roles import Role
from app.access.work import Work
from app.audit.acts import Action
from app.audit.trail import queue
from app.editorial.publishing.models import Removal
from app.editorial.revisions.records import known_record, published_of
from app.knowledge.models import Record
from app.vocabulary.dates import instant_text

Data = dict[str, Any]


class RemovalKind(StrEnum):
    """What is taken away: a record from the next edition on, or contents from every edition."""

    withdrawal = "withdrawal"
    redaction = "redaction"


class RemovalState(StrEnum):
    """How far a proposal came."""

    proposed = "proposed"
    approved = "approved"
    rejected = "rejected"
    done = "done"


class RemovalStep(StrEnum):
    """What can be done to a proposal."""

    approve = "approve"
    reject = "reject"


OPEN = (RemovalState.proposed, RemovalState.approved)

_DECIDING = {RemovalKind.withdrawal: Role.reviewer, RemovalKind.redaction: Role.admin}
_STARTS = {
    RemovalStep.approve: (RemovalState.proposed,),
    RemovalStep.reject: OPEN,
}


@dataclass(frozen=True)
class Proposal:
    """A proposal with the record that it is about."""

    key: int
    kind: RemovalKind
    record_key: int
    type: str
    id: str
    numbers: tuple[int, ...] | None
    reason: str
    proposed_by: str
    proposed_at: datetime
    state: RemovalState
    decided_by: str | None
    decided_at: datetime | None
    decision_reason: str | None
    edition: int | None

    @property
    def address(self) -> str:
        """Where it is read."""
        return f"/v1/staff/{self.kind}s/{self.key}"

    def shown(self, person: Person) -> Data:
        """As an answer to `person`, with the steps that are open to them."""
        shown: Data = {
            "id": self.key,
            "record": {"type": self.type, "id": self.id},
            "reason": self.reason,
            "state": self.state,
            "proposal": {"by": self.proposed_by, "at": instant_text(self.proposed_at)},
            "decision": self.decided_by
            and {
                "by": self.decided_by,
                "at": self.decided_at and instant_text(self.decided_at),
                "reason": self.decision_reason,
            },
            "next": [
                {"action": step, "method": "POST", "url": f"{self.address}/{step}"}
                for step in RemovalStep
                if self.why_not(step, person) is None
            ],
        }
        if self.kind == RemovalKind.redaction:
            return {**shown, "revisions": list(self.numbers or ())}
        return {**shown, "edition": self.edition}

    def why_not(self, step: RemovalStep, person: Person) -> tuple[str, str] | None:
        """Why this person may not take the step now, as (problem, sentence); null where they may."""
        starts = _STARTS[step]
        if self.state not in starts:
            return "wrong-state", f"It is {self.state}; to {step} it, it has to be {' or '.join(starts)}."
        role = _DECIDING[self.kind]
        if not person.role.covers(role):
            return "forbidden", f"To {step} a {self.kind} needs the role {role}; yours is {person.role}."
        if person.name == self.proposed_by:
            return "forbidden", f"You proposed this {self.kind}; somebody else has to {step} it."
        return None

    def require(self, step: RemovalStep, person: Person) -> None:
        """Raise `Refused` (`wrong-state` or `forbidden`) unless this person may take the step now."""
        fault = self.why_not(step, person)
        if fault is not None:
            open_steps = [str(one) for one in RemovalStep if self.why_not(one, person) is None]
            raise Refused(*fault, more={"next": open_steps})


def propose_withdrawal(work: Work, type_: str, id_: str, *, reason: str) -> Proposal:
    """Propose that a published record leaves; `reason` is what readers are told.

    Raises `Refused`: `unknown-record`; `conflict` where it is not published, or a proposal is open already.
    """
    queue(work.connection)
    record_key = known_record(work.connection, type_, id_)
    if published_of(work.connection, record_key) is None:
        raise Refused("conflict", f"{id_} is not published, so it cannot be withdrawn.")
    return propose(
        work, RemovalKind.withdrawal, record_key, reason=reason, numbers=None, action=Action.withdrawal_proposed
    )


def propose(
    work: Work,
    kind: RemovalKind,
    record_key: int,
    *,
    reason: str,
    numbers: Sequence[int] | None,
    action: Action,
) -> Proposal:
    """Keep a proposal. Raises `Refused` (`conflict`) where another of its kind is open for the record."""
    open_ = select(Removal.key).where(Removal.record_key == record_key, Removal.kind == kind, Removal.state.in_(OPEN))
    other = work.connection.scalar(open_)
    if other is not None:
        raise Refused("conflict", f"A {kind} of it is proposed already: /v1/staff/{kind}s/{other}.")
    made = insert(Removal).values(
        kind=kind,
        record_key=record_key,
        numbers=None if numbers is None else " ".join(map(str, numbers)),
        reason=reason,
        proposed_by=work.person.name,
        proposed_at=work.at,
        state=RemovalState.proposed,
    )
    key: int = work.connection.execute(made.returning(Removal.key)).scalar_one()
    one = proposal(work.connection, kind, key)
    told = {kind.value: key} | ({} if numbers is None else {"revisions": list(numbers)})
    work.tell(action, one.type, one.id, new=told, reason=reason)
    return one


def approve_withdrawal(work: Work, one: Proposal, *, reason: str) -> Proposal:
    """Let a record leave with the next edition."""
    one.require(RemovalStep.approve, work.person)
    return _told(work, one, RemovalState.approved, Action.withdrawal_approved, reason)


def reject_removal(work: Work, one: Proposal, *, reason: str) -> Proposal:
    """Let a record, or its contents, stay. What was approved can be rejected until an edition carries it out."""
    one.require(RemovalStep.reject, work.person)
    rejected = {
        RemovalKind.withdrawal: Action.withdrawal_rejected,
        RemovalKind.redaction: Action.redaction_rejected,
    }
    return _told(work, one, RemovalState.rejected, rejected[one.kind], reason)


def decide(work: Work, one: Proposal, state: RemovalState, *, reason: str) -> Proposal:
    """Keep what the person at work decided; the proposal as it is then."""
    work.connection.execute(
        update(Removal)
        .where(Removal.key == one.key)
        .values(state=state, decided_by=work.person.name, decided_at=work.at, decision_reason=reason)
    )
    return proposal(work.connection, one.kind, one.key)


def proposal(connection: Connection, kind: RemovalKind, key: int, *, lock: bool = False) -> Proposal:
    """One proposal. `lock` keeps it as it is until the transaction ends. Raises `Refused` where there is none."""
    if lock:
        queue(connection)
        connection.execute(select(Removal.key).where(Removal.key == key).with_for_update())
    found = _read(connection, _QUERY.where(Removal.kind == kind, Removal.key == key))
    if not found:
        raise Refused("unknown-record", f"There is no {kind} {key}.")
    return found[0]


def proposals(
    connection: Connection,
    kind: RemovalKind,
    states: Sequence[str],
    *,
    limit: int | None = None,
    before: int | None = None,
) -> list[Proposal]:
    """Proposals in these states, newest first; `before` is the key to go on after."""
    query = _QUERY.where(Removal.kind == kind, Removal.state.in_(states)).order_by(Removal.key.desc()).limit(limit)
    return _read(connection, query if before is None else query.where(Removal.key < before))


def how_many(connection: Connection, kind: RemovalKind, states: Sequence[str]) -> int:
    """How many proposals there are in these states."""
    query = select(func.count()).select_from(Removal).where(Removal.kind == kind, Removal.state.in_(states))
    return connection.scalar(query) or 0


def _told(work: Work, one: Proposal, state: RemovalState, action: Action, reason: str) -> Proposal:
    now = decide(work, one, state, reason=reason)
    work.tell(
        action,
        one.type,
        one.id,
        old={one.kind.value: one.key, "state": one.state.value},
        new={one.kind.value: one.key, "state": state.value},
        reason=reason,
        approver=work.person.name if state == RemovalState.approved else None,
    )
    return now


def _read(connection: Connection, query: Select[Any]) -> list[Proposal]:
    return [
        Proposal(
            key=row.key,
            kind=RemovalKind(row.kind),
            record_key=row.record_key,
            type=row.type,
            id=row.id,
            numbers=None if row.numbers is None else tuple(map(int, row.numbers.split())),
            reason=row.reason,
            proposed_by=row.proposed_by,
            proposed_at=row.proposed_at,
            state=RemovalState(row.state),
            decided_by=row.decided_by,
            decided_at=row.decided_at,
            decision_reason=row.decision_reason,
            edition=row.edition,
        )
        for row in connection.execute(query)
    ]


_QUERY: Select[Any] = select(Removal.__table__, Record.type, Record.id).join(Record, Record.key == Removal.record_key)
