"""How much an edition holds: entries, gaps and disagreements of each jurisdiction, and who is named in reliance."""

from collections import defaultdict
from typing import Any

from sqlalchemy import func, select

from app.answers.conditions import ENTRY, readable
from app.editions.view import View
from app.knowledge.models import Revision
from app.knowledge.models.entry import EntryRow, RelianceReferenceRow
from app.knowledge.models.supporting import DisagreementRow, GapRow

Data = dict[str, Any]


def counts_by_country(view: View) -> dict[str, Data]:
    """Entries by kind, gaps, disagreements and the oldest check, for each jurisdiction; kept for the edition."""
    found: dict[str, Data] = view.store.questions.of((view.edition.state, "counts"), lambda: _counts(view))
    return found


def _counts(view: View) -> dict[str, Data]:
    counts: dict[str, Data] = defaultdict(lambda: {"entries": {}, "gaps": 0, "disagreements": 0, "oldest": None})
    number = view.edition.number
    by_kind = (
        select(ENTRY.country, ENTRY.kind, func.count(), func.min(ENTRY.checked_on))
        .select_from(EntryRow)
        .join(Revision, Revision.key == EntryRow.revision_key)
        .where(readable(number))
        .group_by(ENTRY.country, ENTRY.kind)
        .order_by(ENTRY.country, ENTRY.kind)
    )
    for country, kind, count, oldest in view.connection.execute(by_kind):
        own = counts[country]
        own["entries"][kind] = count
        own["oldest"] = min(filter(None, (own["oldest"], oldest)))
    for name, row in (("gaps", GapRow), ("disagreements", DisagreementRow)):
        table = row.__table__
        query = (
            select(table.c.jurisdiction, func.count())
            .join(Revision, Revision.key == table.c.revision_key)
            .where(readable(number))
            .group_by(table.c.jurisdiction)
        )
        for code, count in view.connection.execute(query):
            counts[code][name] = count
    return counts


def named_in_reliance(view: View) -> dict[str, int]:
    """For each authority: how many reliance entries name it as a reference; kept for the edition."""
    found: dict[str, int] = view.store.questions.of((view.edition.state, "named"), lambda: _named(view))
    return found


def _named(view: View) -> dict[str, int]:
    cells = RelianceReferenceRow.__table__.c
    query = (
        select(cells.authority, func.count(func.distinct(cells.revision_key)))
        .join(Revision, Revision.key == cells.revision_key)
        .where(readable(view.edition.number), cells.authority.is_not(None))
        .group_by(cells.authority)
    )
    return dict(view.connection.execute(query).all())
