"""The next edition: what it would change, and publishing it.

A preview makes the edition as publishing does, tells what it changes, and rolls back: the two cannot differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, or_, select, update

from app.access.faults import Fault, Refused, invalid
from app.access.work import Work
from app.audit.acts import Action
from app.editions.history import content_changes
from app.editions.live import live_in
from app.editions.publish import Assembled, Published, PublishingRefused, Withdrawal, assemble, publish
from app.editorial.publishing.models import Removal
from app.editorial.publishing.removals import Proposal, RemovalKind, RemovalState, proposals
from app.editorial.revisions.held import Held, many_held, revisions
from app.editorial.workflow import Step, require
from app.knowledge.models import Record, Revision
from app.knowledge.models.shared import CitationRow
from app.knowledge.models.supporting import SourceRow
from app.vocabulary.dates import instant_text
from app.vocabulary.lists import State

Data = dict[str, Any]

_BATCH = 400


@dataclass(frozen=True)
class Wish:
    """What is to be published: these revisions and withdrawals, or, where neither is named, all that is approved."""

    revisions: tuple[int, ...] | None = None
    withdrawals: tuple[int, ...] | None = None

    @property
    def named(self) -> bool:
        """Is anything named?"""
        return self.revisions is not None or self.withdrawals is not None


def publish_edition(work: Work, wish: Wish, *, note: str, reason: str) -> Data:
    """Publish, tell the trail, and give the edition with what it changed.

    Raises `Refused`: `invalid-parameter` for a name that means nothing and for a fact whose source says too little,
    `wrong-state` for what is not approved, `conflict` for what does not go together, or where nothing is approved.
    """
    leaving = _leaving(work.connection, wish)
    chosen = _chosen(work, wish)
    try:
        done = publish(
            work.connection,
            at=work.at.replace(microsecond=0),
            note=note,
            revisions=chosen,
            withdrawals=[as_withdrawal(one) for one in leaving],
        )
    except PublishingRefused as refused:
        faults = [Fault("/revisions", fault) for fault in refused.faults]
        raise Refused("conflict", _sentence(refused), faults=faults) from refused
    poor = poor_sources(work.connection, done.number)
    if poor:
        raise Refused("invalid-parameter", "; ".join(poor), faults=[Fault("/revisions", one) for one in poor])
    carry_out(work.connection, leaving, done.number)
    work.tell(Action.edition_published, "edition", str(done.number), new=told(work.connection, done), reason=reason)
    return _edition(work.connection, done, note=note, at=instant_text(work.at))


def preview(work: Work, wish: Wish, *, most: int) -> Data:
    """What publishing would change and what speaks against it; the caller rolls the transaction back.

    Raises `Refused` for names that mean nothing, or what is named and not approved.
    """
    leaving = _leaving(work.connection, wish)
    chosen = _chosen(work, wish)
    made: Assembled | None = None
    try:
        made = assemble(
            work.connection,
            at=work.at.replace(microsecond=0),
            note="",
            revisions=chosen,
            withdrawals=[as_withdrawal(one) for one in leaving],
        )
        faults = [*made.faults, *poor_sources(work.connection, made.number)]
    except PublishingRefused as refused:
        faults = list(refused.faults)
    changes = edition_changes(work.connection, made.number) if made else []
    return {
        "edition": made.number if made else None,
        "items": [one.shown(fields=True) for one in changes[:most]],
        "total": len(changes),
        "faults": faults,
    }


def told(connection: Connection, done: Published) -> Data:
    """An edition as the trail tells it."""
    return {
        "sha256": done.sha256,
        "changed": done.changed,
        "withdrawn": done.withdrawn,
        "records": [one.name for one in edition_changes(connection, done.number)],
    }


def approved_withdrawals(connection: Connection) -> list[Proposal]:
    """The withdrawals that leave with the next edition, oldest first."""
    return proposals(connection, RemovalKind.withdrawal, [RemovalState.approved])[::-1]


def carry_out(connection: Connection, leaving: Sequence[Proposal], number: int) -> None:
    """Keep that these withdrawals left with an edition."""
    connection.execute(
        update(Removal)
        .where(Removal.key.in_([one.key for one in leaving]))
        .values(state=RemovalState.done, edition=number)
    )


@dataclass(frozen=True)
class Change:
    """What an edition changes in one record: the revision that goes, the one that comes, or both."""

    type: str
    id: str
    before: Any
    after: Any

    @property
    def name(self) -> str:
        """The record, and the revision of it that is new or leaves."""
        return f"{self.type} {self.id} {(self.after or self.before).number}"

    def shown(self, *, fields: bool) -> Data:
        """As plain data; with `fields`, member by member."""
        before, after = self.before, self.after
        shown: Data = {
            "record": {"type": self.type, "id": self.id},
            "change": "withdrawn" if after is None else "added" if before is None else "changed",
            "change_type": after and after.change_type,
            "reason": after.reason if after else before.removal_reason,
            "revision": (after or before).key,
            "from_revision": before and before.number,
            "to_revision": after and after.number,
            "approved_by": after and after.approved_by,
        }
        if fields:
            shown["fields"] = content_changes(before and before.content, after and after.content)
        return shown


def edition_changes(connection: Connection, number: int) -> list[Change]:
    """Every record that an edition changes, by type and id."""
    query = (
        select(Revision.__table__, Record.type, Record.id)
        .join(Record, Record.key == Revision.record_key)
        .where(or_(Revision.published_in == number, Revision.removed_in == number))
    )
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in connection.execute(query):
        side = "after" if row.published_in == number else "before"
        found.setdefault((row.type, row.id), {})[side] = row
    return [Change(*name, sides.get("before"), sides.get("after")) for name, sides in sorted(found.items())]


def poor_sources(connection: Connection, number: int) -> list[str]:
    """Facts new in an edition, and approved by people, whose source lacks title, publisher, or address.

    A source may have no address where its note says why.
    """
    fact, source = Revision.__table__.alias("fact"), SourceRow.__table__.c
    blank = or_(
        func.trim(source.title) == "",
        func.trim(source.publisher) == "",
        source.url.is_(None) & (func.trim(func.coalesce(source.note_en, source.note_ko, "")) == ""),
    )
    query = (
        select(Record.type, Record.id, source.id)
        .join(fact, fact.c.record_key == Record.key)
        .join(CitationRow, CitationRow.revision_key == fact.c.key)
        .join(SourceRow, source.id == CitationRow.source)
        .join(Revision, Revision.key == source.revision_key)
        .where(fact.c.published_in == number, fact.c.approved_by.is_not(None), live_in(number), blank)
        .distinct()
        .order_by(Record.type, Record.id, source.id)
    )
    return [
        f"{type_} {id_} cites {cited}, which has no title, no publisher, or neither an address nor a note why not"
        for type_, id_, cited in connection.execute(query)
    ]


def _edition(connection: Connection, done: Published, *, note: str, at: str) -> Data:
    return {
        "number": done.number,
        "published_at": at,
        "note": note,
        "sha256": done.sha256,
        "changed": done.changed,
        "withdrawn": done.withdrawn,
        "items": [one.shown(fields=False) for one in edition_changes(connection, done.number)],
        "manifest": f"/v1/editions/{done.number}/manifest",
    }


def as_withdrawal(one: Proposal) -> Withdrawal:
    """An approved withdrawal as publishing takes it."""
    return Withdrawal(one.type, one.id, one.reason)


def _leaving(connection: Connection, wish: Wish) -> list[Proposal]:
    approved = {one.key: one for one in approved_withdrawals(connection)}
    if not wish.named:
        return list(approved.values())
    for place, key in enumerate(wish.withdrawals or ()):
        if key not in approved:
            raise invalid(f"/withdrawals/{place}", f"no approved withdrawal has the id {key}")
    return [approved[key] for key in dict.fromkeys(wish.withdrawals or ())]


def _chosen(work: Work, wish: Wish) -> list[int] | None:
    """The keys of the named revisions, each of which has to be approved; null for all that are."""
    if not wish.named:
        return None
    keys = list(dict.fromkeys(wish.revisions or ()))
    known: dict[int, Held] = {}
    for start in range(0, len(keys), _BATCH):
        batch = keys[start : start + _BATCH]
        known.update((one.key, one) for one in many_held(work.connection, revisions().where(Revision.key.in_(batch))))
    for place, key in enumerate(wish.revisions or ()):
        if key not in known:
            raise invalid(f"/revisions/{place}", f"there is no revision {key}")
        if known[key].state != State.approved:
            require(Step.publish, known[key].situation, work.person)
    return keys


def _sentence(refused: PublishingRefused) -> str:
    words = str(refused)
    return f"{words[:1].upper()}{words[1:]}."
