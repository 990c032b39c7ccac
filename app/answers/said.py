"""Where an entry was said: the public statements that state the same fact, and whether that was confirmed."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from app.answers.conditions import readable
from app.editions.view import View
from app.knowledge.freeze import thaw
from app.knowledge.models import Record, Revision
from app.knowledge.models.shared import LinkRow
from app.knowledge.models.supporting import StatementRow
from app.vocabulary.lists import Disclosure, SourceKind

Data = dict[str, Any]


def records(view: View, type_: str, ids: Iterable[str] | None = None) -> dict[str, Data]:
    """Records of a type by id: all of them, or those named."""
    query = (
        select(Record.id, Revision.content)
        .join(Revision, Revision.record_key == Record.key)
        .where(readable(view.edition.number), Record.type == type_)
    )
    if ids is not None:
        query = query.where(Record.id.in_(sorted(ids)))
    return {id_: thaw(content) for id_, content in view.connection.execute(query.order_by(Record.id))}


def public_statements(view: View) -> list[Data]:
    """Statements of all sessions that may be passed on, by id."""
    return [one for one in records(view, "statement").values() if one["disclosure"] != Disclosure.internal]


def unattributed(statement: Data) -> bool:
    """May a statement be passed on, but not who made it? Its session names the presenter's role, so it would tell."""
    return bool(statement["disclosure"] == Disclosure.unattributed)


def said_at(view: View, ids: list[str]) -> dict[str, list[Data]]:
    """For each entry: where it was said, whether a later official text confirmed it, and who reported it."""
    query = (
        select(LinkRow.target, Revision.content)
        .join(StatementRow, StatementRow.revision_key == LinkRow.revision_key)
        .join(Revision, Revision.key == StatementRow.revision_key)
        .where(
            readable(view.edition.number),
            LinkRow.relation == "entry",
            LinkRow.target.in_(ids),
            StatementRow.disclosure != Disclosure.internal,
        )
        .order_by(StatementRow.id)
    )
    found = [(target, thaw(content)) for target, content in view.connection.execute(query)]
    if not found:
        return {}
    sessions = records(view, "session", {statement["session"] for _, statement in found})
    sources = view.sources({one["source"] for _, said in found for one in said.get("citations", ())})
    said: dict[str, list[Data]] = defaultdict(list)
    for target, statement in found:
        session = sessions.get(statement["session"])
        said[target].append(
            {
                "statement": statement["id"],
                "session": None if unattributed(statement) else statement["session"],
                "event": session["event"] if session else None,
                "disclosure": statement["disclosure"],
                "confirmed_by": statement.get("confirmed_by", []),
                "reported_by_press": is_press(statement, sources),
            }
        )
    return said


def is_press(statement: Data, sources: dict[str, Data]) -> bool:
    """Is a statement known from the press alone?"""
    kinds = [sources.get(one["source"], {}).get("kind") for one in statement.get("citations", ())]
    return bool(kinds) and all(kind == SourceKind.news for kind in kinds)
