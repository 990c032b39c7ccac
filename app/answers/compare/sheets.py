"""A comparison for a spreadsheet: one line a row, one column a country."""

from collections.abc import Callable, Iterable
from typing import Any

from app.answers.clocks.durations import written
from app.answers.compare.schemas import CellState, Member
from app.answers.tables.csv_file import csv_bytes
from app.answers.tables.table import Cell, Column, Link, Table
from app.answers.tables.workbook import imprint, workbook_bytes
from app.vocabulary.lists import Acceleration, Answer, Assessment, CurrencyStatus, FeeType, Obligation, Stale, Stated
from app.vocabulary.names import name_of
from app.vocabulary.sentences import Sentence

Item = dict[str, Any]

STATES = {
    CellState.stated: Sentence("Stated", "명시됨"),
    CellState.not_required: Sentence("Not required", "불필요"),
    CellState.not_applicable: Sentence("Not applicable", "해당 없음"),
    CellState.not_known: Sentence("Not known", "알 수 없음"),
}
OLDER = Sentence("on older evidence only", "과거 근거만 있음")
QUALIFIED = Sentence("one of several, or on a condition", "여러 서류 중 하나 또는 조건부")
CONTRADICTED = Sentence("entries contradict one another", "항목 간 모순")
UNKNOWN_PATHS = Sentence("{count} paths of unknown length", "기간을 알 수 없는 경로 {count}개")
_AMOUNT_UNKNOWN = Sentence("amount not known", "금액 알 수 없음")
_BESIDE = {
    "gaps": Sentence("looked for and not found: {ids}", "찾았으나 확인하지 못함: {ids}"),
    "coming": Sentence("begins later or is under way: {ids}", "이후 시작되거나 진행 중: {ids}"),
    "product_type_not_stated": Sentence("product type not stated: {ids}", "제품 유형이 명시되지 않음: {ids}"),
    "disagreements": Sentence("sources differ: {ids}", "출처 간 불일치: {ids}"),
}
_TITLE = Sentence("Comparison: {product_type}", "비교: {product_type}")
_SHEETS = {
    "comparison": Sentence("Comparison", "비교"),
    "warnings": Sentence("Before you rely on this", "이용 전 확인 사항"),
    "sources": Sentence("Sources", "출처"),
}

_FIXED = (
    Column("row", 11),
    Column("id", 26),
    Column("name", 30),
    Column("differs", 9),
    Column("differences", 18),
    Column("undecided", 18),
)


def compare_csv(body: Item, language: str) -> bytes:
    """The rows of a comparison as CSV."""
    table = _comparison(body, language)
    return csv_bytes(table.columns, table.rows)


def compare_workbook(body: Item, language: str) -> bytes:
    """A comparison as a workbook: the rows, those that differ standing out; the warnings; the sources by entry."""
    title = _TITLE.say(language, product_type=body["product_type_name"])
    tables = [_comparison(body, language), _warnings(body, language), _sources(body, language)]
    return workbook_bytes(tables, imprint(title, body, body["meta"]))


