"""What a new entry may leave out because it follows: when it was checked, when again, how good its evidence is."""

from datetime import date
from typing import Any

from sqlalchemy import Connection

from app.editorial.revisions.standing import sources_seen
from app.knowledge.marks import best
from app.vocabulary.dates import day_range, months_after
from app.vocabulary.lists import ENTRY_KINDS

Data = dict[str, Any]

REVIEW_AFTER_MONTHS = 12


def completed(connection: Connection, type_: str, data: Data, today: date) -> Data:
    """The data of a new record with what follows from the day and from its best supporting source.

    What cannot be worked out is left for the content model to tell.
    """
    if type_ not in ENTRY_KINDS:
        return data
    full = {"checked_on": today.isoformat(), **data}
    if "review_due_on" not in full:
        try:
            full["review_due_on"] = months_after(day_range(full["checked_on"])[0], REVIEW_AFTER_MONTHS).isoformat()
        except (TypeError, ValueError):
            return full
    marks = best(source.marks for source in sources_seen(connection, _supporting(data)).values())
    if marks is not None:
        full.setdefault("evidence_grade", marks.grade)
        full.setdefault("source_custody", marks.custody)
    return full


def _supporting(data: Data) -> list[str]:
    citations = data.get("citations")
    return [
        one["source"]
        for one in (citations if isinstance(citations, list) else [])
        if isinstance(one, dict) and isinstance(one.get("source"), str) and one.get("supports", True)
    ]
