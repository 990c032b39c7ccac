"""The trail from the command line."""

import re
import sys
from enum import StrEnum
from typing import Annotated

import typer

from app.audit.export import as_csv, as_ndjson
from app.audit.reading import rows
from app.audit.verify import Head, verify
from app.database.engine import opened, reading
from app.settings import get_settings

trail = typer.Typer(help="The trail of what was done.", no_args_is_help=True)

NOTED = re.compile(r"([1-9][0-9]{0,14}):([0-9a-f]{64})")
"""A head as it is noted: a row's number and its hash."""


class FileFormat(StrEnum):
    """What the trail can be written as."""

    ndjson = "ndjson"
    csv = "csv"


def head_of(noted: str) -> Head | None:
    """A head as somebody noted it (`SEQ:SHA256`); null for a text that is none."""
    found = NOTED.fullmatch(noted)
    return Head(int(found[1]), found[2]) if found else None


@trail.command("verify")
def check(
    head: Annotated[str | None, typer.Option(help="A head that was noted elsewhere, as SEQ:SHA256.")] = None,
) -> None:
    """Check every row of the trail; name each that was altered, removed or moved."""
    noted = head_of(head) if head is not None else None
    if head is not None and noted is None:
        typer.echo("--head is a row's number, a colon and 64 hexadecimal digits", err=True)
        raise typer.Exit(1)
    with opened(get_settings().database) as engine, reading(engine) as connection:
        found = verify(connection, noted=noted)
    for fault in found.faults:
        typer.echo(f"row {fault.seq}: {fault.what}", err=True)
    if not found.intact:
        typer.echo(f"{found.faults_total} faults in {found.rows} rows", err=True)
        raise typer.Exit(1)
    typer.echo(f"{found.rows} rows, all as they were written")
    if found.head is not None:
        typer.echo(f"head {found.head.seq}:{found.head.sha256}")


@trail.command("export")
def export(
    format_: Annotated[FileFormat, typer.Option("--format", help="Lines of JSON, or CSV.")] = FileFormat.ndjson,
) -> None:
    """Write the whole trail to standard output."""
    write = as_csv if format_ == FileFormat.csv else as_ndjson
    with opened(get_settings().database) as engine, reading(engine) as connection:
        for line in write(rows(connection)):
            sys.stdout.buffer.write(line)
