"""Structured logs: one JSON object a line for machines, plain lines for a terminal."""

import logging
import sys
from typing import Literal

from pythonjsonlogger.json import JsonFormatter

from app.http.access_log import log_as_json

_FIELDS = "%(asctime)s %(levelname)s %(name)s %(message)s"


def configure_logs(level: str, style: Literal["auto", "json", "text"]) -> None:
    """Send every log line of this process to standard error."""
    if style == "auto":
        style = "text" if sys.stderr.isatty() else "json"
    handler = logging.StreamHandler(sys.stderr)
    if style == "json":
        handler.setFormatter(
            JsonFormatter(
                _FIELDS,
                rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
                datefmt="%Y-%m-%dT%H:%M:%S%z",
                json_ensure_ascii=False,
            )
        )
        log_as_json(sys.stderr)
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(message)s", "%H:%M:%S"))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    # The server's own access log would carry addresses and queries; ours does not (see http/observe.py).
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("alembic").setLevel(logging.WARNING)
