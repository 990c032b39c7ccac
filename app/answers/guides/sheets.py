"""A guide as a workbook: one sheet a part, sources linked, made to be filtered, ticked and printed."""

from collections.abc import Iterable

from app.answers.guides.held import next_date
from app.answers.guides.procedure_sheets import procedure_sheets
from app.answers.guides.sheet import EVIDENCE, Item, Row, evidence, papers, sheet
from app.answers.guides.wording import Wording
from app.answers.tables.table import Link, Table, number
from app.answers.tables.workbook import imprint, workbook_bytes
from app.vocabulary import lists
from app.vocabulary.dates import day_range


def guide_workbook(guide: Item, language: str) -> bytes:
    """The workbook of a guide's answer, in the answer's language; equal answers are equal bytes."""
    say = Wording(guide, language)
    title = f"{say.label('guide')}: {guide['country_name']}, {guide['product_type_name']}"
    tables = [
        _overview(guide, say),
        *procedure_sheets(guide, say),
        _checklist(guide, say),
        _documents(guide, say),
        _reliance(guide, say),
        _observed_times(guide, say),
        _policy(guide, say),
        _context(guide, say),
        _older(guide, say),
        _unknowns(guide, say),
        _sources(guide, say),
    ]
    return workbook_bytes(tables, imprint(title, guide, guide["meta"]))


def _overview(guide: Item, say: Wording) -> Table:
    meta = guide["meta"]
    rows: list[Row] = [
        [say.label("guide"), say.label("country"), f"{guide['country_name']} ({guide['country']})"],
        [None, say.label("product_type"), f"{guide['product_type_name']} ({guide['product_type']})"],
        [None, say.label("applies_on"), guide["applies_on"]],
        [None, say.label("edition"), str(guide["edition"])],
        [None, say.label("published_at"), meta["published_at"]],
        [None, say.label("hash"), meta["edition_sha256"]],
        [None, say.label("entries"), len(say.entries)],
    ]
    rows += [[say.label("warnings"), one["message"], "; ".join(one["entries"])] for one in guide["warnings"]]
    rows += [
        [say.label("dates"), f"{one['on']}: {say.label(one['what'])}", say.title(one["entry"])]
        for one in guide["dates"]
    ]
    rows += [[say.label("authorities"), one["name"], one["role"]] for one in guide["authorities"]]
    rows += [[None, None, meta[name]] for name in ("data_licence", "disclaimer")]
    return sheet(say, "overview", (("part", 20), ("item", 36), ("value", 68)), rows)


def _checklist(guide: Item, say: Wording) -> Table:
    columns = (
        *(("done", 8), ("topic", 15), ("obligation", 14), ("title", 27), ("statement", 48), ("condition", 30)),
        *(("papers", 36), ("through", 12), ("notes", 22), *EVIDENCE),
    )
    rows: list[Row] = []
    for group in guide["requirements"]:
        rows += [_to_tick(group["name"], item, say) for item in group["items"]]
        rows += [["↑", group["name"], say.label("also"), say.title(id_), *[None] * 7, id_] for id_ in group["also"]]
    rows += [_to_tick(say.label("regional"), item, say) for item in guide["regional"]]
    return sheet(say, "checklist", columns, rows)


def _to_tick(topic: str, item: Item, say: Wording) -> Row:
    through = item["here"]["applies_through"]
    cells: Row = [item["title"], item["statement"], say.conditions(item), papers(item, say)]
    return ["☐", topic, say.kind(item), *cells, through["type"] if through else None, None, *evidence(item, say)]


def _documents(guide: Item, say: Wording) -> Table:
    columns = (
        *(("done", 8), ("title", 30), ("supply", 15), ("actd_part", 15), ("korean_procedure", 48)),
        *(("asked_by", 45), ("notes", 22), ("id", 20)),
    )
    rows: list[Row] = [
        [
            "☐",
            one["name"],
            say.name(lists.Supply, one["supply"]),
            one["actd_part"],
            one["korean_procedure"],
            say.titles(one["asked_by"]),
            None,
            one["id"],
        ]
        for one in guide["documents"]
    ]
    return sheet(say, "documents", columns, rows)


def _reliance(guide: Item, say: Wording) -> Table:
    columns = (
        *(("scopes", 15), ("mfds", 18), ("title", 27), ("statement", 45), ("references", 33), ("min_agreeing", 12)),
        *(("within_months", 12), ("condition", 33), ("procedures", 30), *EVIDENCE),
    )
    rows: list[Row] = [
        [
            "; ".join(str(say.name(lists.RelianceScope, one)) for one in item["scopes"]),
            say.reference(item["mfds"]) if item["mfds"] else say.label("not_known"),
            item["title"],
            item["statement"],
            "\n".join(say.reference(one) for one in item["references"]),
            item["min_agreeing"],
            item["within_months"],
            say.conditions(item),
            say.titles(item["procedures"]),
            *evidence(item, say),
        ]
        for item in guide["reliance"]
    ]
    return sheet(say, "reliance", columns, rows)


