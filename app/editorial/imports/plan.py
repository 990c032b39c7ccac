"""What a file would do: drafts of new records, corrections, rows that change nothing, and everything at fault.

The plan of a dry run and of an import is the same, made on the same connection that would carry it out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection

from app.access.faults import Fault, Refused
from app.editorial.imports.stock import Nearest, stock_of
from app.editorial.imports.telling import in_order, told_of
from app.editorial.revisions.completing import completed
from app.editorial.revisions.contents import CONTENT, refuse_strange
from app.editorial.revisions.edits import Edit, Setting, checked, id_of, outcome
from app.editorial.revisions.held import Held
from app.editorial.revisions.legal import LegalChange
from app.editorial.revisions.merging import merged
from app.editorial.revisions.records import is_taken
from app.editorial.revisions.standing import Stands, sources_seen, standing
from app.intake.tables.candidates import Candidate, Candidates
from app.intake.tables.cells import RowFault
from app.knowledge.freeze import freeze
from app.knowledge.marks import Marks, best
from app.knowledge.schemas import Content, references
from app.knowledge.schemas.common import CODE, IDENTIFIER
from app.vocabulary.lists import ENTRY_KINDS, ChangeType

Data = dict[str, Any]
Progress = Callable[[int, int], None]

_KEPT = ("country", "jurisdiction", "checked_on", "review_due_on", "evidence_grade", "source_custody")
"""What a whole record of a file may leave out, as the seed's files do: a correction keeps what is published."""

_BY_JURISDICTION = ("authority", "membership", "disagreement", "gap", "statement")
_EVERY = 200


@dataclass(frozen=True)
class Planned:
    """One draft that would be made. `published`: what it corrects, or null for a new record."""

    type: str
    id: str
    content: Content
    change_type: ChangeType
    record_key: int | None
    number: int
    published: Held | None
    candidate: Candidate


@dataclass
class Plan:
    """What a file would do. `rows` counts its records; a new law makes a second draft, counted among the new."""

    rows: int = 0
    drafts: list[Planned] = field(default_factory=list)
    unchanged: int = 0
    faults: list[RowFault] = field(default_factory=list)

    @property
    def corrections(self) -> int:
        """How many drafts correct what is published."""
        return sum(one.published is not None for one in self.drafts)

    @property
    def new(self) -> int:
        """How many drafts are the first of their record."""
        return len(self.drafts) - self.corrections


def plan_of(
    connection: Connection, found: Candidates, *, today: date, country: str | None, progress: Progress | None = None
) -> Plan:
    """The plan for what a file says. `country` is the jurisdiction of new records that name none."""
    return _Planning(connection, found, today, country).plan(progress or (lambda _, __: None))


