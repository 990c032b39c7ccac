"""Imports from the command line: as by the API, with the file on the machine."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from app.access.people import find_person
from app.access.roles import Role
from app.access.work import Work
from app.database.engine import opened, reading, writing
from app.editorial.imports.files import CSV, WORKBOOK, YAML, SentFile, read_file
from app.editorial.imports.importing import Faulty, dry_run, take_in
from app.settings import get_settings
from app.vocabulary.lists import RECORD_TYPES

_MEDIA_TYPES = {".csv": CSV, ".xlsx": WORKBOOK, ".xlsm": WORKBOOK, ".yaml": YAML, ".yml": YAML}

Data = dict[str, Any]


def import_records(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, XLSX or YAML.", exists=True, dir_okay=False)],
    *,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="TYPE", help="Type of the records, where the file names none.")
    ] = None,
    country: Annotated[
        str | None, typer.Option("--country", help="Jurisdiction of new records that name none.")
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Make the drafts; without it nothing is stored.")] = False,
    name: Annotated[str | None, typer.Option("--as", metavar="NAME", help="Who imports: the drafts' editor.")] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Why; it stands in the trail.")] = None,
) -> None:
    """Report what a file of records would do, or make its drafts: all of them, or none."""
    if kind is not None and kind not in RECORD_TYPES:
        _stop(f"--kind: expected one of {', '.join(RECORD_TYPES)}")
    media_type = _MEDIA_TYPES.get(file.suffix.lower())
    if media_type is None:
        _stop(f"{file}: expected a file that ends with {', '.join(_MEDIA_TYPES)}")
    sent = SentFile(file.read_bytes(), media_type, kind)
    _tell("reading")
    found = read_file(sent)
    _tell(f"{len(found.records)} records read")
    where = country.upper() if country else None
    now = datetime.now(UTC)
    with opened(get_settings().database) as engine:
        if not apply:
            with reading(engine) as connection:
                _show(dry_run(connection, sent, found, today=now.date(), country=where, progress=_progress))
            return
        if not name or not (reason or "").strip():
            _stop("--apply needs --as and --reason: every change has an author and a reason")
        try:
            with writing(engine) as connection:
                person = find_person(connection, name)
                if person is None or not person.active or not person.role.covers(Role.editor):
                    _stop(f"--as: {name} is nobody who may write; it takes an active account with the role editor")
                work = Work(connection, person, now)
                report = take_in(work, sent, found, country=where, reason=str(reason), progress=_progress)
        except Faulty as faulty:
            _show(faulty.report)
    _show(report)


def _show(report: Data) -> None:
    """Print a report; exit with 1 where anything is at fault."""
    for one in report["faults"]:
        place = " ".join(str(one[part]) for part in ("sheet", "row", "column", "cell") if one[part] is not None)
        value = f" ({one['value']})" if one["value"] else ""
        expected = f"; expected: {', '.join(one['expected'])}" if one["expected"] else ""
        typer.echo(f"{place or 'file'}: {one['message']}{value}{expected}", err=True)
    counts = ", ".join(f"{report[part]} {part}" for part in ("new", "corrections", "unchanged"))
    typer.echo(
        f"{report['rows']} records: {counts}, {report['total_faults']} faults; sha256 {report['sha256'][:16]}…"
    )
    if report["total_faults"]:
        typer.echo("Nothing was stored.")
        raise typer.Exit(1)
    typer.echo(
        "Nothing was stored: --apply makes the drafts." if report["dry_run"] else f"{len(report['drafts'])} drafts."
    )


def _progress(done: int, total: int) -> None:
    if done == total or done % 1000 == 0:
        _tell(f"{done} of {total}")


def _tell(words: str) -> None:
    typer.echo(f"  {words}", err=True)


def _stop(message: str) -> NoReturn:
    typer.echo(message, err=True)
    sys.exit(1)
