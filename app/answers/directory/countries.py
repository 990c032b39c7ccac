"""Jurisdictions, and how much the atlas knows of each."""

from collections import defaultdict
from typing import Any

from sqlalchemy import func, select

from app.answers.conditions import ENTRY, readable
from app.answers.directory.authorities import authorities, memberships
from app.answers.directory.parameters import CountryParameters
from app.answers.render import render
from app.editions.faults import UnknownRecord
from app.editions.live import live_in
from app.editions.view import View
from app.knowledge.models import Revision
from app.knowledge.models.entry import EntryRow
from app.knowledge.models.supporting import DisagreementRow, GapRow

Data = dict[str, Any]


def country_list(view: View, parameters: CountryParameters) -> Data:
    """All jurisdictions, or those of the named kinds."""
    held = view.snapshot.of("jurisdiction")
    chosen = [one for _, one in sorted(held.items()) if not parameters.kind or one["kind"] in parameters.kind]
    counts = _counts(view)
    return {
        "edition": view.edition.number,
        "items": [_country(view, one, counts) for one in chosen],
        "next": None,
        "total": len(chosen),
        "meta": view.meta(),
    }


def one_country(view: View, code: str) -> Data:
    """One jurisdiction. Raises `UnknownRecord` for a code that the edition does not know."""
    content = view.snapshot.of("jurisdiction").get(code.upper())
    if content is None:
        raise UnknownRecord(f"No jurisdiction has the code {code}; /v1/countries lists them.")
    own = [one for _, one in sorted(view.snapshot.of("authority").items()) if one["jurisdiction"] == content["id"]]
    return {
        "edition": view.edition.number,
        **_country(view, content, _counts(view)),
        "authorities_in_full": authorities(view, own),
        "meta": view.meta(),
    }


def _country(view: View, content: Data, counts: dict[str, Data]) -> Data:
    item, states = render("jurisdiction", content, view.language)
    del item["synonyms"]
    code = content["id"]
    bodies = sorted(id_ for id_, one in view.snapshot.of("authority").items() if one["jurisdiction"] == code)
    return {
        **item,
        "authorities": bodies,
        "entries": counts[code]["entries"],
        "total_entries": sum(counts[code]["entries"].values()),
        "gaps": counts[code]["gaps"],
        "disagreements": counts[code]["disagreements"],
        "oldest_checked_on": counts[code]["oldest"],
        "memberships": memberships(view, [one for body in bodies for one in view.snapshot.memberships_of(body)]),
        "texts": states,
    }


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
            .where(live_in(number))
            .group_by(table.c.jurisdiction)
        )
        for code, count in view.connection.execute(query):
            counts[code][name] = count
    return counts
