"""Taking a report from a request: what the API and the page have in common, limits included."""

from typing import Any

from fastapi import Request

from app.access.dependencies import problem_of
from app.access.faults import Refused
from app.database.engine import reading, writing
from app.editions.faults import Withdrawn
from app.editorial.reports.receiving import Said, about, became, receive
from app.editorial.reports.schemas import NewReport
from app.http.problems import Problem


def take_report(request: Request, id_: str, body: NewReport) -> dict[str, Any]:
    """Keep a report on an entry; the answer holds the receipt.

    Raises `Problem`: 404 for an entry that there is not, 410 for one that was withdrawn, 429 where too many came in.
    """
    state = request.app.state
    at = state.now()
    said = Said(body.what, body.detail, body.source_url, body.language)
    try:
        with writing(state.engine) as connection:
            entry = about(connection, id_)
            wait = state.reports.take(entry.id, at.timestamp())
            if wait:
                raise Problem(
                    "too-many-requests",
                    f"Too many reports came in; try again in {wait} seconds.",
                    headers={"Retry-After": str(wait)},
                )
            return receive(connection, entry, said, at=at)
    except Refused as refused:
        raise problem_of(refused) from refused
    except Withdrawn as gone:
        raise Problem("withdrawn", str(gone), reason=gone.reason, history=gone.history) from gone


def find_report(request: Request, receipt: str) -> dict[str, Any]:
    """What became of a report. Raises a 404 `Problem` for a receipt that nobody has."""
    try:
        with reading(request.app.state.engine) as connection:
            return became(connection, receipt)
    except Refused as refused:
        raise problem_of(refused) from refused
