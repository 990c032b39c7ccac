"""Edits of one draft that name one state, through two server processes over sockets: one wins.

The default run sends 100, `make test-slow` a thousand.
"""

import json
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from app.audit.models import AuditRow
from app.audit.verify import verify
from app.database.engine import reading
from tests.editorial.desk import staffed

AT_ONCE = 20


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def serving(address: str, ports: list[int]) -> Iterator[None]:
    """Servers of one database, each a process of its own, ready to answer."""
    environment = {**os.environ, "DATABASE_URL": address, "ATLAS_LOG_LEVEL": "warning"}
    command = [sys.executable, "-m", "app.cli", "serve", "--port"]
    servers = [subprocess.Popen([*command, str(port)], env=environment) for port in ports]
    try:
        for port in ports:
            _wait(port)
        yield
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            server.wait(timeout=30)


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
                ask(connection, "GET", "/health/live")
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server did not come up")


def ask(
    connection: HTTPConnection, method: str, path: str, body: Any = None, **headers: str
) -> tuple[int, dict[str, Any]]:
    """Status and body of one answer. The connection stays open for the next."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    if body is not None:
        given["Content-Type"] = "application/merge-patch+json"
    connection.request(method, path, body=None if body is None else json.dumps(body), headers=given)
    answer = connection.getresponse()
    text = answer.read()
    return answer.status, json.loads(text) if text else {}


@pytest.mark.parametrize("edits", [100, pytest.param(1000, marks=pytest.mark.slow)])
def test_of_many_edits_of_one_state_one_wins_and_all_others_are_told(engine: Engine, edits: int) -> None:
    token = staffed(engine, datetime.now(UTC))["ed"]
    address = engine.url.render_as_string(hide_password=False)
    ports = [free_port(), free_port()]
    signed = {"Authorization": f"Bearer {token}"}

    with serving(address, ports):

        def once(method: str, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
            with closing(HTTPConnection("127.0.0.1", ports[0], timeout=60)) as connection:
                return ask(connection, method, path, body, **signed)

        status, draft = once("POST", "/v1/staff/entries/xx-fee/revisions", {"reason": "read again"})
        assert status == 201, draft
        path = f"/v1/staff/revisions/{draft['id']}"

        def edit(worker: int) -> list[tuple[int, str]]:
            told = []
            with closing(HTTPConnection("127.0.0.1", ports[worker % 2], timeout=60)) as connection:
                for number in range(worker, edits, AT_ONCE):
                    patch = {"content": {"note": f"edit {number}"}, "reason": f"edit {number}"}
                    code, body = ask(connection, "PATCH", path, patch, **signed, If_Match=draft["etag"])
                    told.append((code, body["content"]["note"]["en"] if code == 200 else body["etag"]))
            return told

        with ThreadPoolExecutor(AT_ONCE) as pool:
            told = [one for found in pool.map(edit, range(AT_ONCE)) for one in found]
        _, now = once("GET", path)

    assert Counter(code for code, _ in told) == {200: 1, 412: edits - 1}
    (won,) = (note for code, note in told if code == 200)
    assert now["content"]["note"]["en"] == won
    assert {tag for code, tag in told if code == 412} == {now["etag"]}
    with reading(engine) as connection:
        rows = connection.scalar(select(func.count()).where(AuditRow.action == "revision.update"))
        assert (rows, verify(connection).intact) == (1, True)
