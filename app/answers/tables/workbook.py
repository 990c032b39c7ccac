"""Tables as a workbook (XLSX): styled, ready to print, and the same bytes for the same answer.

The library that writes it is loaded with the first workbook: most servers are started more often than asked for one.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from app.answers.tables.table import Cell, Column, Link, Table
from app.vocabulary.formulas import looks_like_a_formula

if TYPE_CHECKING:
    from openpyxl.styles import Font, NamedStyle
    from openpyxl.worksheet.worksheet import Worksheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_LONGEST = 32_767  # characters that a cell of a workbook holds
_CUT = " […]"
_LINE, _HIGHEST = 13, 409  # points; no program shows a row that is higher
_RAGGED = 1.1  # words are not cut at the end of a line
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEAD, _TEXT, _NUMBER, _LINK = "Atlas heading", "Atlas text", "Atlas number", "Atlas link"
_MARKED = "Atlas marked text"


@dataclass(frozen=True)
class Imprint:
    """What a workbook says of itself. `published_at` (UTC, `2026-11-23T00:00:00Z`) is the time that it bears."""

    title: str
    edition: int
    edition_sha256: str
    published_at: str
    language: str
    description: str


def imprint(title: str, body: dict[str, object], meta: dict[str, str]) -> Imprint:
    """The imprint of an answer with an `edition` and a `meta` block."""
    edition = body["edition"]
    assert isinstance(edition, int)
    described = f"{meta['data_licence']} {meta['disclaimer']}"
    return Imprint(title, edition, meta["edition_sha256"], meta["published_at"], meta["language"], described)


def workbook_bytes(tables: Sequence[Table], about: Imprint) -> bytes:
    """A workbook with one sheet a table. Nothing in it depends on the clock, so equal answers are equal bytes."""
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    for style in _styles():
        book.add_named_style(style)
    for table in tables:
        _fill(book.create_sheet(table.name), table, about)
    moment = datetime.strptime(about.published_at, "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007  # openpyxl wants it naive
    properties = book.properties
    properties.title = _clean(about.title)
    properties.creator = properties.lastModifiedBy = "Licensing Atlas"
    properties.subject = f"Edition {about.edition}"
    properties.identifier = f"sha256:{about.edition_sha256}"
    properties.keywords = f"edition {about.edition}, sha256 {about.edition_sha256}"
    properties.description = _clean(about.description)
    properties.language = about.language
    properties.created = properties.modified = moment
    packed = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED)).save()
    return _at(moment, packed)


def _at(moment: datetime, packed: io.BytesIO) -> bytes:
    """The same archive with every member at one time."""
    pinned = io.BytesIO()
    with zipfile.ZipFile(packed) as given, zipfile.ZipFile(pinned, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            member = zipfile.ZipInfo(name, moment.timetuple()[:6])
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3
            made.writestr(member, given.read(name))
    return pinned.getvalue()


def _styles() -> "list[NamedStyle]":
    from openpyxl.styles import Alignment, Border, NamedStyle, PatternFill, Side

    border = Border(bottom=Side(style="thin", color="D0D5DD"))
    top, right = Alignment(vertical="top", wrap_text=True), Alignment(vertical="top", horizontal="right")
    head = NamedStyle(_HEAD, font=_font("FFFFFF", b=True), fill=PatternFill("solid", fgColor="1F3A5F"))
    head.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)
    return [
        head,
        NamedStyle(_TEXT, font=_font("000000"), alignment=top, border=border),
        NamedStyle(
            _MARKED, font=_font("000000"), alignment=top, border=border, fill=PatternFill("solid", fgColor="FFF4DC")
        ),
        NamedStyle(_NUMBER, font=_font("000000"), alignment=right, border=border),
        NamedStyle(_LINK, font=_font("0B5394", u="single"), alignment=top, border=border),
    ]


def _font(colour: str, **more: Any) -> "Font":
    from openpyxl.styles import Font

    return Font(name="Calibri", size=10, color=colour, **more)


def _fill(sheet: "Worksheet", table: Table, about: Imprint) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.page import PageMargins
    from openpyxl.worksheet.properties import PageSetupProperties

    for place, column in enumerate(table.columns, start=1):
        _write(sheet, 1, place, column.heading, style=_HEAD)
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    for line, row in enumerate(table.rows, start=2):
        for place, value in enumerate(row, start=1):
            _write(sheet, line, place, value, style=_MARKED if line - 2 in table.marked else _TEXT)
        sheet.row_dimensions[line].height = _height(row, table.columns)
    last = get_column_letter(len(table.columns))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{last}{len(table.rows) + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, header=0.3, footer=0.3)  # inches
    sheet.print_title_rows = "1:1"
    footer = sheet.oddFooter
    assert footer is not None
    footer.left.text = _in_footer(about.title)
    footer.center.text = f"{about.edition} · {about.edition_sha256[:12]}"
    footer.right.text = "&P / &N"


def _height(row: Sequence[Cell], columns: Sequence[Column]) -> float:
    """How high a row must be for its fullest cell, in points: not every program measures wrapped text itself."""
    lines = max((_lines(cell, column.width) for cell, column in zip(row, columns, strict=True)), default=1)
    return float(min(max(lines, 1) * _LINE, _HIGHEST))


def _lines(cell: Cell, width: int) -> int:
    """How many lines a cell takes when it is wrapped; Korean letters are two wide."""
    text = cell.text if isinstance(cell, Link) else cell
    if not isinstance(text, str):
        return 1
    return sum(1 + int(_columns_wide(line) * _RAGGED) // width for line in text.split("\n"))


def _columns_wide(line: str) -> int:
    return len(line) if line.isascii() else sum(2 if east_asian_width(one) in "WF" else 1 for one in line)


def _in_footer(text: str) -> str:
    return _clean(text).replace("&", "&&")


def _write(sheet: "Worksheet", line: int, place: int, value: Cell, *, style: str = _TEXT) -> None:
    """Put a value into a cell. A text stays a text, whatever it begins with, also when somebody edits it."""
    cell = sheet.cell(line, place)
    match value:
        case None | "":
            cell.style = style
        case Decimal() | int():
            cell.value = value
            cell.style = _NUMBER
            cell.number_format = _format_of(Decimal(value))
        case Link():
            _write(sheet, line, place, value.text, style=_LINK)
            cell.hyperlink = value.address
            cell.style = _LINK  # a hyperlink brings a style of its own
        case _:
            text = _clean(value)
            cell.value = text if len(text) <= _LONGEST else text[: _LONGEST - len(_CUT)] + _CUT
            cell.data_type = "s"
            cell.style = style
            if looks_like_a_formula(text):
                cell.quotePrefix = True


def _format_of(value: Decimal) -> str:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return "#,##0" + ("." + "0" * -exponent if exponent < 0 else "")


def _clean(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("\ufffd", text)
