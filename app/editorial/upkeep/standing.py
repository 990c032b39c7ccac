"""What the rule of risk needs to know of all published entries at once: who names them, who doubts them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from app.editorial.reports.models import Report
from app.editorial.upkeep.models import SourceCheck
from app.knowledge.models import Record, Revision
from app.knowledge.models.procedure import PrerequisiteRow
from app.knowledge.models.shared import AmendmentRow, CitationRow, LinkRow
from app.knowledge.models.supporting import SourceRow, VocabularyRow
from app.vocabulary.lists import State

_BUILDS_ON = ("overrides", "affects", "procedure")
"""Links by which an entry builds on another; a successor and what it replaces do not."""

_FEES = "fees"


@dataclass(frozen=True)
class Around:
    """What stands around entries, by their ids."""

    uses: Counter[str]
    disagreements: Counter[str]
    reports: Counter[str]
    verdicts: dict[str, list[str]]
    fee_topics: frozenset[str]


def around(connection: Connection) -> Around:
    """What stands around every published entry now."""
    return Around(
        uses=_uses(connection),
        disagreements=_disagreements(connection),
        reports=_open_reports(connection),
        verdicts=_verdicts(connection),
        fee_topics=_below(_FEES, connection),
    )


def newest_checks(connection: Connection) -> dict[str, str]:
    """The verdict of the last check of each published source's address, by the source's id."""
    last = (
        select(func.max(SourceCheck.key))
        .join(Revision, Revision.record_key == SourceCheck.record_key)
        .join(SourceRow, SourceRow.revision_key == Revision.key)
        .where(Revision.state == State.published, SourceRow.url == SourceCheck.url)
        .group_by(SourceCheck.record_key)
    )
    query = (
        select(Record.id, SourceCheck.verdict)
        .join(SourceCheck, SourceCheck.record_key == Record.key)
        .where(SourceCheck.key.in_(last))
    )
    return dict(connection.execute(query).all())


def _uses(connection: Connection) -> Counter[str]:
    """How many entries build on each: one that names it twice counts once."""
    queries = (
        select(LinkRow.target, LinkRow.revision_key).where(LinkRow.relation.in_(_BUILDS_ON)),
        select(PrerequisiteRow.procedure, PrerequisiteRow.revision_key),
        select(AmendmentRow.record, AmendmentRow.revision_key),
    )
    pairs: set[tuple[str, int]] = set()
    for query in queries:
        key = query.selected_columns[1]
        published = query.join(Revision, Revision.key == key).where(Revision.state == State.published)
        pairs.update((named, by) for named, by in connection.execute(published))
    return Counter(named for named, _ in pairs)


def _disagreements(connection: Connection) -> Counter[str]:
    query = (
        select(LinkRow.target)
        .join(Revision, Revision.key == LinkRow.revision_key)
        .join(Record, Record.key == Revision.record_key)
        .where(Revision.state == State.published, Record.type == "disagreement", LinkRow.relation == "entry")
    )
    return Counter(connection.scalars(query))


def _open_reports(connection: Connection) -> Counter[str]:
    query = select(Record.id).join(Report, Report.record_key == Record.key).where(Report.state != "closed")
    return Counter(connection.scalars(query))


def _verdicts(connection: Connection) -> dict[str, list[str]]:
    """The last verdicts on the sources that support each entry, where the last one found something."""
    troubled = {id_: verdict for id_, verdict in newest_checks(connection).items() if verdict in ("gone", "changed")}
    found: dict[str, list[str]] = defaultdict(list)
    query = (
        select(Record.id, CitationRow.source)
        .join(Revision, Revision.record_key == Record.key)
        .join(CitationRow, CitationRow.revision_key == Revision.key)
        .where(Revision.state == State.published, CitationRow.supports, CitationRow.source.in_(list(troubled)))
        .distinct()
    )
    for id_, source in connection.execute(query) if troubled else ():
        found[id_].append(troubled[source])
    return found


def _below(topic: str, connection: Connection) -> frozenset[str]:
    """A topic and all below it, by the published tree."""
    query = (
        select(VocabularyRow.id, VocabularyRow.parent)
        .join(Revision, Revision.key == VocabularyRow.revision_key)
        .join(Record, Record.key == Revision.record_key)
        .where(Revision.state == State.published, Record.type == "topic")
    )
    parents = dict(connection.execute(query).all())
    return frozenset(id_ for id_ in (topic, *parents) if topic in _chain(id_, parents))


def _chain(topic: str | None, parents: dict[str, str | None]) -> Iterable[str]:
    seen: list[str] = []
    while topic is not None and topic not in seen:
        seen.append(topic)
        topic = parents.get(topic)
    return seen