def _comparison(body: Item, language: str) -> Table:
    width = max(36, min(72, 200 // len(body["countries"])))
    columns = (*_FIXED, *(Column(one["country"], width) for one in body["countries"]))
    rows: list[list[Cell]] = [
        [
            row["row"],
            row["id"],
            row["name"],
            {True: "yes", False: "no", None: "unknown"}[row["differs"]],
            _members(row["differences"]),
            _members(row["undecided"]),
            *("\n".join(_lines(row["row"], cell, language)) for cell in row["cells"]),
        ]
        for row in body["rows"]
    ]
    marked = frozenset(place for place, row in enumerate(body["rows"]) if row["differs"])
    return Table(_SHEETS["comparison"].say(language), columns, rows, marked)


def _members(members: Iterable[Member]) -> str | None:
    return "; ".join(members) or None


def _lines(row: str, cell: Item, language: str) -> Iterable[str]:
    """A cell in words: its state with its marks, then what it rests on, one a line."""
    marks = [STATES[cell["state"]].say(language)]
    if cell["on_older_evidence"]:
        marks.append(OLDER.say(language))
    if cell["stale"] in (Stale.yes, Stale.unknown):
        marks.append(name_of(Stale, cell["stale"], language))
    if cell.get("qualified"):
        marks.append(QUALIFIED.say(language))
    marks += [name_of(Obligation, one, language) for one in cell.get("obligations", ())]
    yield "; ".join(marks)
    yield from _CONTENT[row](cell, language)


def _topic(cell: Item, language: str) -> Iterable[str]:
    for one in cell["statements"]:
        bound = f"{name_of(Obligation, one['obligation'], language)}: " if one["obligation"] else ""
        condition = f" ({one['condition']})" if one["condition"] else ""
        marks = [one["id"], one["evidence_grade"], *([one["fact_as_of"]] if one["fact_as_of"] else [])]
        if one["currency_status"] in (CurrencyStatus.superseded, CurrencyStatus.historic):
            marks.append(name_of(CurrencyStatus, one["currency_status"], language))
        if one["here"]["stale"] == Stale.yes:
            marks.append(name_of(Stale, Stale.yes, language))
        yield f"{bound}{one['title']}. {one['statement']}{condition} [{'; '.join(marks)}]"
    for name, sentence in _BESIDE.items():
        if cell[name]:
            yield sentence.say(language, ids="; ".join(cell[name]))


def _document(cell: Item, _: str) -> Iterable[str]:
    if cell["entries"]:
        yield f"[{'; '.join(cell['entries'])}]"


def _clock(cell: Item, language: str) -> Iterable[str]:
    for path in cell["paths"]:
        days = path["days"]
        known = days["min"] is not None or days["max"] is not None
        length = written({**days, "unit": "calendar-day"}, language) if known else None
        how = [
            name_of(Assessment, path["assessment"], language) if path["assessment"] else None,
            name_of(Acceleration, path["acceleration"], language)
            if path["acceleration"] not in (None, "none")
            else None,
            path["condition"],
        ]
        said = f" ({'; '.join(one for one in how if one)})" if any(how) else ""
        yield f"{length or STATES[CellState.not_known].say(language)}: {path['title']}{said} [{path['procedure']}]"
    if cell["unknown"]:
        yield UNKNOWN_PATHS.say(language, count=cell["unknown"])


def _fees(cell: Item, language: str) -> Iterable[str]:
    for fee in cell["fees"]:
        amount = "–".join(one for one in (fee["amount"], fee["amount_to"]) if one) or _AMOUNT_UNKNOWN.say(language)
        qualifying = "; ".join(one for one in (fee["per"], fee["condition"]) if one)
        said = f" ({qualifying})" if qualifying else ""
        kind = name_of(FeeType, fee["type"], language)
        yield f"{fee['currency']} {amount}: {kind}, {fee['name']}{said} [{fee['procedure']}]"


def _reliance(cell: Item, language: str) -> Iterable[str]:
    answer = name_of(Answer, cell["answer"], language)
    how = f" ({name_of(Stated, cell['stated'], language)})" if cell["stated"] else ""
    if cell["entries"]:
        yield f"{answer}{how} [{'; '.join(cell['entries'])}]"
    if cell["contradicted"]:
        yield CONTRADICTED.say(language)
    if cell["conditions"]:
        yield cell["conditions"]


_CONTENT: dict[str, Callable[[Item, str], Iterable[str]]] = {
    "topic": _topic,
    "document": _document,
    "clock": _clock,
    "fees": _fees,
    "reliance": _reliance,
}
"""What stands under the state of a cell, by kind of row."""


def _warnings(body: Item, language: str) -> Table:
    rows: list[list[Cell]] = [[one["code"], one["message"], "; ".join(one["entries"])] for one in body["warnings"]]
    meta = body["meta"]
    rows += [[name, meta[name], None] for name in ("data_licence", "disclaimer", "edition_sha256", "published_at")]
    columns = (Column("code", 24), Column("message", 80), Column("entries", 80))
    return Table(_SHEETS["warnings"].say(language), columns, rows)


def _sources(body: Item, language: str) -> Table:
    columns = (
        *(Column("entry", 30), Column("title", 48), Column("fact_as_of", 12), Column("evidence_grade", 9)),
        *(Column("source", 48), Column("publisher", 28), Column("published_on", 12), Column("locator", 30)),
        Column("url", 60),
    )
    rows: list[list[Cell]] = [
        [
            *(entry[name] for name in ("id", "title", "fact_as_of", "evidence_grade")),
            *(source[name] for name in ("title", "publisher", "published_on", "locator")),
            Link(source["url"], source["url"]) if source["url"] else None,
        ]
        for entry in body["evidence"]
        for source in entry["sources"]
    ]
    return Table(_SHEETS["sources"].say(language), columns, rows)
