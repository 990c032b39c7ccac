"""Events, their sessions, and the statements that may be passed on.

What was said behind closed doors (`internal`) never leaves through here, nor through an entry's `said_at`. What was
said on condition that nobody is named (`unattributed`) stands under the event alone: a session names the presenter's
role, and an entry's `said_at` then names no session.
"""

from collections import defaultdict
from typing import Any

from app.answers.directory.authorities import sources_of
from app.answers.render import render
from app.answers.said import is_press, public_statements, records, unattributed
from app.editions.faults import UnknownRecord
from app.editions.known import known
from app.editions.view import Page, Position, View
from app.forum.schemas import EventParameters

Data = dict[str, Any]


def event_page(view: View, parameters: EventParameters, after: Position | None) -> Page:
    """A page of events, by id."""
    codes = known(
        "country", [one.upper() for one in parameters.country], view.snapshot.of("jurisdiction"), "jurisdiction"
    )
    forum = _Forum(view)
    held = [one for _, one in sorted(forum.events.items()) if not codes or forum.touches(one, codes)]
    rest = [one for one in held if after is None or one["id"] > after.id]
    shown = rest[: parameters.limit]
    body = {
        "edition": view.edition.number,
        "items": [forum.summary(one) for one in shown],
        "next": None,
        "total": len(held),
        "meta": view.meta(),
    }
    return Page(body, Position("", shown[-1]["id"]) if len(rest) > len(shown) else None)


def one_event(view: View, id_: str) -> Data:
    """One event with its sessions. Raises `UnknownRecord` for an id that the edition does not hold."""
    forum = _Forum(view)
    event = forum.events.get(id_)
    if event is None:
        raise UnknownRecord(f"Edition {view.edition.number} holds no event with the id {id_}.")
    return {
        "edition": view.edition.number,
        **forum.summary(event),
        "sessions_in_full": [forum.session(one) for one in forum.sessions[id_]],
        "unattributed": forum.unattributed(id_),
        "meta": view.meta(),
    }


class _Forum:
    """All events of an edition with what hangs on them; there are dozens, not thousands."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.events = records(view, "event")
        self.sessions: dict[str, list[Data]] = defaultdict(list)
        for _, session in sorted(records(view, "session").items()):
            self.sessions[session["event"]].append(session)
        self.statements: dict[str, list[Data]] = defaultdict(list)
        for statement in public_statements(view):
            self.statements[statement["session"]].append(statement)
        self.sources = view.sources(
            {
                citation["source"]
                for one in (*self.events.values(), *_flat(self.sessions), *_flat(self.statements))
                for citation in one.get("citations", ())
            }
        )

    def touches(self, event: Data, codes: list[str]) -> bool:
        sessions = self.sessions[event["id"]]
        about = {one.get("jurisdiction") for one in sessions}
        about |= {said["jurisdiction"] for one in sessions for said in self.statements[one["id"]]}
        return bool((about | set(event.get("countries", ()))) & set(codes))

    def summary(self, event: Data) -> Data:
        item, states = render("event", event, self.view.language)
        sessions = self.sessions[event["id"]]
        return {
            **item,
            "sessions": [one["id"] for one in sessions],
            "statements": sum(len(self.statements[one["id"]]) for one in sessions),
            "sources": sources_of(event, self.sources),
            "texts": states,
        }

    def session(self, session: Data) -> Data:
        item, states = render("session", session, self.view.language)
        del item["event"]
        return {
            **item,
            "sources": sources_of(session, self.sources),
            "statements": [self._statement(one) for one in self.statements[session["id"]] if not unattributed(one)],
            "texts": states,
        }

    def unattributed(self, event: str) -> list[Data]:
        """Statements without their session, and without the sources that would lead to it."""
        sessions = self.sessions[event]
        telling = {citation["source"] for one in sessions for citation in one.get("citations", ())}
        said = [one for session in sessions for one in self.statements[session["id"]] if unattributed(one)]
        shown = [self._statement(one) for one in sorted(said, key=lambda one: str(one["id"]))]
        return [
            {**one, "sources": [source for source in one["sources"] if source["id"] not in telling]} for one in shown
        ]

    def _statement(self, statement: Data) -> Data:
        item, states = render("statement", statement, self.view.language)
        del item["session"]
        return {
            **item,
            "reported_by_press": is_press(statement, self.sources),
            "sources": sources_of(statement, self.sources),
            "texts": states,
        }


def _flat(groups: dict[str, list[Data]]) -> list[Data]:
    return [one for group in groups.values() for one in group]
