"""Workbooks as archives, before anything in them is parsed: what is too large, or more than a table, is refused."""

import io
import zipfile
from pathlib import PurePosixPath
from pyexpat import ExpatError, ParserCreate
from typing import Any

from app.intake.tables.cells import FileRefused

MOST_UNPACKED = 100_000_000
"""Bytes; a workbook of the largest size that is taken unpacks to about half of this."""

_MOST_PARTS = 500
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_CHUNK = 65_536
_UNWANTED = {
    "vbaproject.bin": "macros",
    "externallinks": "links to other workbooks",
    "connections.xml": "connections to data elsewhere",
    "querytables": "queries of data elsewhere",
    "embeddings": "embedded files",
    "activex": "controls",
    "macrosheets": "macros",
    "dialogsheets": "macros",
    "customdata": "data of other programs",
}
"""Parts of a workbook, by a name in their path, that a table has no need of."""


def check_archive(data: bytes) -> None:
    """Raise `FileRefused` for what is no plain, reasonably sized workbook."""
    if data.startswith(_OLD_WORKBOOK):
        raise FileRefused("expected an XLSX workbook without a password; this one is encrypted, or an old XLS file")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_parts(archive)
            for part in archive.infolist():
                if part.filename.endswith((".xml", ".rels", ".vml")):
                    _check_xml(archive, part)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise FileRefused("expected an XLSX workbook; this is no archive that can be read") from error


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise FileRefused(f"expected a workbook that unpacks to at most {MOST_UNPACKED} bytes in {_MOST_PARTS} parts")
    names = {part.filename for part in parts}
    if len(names) < len(parts):
        raise FileRefused("expected a workbook; the archive holds a part twice")
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefused("expected a workbook without a password")
    for name in sorted(names):
        steps = {step.casefold() for step in PurePosixPath(name).parts}
        found = next((what for unwanted, what in _UNWANTED.items() if unwanted in steps), None)
        if found is not None:
            raise FileRefused(f"expected plain tables; the workbook has {found} ({name})")
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise FileRefused("expected an XLSX workbook; the archive holds none")
    if b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise FileRefused("expected plain tables; the workbook is made for macros")


def _check_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse what declares a document type: entities come with it, and no workbook has one."""
    parser = ParserCreate()
    reached = False

    def refuse(*_: Any) -> None:
        raise FileRefused(f"expected plain tables; {part.filename} declares a document type")

    def root(*_: Any) -> None:
        nonlocal reached
        reached = True

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = root
    try:
        with archive.open(part) as opened:
            while not reached and (chunk := opened.read(_CHUNK)):
                parser.Parse(chunk)
    except ExpatError as error:
        if not reached:
            raise FileRefused(f"expected a workbook; {part.filename} is not XML") from error
