"""The access log: one line a request, written in batches, because a line of its own costs more than a kept answer.

A line says what was asked in kind (the route, not the query), how it went and how long it took. It holds no address
of the caller and no query string: what a company looks for is its own affair.
"""

import asyncio
import logging
import sys
from datetime import UTC, datetime
from time import time
from typing import TextIO

logger = logging.getLogger("atlas.access")

WAIT = 0.1
"""Seconds after which lines are written; a process that is killed loses so much."""


class AccessLog:
    """Writes lines of JSON to a stream in batches; without one each line goes the way of all log lines."""

    def __init__(self) -> None:
        self.stream: TextIO | None = None
        self._lines: list[str] = []
        self._second = 0
        self._time = ""

    def add(self, method: str, route: str, status: int, seconds: float, request_id: str) -> None:
        """Record a request that was answered."""
        milliseconds = round(seconds * 1000, 2)
        if self.stream is None:
            extra = {
                "request_id": request_id,
                "method": method,
                "route": route,
                "status": status,
                "milliseconds": milliseconds,
            }
            logger.info("%s %s %d", method, route, status, extra=extra)
            return
        now = int(time())
        if now != self._second:
            self._second = now
            self._time = datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
        if not self._lines:
            self._soon()
        self._lines.append(
            f'{{"time": "{self._time}", "level": "INFO", "logger": "atlas.access", "message": "{method} {route} '
            f'{status}", "request_id": "{request_id}", "method": "{method}", "route": "{route}", "status": {status}, '
            f'"milliseconds": {milliseconds}}}\n'
        )

    def write(self) -> None:
        """Write what has gathered."""
        lines, self._lines = self._lines, []
        if lines and self.stream is not None:
            self.stream.write("".join(lines))
            self.stream.flush()

    def _soon(self) -> None:
        try:
            asyncio.get_running_loop().call_later(WAIT, self.write)
        except RuntimeError:  # no loop: whoever stops the process writes the rest
            return


ACCESS = AccessLog()
"""The log of this process."""


def log_as_json(stream: TextIO = sys.stderr) -> None:
    """Write lines of JSON in batches from now on."""
    ACCESS.stream = stream
