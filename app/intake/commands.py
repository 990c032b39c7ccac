"""Commands on files before they are taken in."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from app.intake.quality.examine import examine
from app.intake.quality.table import table
from app.settings import get_settings
from app.vocabulary.dates import day_range


def _day(written: str) -> str:
    """A day as it is written. Raises `typer.BadParameter` for what is none."""
    try:
        first, last = day_range(written)
    except ValueError:
        first, last = None, datetime.now(UTC).date()
    if first != last:
        raise typer.BadParameter("expected a day as YYYY-MM-DD")
    return written


def quality(
    seed: Annotated[
        Path | None, typer.Option("--seed", metavar="DIRECTORY", help="The seed to examine; default: the setting.")
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on", metavar="DAY", callback=lambda day: day and _day(day), help="Day for `stale`; default: today."
        ),
    ] = None,
    form: Annotated[Literal["table", "json"], typer.Option("--format", help="A table to read, or JSON.")] = "table",
) -> None:
    """Say how much of the seed there is and how good it is; exit with 1 where its texts and fields disagree."""
    report = examine(seed or get_settings().seed, on or datetime.now(UTC).date().isoformat())
    if form == "json":
        typer.echo(json.dumps(report.data(), ensure_ascii=False, indent=2))
    else:
        typer.echo(table(report.tallies), nl=False)
    for fault in report.faults:
        typer.echo(str(fault), err=True)
    if report.faults:
        raise typer.Exit(1)
