"""Delivering from the command line: a process of its own, beside the server or instead of its threads."""

import signal
import threading
from datetime import UTC, datetime
from types import FrameType
from typing import Annotated

import typer

from app.database.engine import opened
from app.partners.webhooks.working import Worker, means_of
from app.settings import get_settings

webhooks = typer.Typer(help="Webhooks of partners.", no_args_is_help=True)


@webhooks.callback()
def _together() -> None:
    """Webhooks of partners."""


@webhooks.command("deliver")
def deliver(once: Annotated[bool, typer.Option("--once", help="What is due now, and no more.")] = False) -> None:
    """Deliver to webhooks until told to stop (SIGTERM, Ctrl+C). Any number of processes may do so."""
    settings = get_settings()
    stop = threading.Event()

    def end(_: int, __: FrameType | None) -> None:
        stop.set()

    with opened(settings.database) as engine:
        worker = Worker(engine, means_of(settings), lambda: datetime.now(UTC))
        if once:
            worker.drain()
        else:
            for one in (signal.SIGTERM, signal.SIGINT):
                signal.signal(one, end)
            typer.echo("Delivering to webhooks")
            worker.run(stop)
    typer.echo(f"{worker.delivered} delivered, {worker.failed} failed")
