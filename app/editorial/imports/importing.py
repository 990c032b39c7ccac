"""Taking a file in: a dry run that only reports, or all of its drafts at once."""

from datetime import date
from typing import Any

from sqlalchemy import Connection

from app.access.work import Work
from app.audit.trail import queue
from app.editorial.imports.apply import apply
from app.editorial.imports.files import SentFile
from app.editorial.imports.plan import Plan, Progress, plan_of
from app.editorial.imports.schemas import MOST_FAULTS
from app.editorial.imports.telling import shortened
from app.intake.tables.candidates import Candidates
from app.intake.tables.cells import RowFault

Data = dict[str, Any]


class Faulty(Exception):
    """A file that is not taken in; `report` says why."""

    def __init__(self, plan: Plan, report: Data) -> None:
        self.plan = plan
        self.report = report
        super().__init__(f"{len(plan.faults)} faults")

    @property
    def taken(self) -> bool:
        """Is every row sound, and only at odds with what is there?"""
        return all(one.taken for one in self.plan.faults)


def dry_run(
    connection: Connection,
    file: SentFile,
    found: Candidates,
    *,
    today: date,
    country: str | None,
    progress: Progress | None = None,
) -> Data:
    """The report of what a file would do; `found` is what it says."""
    return _report(file, plan_of(connection, found, today=today, country=country, progress=progress), drafts=None)


def take_in(
    work: Work,
    file: SentFile,
    found: Candidates,
    *,
    country: str | None,
    reason: str,
    progress: Progress | None = None,
) -> Data:
    """Make all drafts of a file, and report. Raises `Faulty` where anything is at fault; nothing is stored then."""
    queue(work.connection)  # before the plan: of two imports at once the second sees what the first one made
    plan = plan_of(work.connection, found, today=work.at.date(), country=country, progress=progress)
    if plan.faults:
        raise Faulty(plan, _report(file, plan, drafts=None))
    made = apply(work, plan, sha256=file.sha256, size=len(file.data), reason=reason, progress=progress)
    return _report(file, plan, drafts=made)


def _report(file: SentFile, plan: Plan, *, drafts: list[Data] | None) -> Data:
    return {
        "dry_run": drafts is None,
        "sha256": file.sha256,
        "bytes": len(file.data),
        "rows": plan.rows,
        "new": plan.new,
        "corrections": plan.corrections,
        "unchanged": plan.unchanged,
        "total_faults": len(plan.faults),
        "faults": [shown(one) for one in plan.faults[:MOST_FAULTS]],
        "drafts": drafts or [],
    }


def shown(one: RowFault) -> Data:
    """A fault as plain data."""
    return {
        "sheet": one.place.sheet,
        "row": one.place.row,
        "column": one.place.column,
        "cell": one.place.cell,
        "pointer": one.pointer,
        "message": one.message,
        "value": shortened(one.value),
        "expected": list(one.expected),
        "taken": one.taken,
    }