class _Planning:
    def __init__(self, connection: Connection, found: Candidates, today: date, country: str | None) -> None:
        self.connection = connection
        self.found = found
        self.today = today
        self.country = country
        self.plan_made = Plan(len(found.records), faults=list(found.faults))
        self.stock = stock_of(connection, [one.id for one in found.records if _is_id(one.id)])
        self.ids = {one.id for one in found.records if one.type in ENTRY_KINDS}
        self.marks = _marks_of(connection, found)
        self.nearest = Nearest(connection)

    def plan(self, progress: Progress) -> Plan:
        made = self.plan_made
        # Sources first: what is said of new ones tells how good the evidence of the entries is that cite them.
        for position, one in enumerate(sorted(self.found.records, key=lambda one: one.type != "source"), start=1):
            try:
                self._one(one)
            except Refused as refused:
                made.faults.extend(told_of(one, refused))
            if position % _EVERY == 0 or position == made.rows:
                progress(position, made.rows)
        made.faults.extend(self._repeated())
        made.faults.extend(self._dead_references())
        made.faults = in_order(made.faults)
        return made

    def _one(self, one: Candidate) -> None:
        key = self.stock.keys.get((one.type, one.id))
        published = self.stock.published.get(key) if key is not None else None
        if published is not None and key is not None:
            self._correction(one, key, published)
        elif key is not None and key in self.stock.open:
            self._fault_open(one, key)
        elif key is not None:
            self._taken(one, f"{one.id} was withdrawn; restore it under /v1/staff before it is changed")
        elif one.type in ENTRY_KINDS and (one.id in self.stock.kinds or one.id in self.stock.aliases):
            kind = self.stock.kinds.get(one.id)
            self._taken(one, f"{one.id} is taken by {f'a {kind}' if kind else 'an entry as its alias'}")
        else:
            self._new(one)

    def _new(self, one: Candidate) -> None:
        refuse_strange(one.data)
        data = self._with_country(one, merged({}, one.data))
        if one.type in ENTRY_KINDS:
            data = self._with_marks(data)
        content = checked(one.type, completed(self.connection, one.type, data, self.today), self.today)
        if one.type == "source":
            said = content.model_dump(include={"evidence_grade", "custody"})
            self.marks[one.id] = Marks(said["evidence_grade"], said["custody"])
        change_type = _change_type(one) or ChangeType.substantive
        self.plan_made.drafts.append(Planned(one.type, one.id, content, change_type, None, 1, None, one))

    def _correction(self, one: Candidate, key: int, published: Held) -> None:
        before = published.content or {}
        edit = Edit(
            reason="",
            patch=None if one.whole else one.data,
            whole={**{name: before[name] for name in _KEPT if name in before}, **one.data} if one.whole else None,
            change_type=_change_type(one),
            legal=_legal(one),
            successor=one.decisions.get("successor"),
        )
        taken = is_taken(self.connection)
        setting = Setting(
            type=one.type,
            id=one.id,
            before=before,
            published=before,
            today=self.today,
            is_taken=lambda id_: id_ in self.ids or taken(id_),
        )
        came = outcome(edit, setting)
        if came.successor is None and freeze(one.type, came.content)[1] == published.sha256:
            self.plan_made.unchanged += 1
            return
        if key in self.stock.open:
            self._fault_open(one, key)
            return
        number = self.stock.numbers[key] + 1
        drafts = self.plan_made.drafts
        drafts.append(Planned(one.type, one.id, came.content, came.change_type, key, number, published, one))
        if came.successor is not None:
            id_ = id_of(came.successor)
            if setting.is_taken(id_):
                drafts.pop()
                self.plan_made.faults.append(one.fault("/successor", f"{id_} is taken", value=id_, taken=True))
                return
            self.ids.add(id_)
            drafts.append(Planned(one.type, id_, came.successor, ChangeType.substantive, None, 1, None, one))

    def _with_country(self, one: Candidate, data: Data) -> Data:
        name = "country" if one.type in ENTRY_KINDS else "jurisdiction" if one.type in _BY_JURISDICTION else None
        if name is None or self.country is None or data.get(name) is not None:
            return data
        return {**data, name: self.country}

    def _with_marks(self, data: Data) -> Data:
        """An entry with the marks of its best supporting source; refused where it cites only what nobody knows."""
        cited = list(_supporting(data))
        marks = best(self.marks[source] for _, source in cited if source in self.marks)
        if marks is not None:
            return {"evidence_grade": marks.grade, "source_custody": marks.custody, **data}
        if cited and not (data.get("evidence_grade") and data.get("source_custody")):
            faults = [
                Fault(
                    f"{CONTENT}/citations/{place}/source",
                    f"no source has the id {id_}",
                    self.nearest.to("source", id_),
                    id_,
                )
                for place, id_ in cited
            ]
            raise Refused("invalid-parameter", "", faults=faults)
        return data

    def _fault_open(self, one: Candidate, key: int) -> None:
        revision, state = self.stock.open[key]
        words = f"revision {revision} of it is {state.replace('_', ' ')}: /v1/staff/revisions/{revision}"
        self._taken(one, f"{words}; edit that one, or have it published or discarded first")

    def _taken(self, one: Candidate, message: str) -> None:
        self.plan_made.faults.append(one.fault("/id", message, value=one.id, taken=True))

    def _repeated(self) -> Iterator[RowFault]:
        """Ids of entries that two tables of the file use, for one kind each."""
        seen: dict[tuple[str, str], Candidate] = {}
        for one in self.found.records:
            first = seen.setdefault(("entry" if one.type in ENTRY_KINDS else one.type, one.id), one)
            if first is not one:
                message = f"the id stands in row {first.place.row} of {first.place.sheet or first.type} already"
                yield one.fault("/id", message, value=one.id)

    def _dead_references(self) -> Iterator[RowFault]:
        """References to what is neither published, nor being written, nor in the file."""
        drafts = self.plan_made.drafts
        here = {(one.type, one.id) for one in self.found.records} | {(one.type, one.id) for one in drafts}
        known = (
            here
            | {("record", id_) for _, id_ in here}
            | {("entry", id_) for type_, id_ in here if type_ in ENTRY_KINDS}
        )
        named = [
            (one, pointer, type_, id_)
            for one in drafts
            for pointer, type_, id_ in references(one.content)
            if (type_, id_) not in known
        ]
        stands = standing(self.connection, {(type_, id_) for _, _, type_, id_ in named})
        for one, pointer, type_, id_ in named:
            if stands[type_, id_] == Stands.nowhere:
                message = f"no {type_.replace('_', ' ')} has the id {id_}"
                yield one.candidate.fault(pointer, message, value=id_, expected=self.nearest.to(type_, id_))


def _marks_of(connection: Connection, found: Candidates) -> dict[str, Marks]:
    """The marks of every known source that an entry of the file cites."""
    cited = {id_ for one in found.records if one.type in ENTRY_KINDS for _, id_ in _supporting(one.data)}
    seen = sources_seen(connection, [one for one in cited if _is_id(one)])
    return {id_: source.marks for id_, source in seen.items()}


def _supporting(data: Data) -> Iterator[tuple[int, str]]:
    """The sources that an entry cites as supporting it, each with its place among its citations."""
    citations = data.get("citations")
    for place, one in enumerate(citations if isinstance(citations, list) else []):
        if isinstance(one, dict) and isinstance(one.get("source"), str) and one.get("supports", True):
            yield place, one["source"]


def _is_id(id_: str) -> bool:
    return len(id_) <= 120 and bool(IDENTIFIER.fullmatch(id_) or CODE.fullmatch(id_))


def _change_type(one: Candidate) -> ChangeType | None:
    said = one.decisions.get("change_type")
    if said is None:
        return None
    if said not in tuple(ChangeType):
        raise Refused("invalid-parameter", "", faults=[Fault("/change_type", "is none", tuple(ChangeType), said)])
    return ChangeType(said)


def _legal(one: Candidate) -> LegalChange | None:
    said = one.decisions.get("legal_change")
    if said is None:
        return None
    if said not in tuple(LegalChange):
        raise Refused("invalid-parameter", "", faults=[Fault("/legal_change", "is none", tuple(LegalChange), said)])
    return LegalChange(said)