def _observed_times(guide: Item, say: Wording) -> Table:
    columns = (
        *(("procedure", 27), ("sample_basis", 14), ("measure", 12), ("stage", 22), ("low", 10), ("point", 10)),
        *(("high", 10), ("unit", 14), ("sample", 10), ("period", 15), ("title", 27), ("statement", 45)),
        *(("condition", 30), *EVIDENCE),
    )
    rows: list[Row] = [
        [
            say.title(item["procedure"]) if item["procedure"] else say.label("not_known"),
            say.name(lists.SampleBasis, item["sample_basis"]),
            say.name(lists.Measure, item["measure"]),
            item["stage"],
            *(number(item[name]) for name in ("low", "point", "high")),
            say.name(lists.ObservedUnit, item["unit"]),
            item["n"],
            item["period"],
            item["title"],
            item["statement"],
            say.conditions(item),
            *evidence(item, say),
        ]
        for item in guide["observed_times"]
    ]
    return sheet(say, "observed_times", columns, rows)


def _policy(guide: Item, say: Wording) -> Table:
    columns = (
        *(("part", 14), ("next", 21), ("status", 12), ("title", 27), ("statement", 48), ("announced_on", 12)),
        *(("effective_from", 12), ("transition_until", 12), ("affects", 33), ("condition", 30), *EVIDENCE),
    )
    rows: list[Row] = [
        [
            say.label(part),
            _next(item, guide["applies_on"], say) if part == "coming" else None,
            say.kind(item),
            item["title"],
            item["statement"],
            item.get("announced_on"),
            item.get("effective_from") or item["applies_from"],
            item.get("transition_until"),
            say.titles(item.get("affects", ())),
            say.conditions(item),
            *evidence(item, say),
        ]
        for part in ("coming", "policies")
        for item in guide[part]
    ]
    return sheet(say, "policy", columns, rows)


def _next(item: Item, day: str, say: Wording) -> str:
    found = next_date(item, day_range(day)[0])
    return f"{found[1]}: {say.label(found[0])}" if found else say.label("undated")


def _context(guide: Item, say: Wording) -> Table:
    """What helps to understand the rest: figures, terms, questions, and facts that name no product type."""
    parts = ("product_type_not_stated", "market", "terms", "questions")
    return _entries(say, "context", ((part, item) for part in parts for item in guide[part]))


def _older(guide: Item, say: Wording) -> Table:
    return _entries(say, "older_evidence", (("older_evidence", item) for item in guide["older_evidence"]))


def _entries(say: Wording, name: str, entries: Iterable[tuple[str, Item]]) -> Table:
    columns = (
        *(("part", 18), ("kind", 12), ("title", 27), ("statement", 48), ("condition", 30)),
        *(("currency_status", 12), ("replaced_by", 27), *EVIDENCE),
    )
    rows: list[Row] = [
        [
            say.label(part),
            say.name(lists.EntryKind, item["kind"]),
            item["title"],
            item["statement"],
            say.conditions(item),
            say.name(lists.CurrencyStatus, item["currency_status"]),
            say.titles(item["replaced_by"]) or item["superseded_by"],
            *evidence(item, say),
        ]
        for part, item in entries
    ]
    return sheet(say, name, columns, rows)


def _unknowns(guide: Item, say: Wording) -> Table:
    columns = (
        *(("part", 16), ("status", 14), ("title", 27), ("statement", 48), ("now_known", 33), ("looked_again", 33)),
        *(("followed", 27), ("about", 33), ("id", 20)),
    )
    rows: list[Row] = [
        [
            say.label("gaps"),
            say.name(lists.GapStatus, one["status"]),
            *(one[name] for name in ("title", "text", "now", "looked_again")),
            None,
            say.titles(one["entries"]),
            one["id"],
        ]
        for one in guide["gaps"]
    ]
    rows += [
        [
            *(say.label("disagreements"), None, one["title"], one["text"], None, None),
            *(say.known(one["followed"]), say.titles(one["entries"]), one["id"]),
        ]
        for one in guide["disagreements"]
    ]
    return sheet(say, "unknowns", columns, rows)


def _sources(guide: Item, say: Wording) -> Table:
    columns = (
        *(("number", 6), ("title", 42), ("publisher", 24), ("kind", 14), ("language", 10), ("published_on", 14)),
        *(("address", 45), ("cited_by", 45), ("id", 20)),
    )
    rows: list[Row] = [
        [
            one["number"],
            say.known(one["title"]),
            one["publisher"],
            say.name(lists.SourceKind, one["kind"]),
            one["language"],
            say.known(one["published_on"]),
            Link(one["url"], one["url"]) if one["url"] else say.label("not_known"),
            say.titles(one["entries"]),
            one["id"],
        ]
        for one in guide["sources"]
    ]
    return sheet(say, "sources", columns, rows)
