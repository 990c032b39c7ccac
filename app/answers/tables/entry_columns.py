"""Entries as rows: one flat column a member, the same for every entry of a list.

Headings are the API's own names and never depend on language or edition. Several ids in a cell are parted by
`; `, several texts stand one a line; what is not known is empty.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from app.answers.clocks.durations import Step, path_clock
from app.answers.tables.table import Cell, Column, number
from app.vocabulary.lists import EntryKind

Item = dict[str, Any]


@dataclass(frozen=True)
class EntryColumn:
    """A column of a list of entries, and what an entry has in it."""

    name: str
    of: Callable[[Item], Cell]
    width: int = 16

    @property
    def column(self) -> Column:
        """The column as tables write it."""
        return Column(self.name, self.width)


def columns_of(kind: EntryKind | None, *, summary: bool = False) -> tuple[EntryColumn, ...]:
    """The columns of a list: what every entry has, and between what it says and how far to trust it, what its
    kind adds; of `None`, which is every kind, what any kind adds. `summary` has only what a summary shows.
    """
    if summary:
        return (*_ABOUT, _text("title", 48), *(one for one in _MARKS if one.name in _OF_SUMMARIES))
    kinds = [kind] if kind else list(EntryKind)
    own = {one.name: one for each in kinds for one in _OWN[each]}
    return (*_ABOUT, _EXCEPTED, _text("title", 48), _text("statement", 80), *own.values(), *_MARKS, *_SOURCES)


def rows_of(items: Iterable[Item], columns: Iterable[EntryColumn], edition: int) -> list[list[Cell]]:
    """One row an entry, with the edition that it is told from."""
    chosen = tuple(columns)
    return [[one.of({**item, "edition": edition}) for one in chosen] for item in items]


def one_line(text: str | None) -> str:
    """A text without line breaks, to stand beside others one a line."""
    return " ".join(text.split()) if text else ""


def _text(name: str, width: int = 16) -> EntryColumn:
    """A member of an entry as it is; one that its kind lacks is empty."""
    return EntryColumn(name, lambda item: _plain(item.get(name)), width)


def _plain(value: Any) -> Cell:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, int) or value is None else str(value)


def _ids(name: str, width: int = 24) -> EntryColumn:
    return EntryColumn(name, lambda item: "; ".join(item.get(name) or ()), width)


def _figure(name: str) -> EntryColumn:
    return EntryColumn(name, lambda item: number(item.get(name)))


def _lines(name: str, of: Callable[[Item], Iterable[str]], width: int = 40) -> EntryColumn:
    return EntryColumn(name, lambda item: "\n".join(of(item)), width)


def _joined(*parts: Any) -> str:
    return " ".join(one_line(str(part)) for part in parts if part is not None)


def _paper(document: Item) -> str:
    written = one_line(document["as_written"])
    return f"{document['id']}: {written}" if document["id"] else written


def _reference(reference: Item) -> str:
    named = reference["authority"] or reference["group"] or ("any" if reference["any"] else None)
    name = _joined(named) if named else one_line(reference["as_written"])
    how = f" ({reference['stated']})" if reference["stated"] else ""
    return f"{name}: {reference['answer']}{how}"


def _span(duration: Item | None) -> str:
    """A duration in the words of the API: `30-60 working-day`, `up to 30 month`."""
    if duration is None:
        return ""
    low, high = duration["min"], duration["max"]
    if low is None or high is None:
        return f"up to {high} {duration['unit']}" if low is None else f"from {low} {duration['unit']}"
    return f"{low} {duration['unit']}" if low == high else f"{low}-{high} {duration['unit']}"


def _clocks(item: Item) -> Iterable[str]:
    for variant in item.get("variants") or ():
        clock = path_clock(variant)
        days = clock.span.rounded()
        if not clock.known:
            yield f"{variant['id']}: unknown"
            continue
        calendar = _span({**days, "unit": "calendar-day"})
        own = " + ".join(_own_unit(step) for step in clock.steps)
        open_ended = f", without {len(clock.missing)} phases of unknown length" if clock.missing else ""
        yield f"{variant['id']}: {own} = {calendar} ({clock.basis}{open_ended})"


def _own_unit(step: Step) -> str:
    return _span({"min": step.duration.get("min"), "max": step.duration.get("max"), "unit": step.duration["unit"]})


def _fees(item: Item) -> Iterable[str]:
    for variant in item.get("variants") or ():
        for fee in variant["fees"]:
            amount = "-".join(one for one in (fee["amount"], fee["amount_to"]) if one) or "amount not known"
            per = f"per {one_line(fee['per'])}" if fee["per"] else None
            when = f"({one_line(fee['condition'])})" if fee["condition"] else None
            yield f"{variant['id']}: {_joined(fee['type'], amount, fee['currency'], per, when)}"


def _of_sources(name: str) -> Callable[[Item], Iterable[str]]:
    return lambda item: (one_line(source[name]) for source in item["sources"])


def _here(name: str) -> EntryColumn:
    return EntryColumn(name, lambda item: item["here"][name], 10)


def _through(name: str, member: str) -> EntryColumn:
    return EntryColumn(name, lambda item: (item["here"]["applies_through"] or {}).get(member))


def _state(name: str) -> EntryColumn:
    return EntryColumn(f"{name}_text", lambda item: item["texts"].get(name))


_ABOUT = (
    _text("id", 32),
    _text("kind"),
    _text("country", 9),
    _ids("product_types"),
    _ids("topics"),
)
_EXCEPTED = _ids("except_product_types")

_MARKS = (
    _text("currency_status"),
    _text("evidence_grade", 9),
    _text("source_custody"),
    _text("confidence"),
    _text("review"),
    _text("fact_as_of", 12),
    _text("checked_on", 12),
    _text("review_due_on", 12),
    _here("stale"),
    _here("applies"),
    _through("applies_through", "type"),
    _through("applies_through_how", "how"),
    _text("applies_from", 12),
    _text("applies_until", 12),
    _text("ended_on", 12),
    _ids("replaces"),
    _ids("replaced_by"),
    _ids("overrides"),
    EntryColumn("pending_changes", lambda item: "; ".join(one["id"] for one in item["pending_changes"]), 24),
    _text("note", 48),
    _text("status_note", 40),
    _text("legal_basis", 40),
    _state("title"),
    _state("statement"),
    _text("published_in", 9),
    _text("revision", 9),
    _text("edition", 9),
)
_OF_SUMMARIES = {
    *("currency_status", "evidence_grade", "confidence", "review", "fact_as_of", "checked_on", "stale", "applies"),
    *("applies_through", "applies_through_how", "title_text", "published_in", "revision", "edition"),
}

_SOURCES = (
    _lines("source_ids", _of_sources("id"), 28),
    _lines("source_titles", _of_sources("title"), 48),
    _lines("source_publishers", _of_sources("publisher"), 32),
    _lines("source_published_on", _of_sources("published_on"), 12),
    _lines("source_locators", _of_sources("locator"), 32),
    _lines("source_urls", _of_sources("url"), 48),
    _lines("source_supports", lambda item: ("yes" if one["supports"] else "no" for one in item["sources"]), 9),
)
_PAPERS = _lines("documents", lambda item: (_paper(one) for one in item.get("documents") or ()), 48)

_OWN: dict[EntryKind, tuple[EntryColumn, ...]] = {
    EntryKind.requirement: (_text("obligation"), _text("condition", 40), _PAPERS),
    EntryKind.procedure: (
        _text("name", 40),
        _text("licence"),
        _text("assessment"),
        _text("acceleration"),
        EntryColumn("eligibility", lambda item: (item.get("eligibility") or {}).get("statement"), 40),
        _text("portal", 24),
        EntryColumn(
            "prerequisites", lambda item: "; ".join(one["procedure"] for one in item.get("prerequisites") or ()), 24
        ),
        _PAPERS,
        EntryColumn("validity", lambda item: _span(item.get("validity"))),
        _lines("clocks", _clocks, 48),
        _lines("fees", _fees, 48),
    ),
    EntryKind.reliance: (
        _ids("scopes"),
        _text("scope_as_written", 32),
        _ids("procedures"),
        _lines("references", lambda item: (_reference(one) for one in item.get("references") or ()), 32),
        _text("min_agreeing"),
        _text("within_months"),
        _text("same_product"),
        _text("conditions", 40),
    ),
    EntryKind.observed_time: (
        _text("procedure", 24),
        _text("measure"),
        _text("stage", 32),
        _figure("low"),
        _figure("point"),
        _figure("high"),
        _text("unit"),
        _text("n"),
        _text("period", 24),
        _text("sample_basis"),
        _text("source_duration", 24),
    ),
    EntryKind.policy: (
        _text("status"),
        _text("announced_on", 12),
        _text("effective_from", 12),
        _text("transition_until", 12),
        _ids("affects"),
    ),
    EntryKind.market: (
        _text("indicator", 40),
        _figure("low"),
        _figure("value"),
        _figure("high"),
        _text("as_written", 24),
        _text("unit"),
        _text("currency", 9),
        _text("year", 9),
    ),
    EntryKind.term: (_text("term", 32), _text("definition", 60)),
    EntryKind.qa: (
        _text("question", 48),
        _text("answer", 60),
        _text("event"),
        _text("session"),
        _text("answered_on", 12),
    ),
}
