"""A server in a process of its own on the seeded atlas, one browser, and windows on it.

All of it ends with this directory's tests: while Playwright runs, its thread can run no other event loop.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.opening import Window, chromium, window
from tests.database.databases import Databases
from tests.programs import program

Open = Callable[..., Window]


@pytest.fixture(scope="package")
def server(databases: Databases, seeded: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server as `licensing-atlas run` starts it, without a slash at its end."""
    address = databases.copy(seeded)
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "ATLAS_DATA": str(tmp_path_factory.mktemp("data")),
        "ATLAS_LOG_LEVEL": "error",
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-m", "app.cli", "run", "--port", "0"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        said = (re.search(r"serving on (http://\S+)", line) for line in process.stdout)
        yield next(found[1] for found in said if found)
        process.terminate()
        process.stdout.read()
    databases.drop(address)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with chromium(program("chromium")) as opened:
        yield opened


@pytest.fixture
def open_window(browser: Browser, server: str) -> Iterator[Open]:
    """Opens windows that are closed behind the test; each must have been clean until then."""
    opened: list[Window] = []
    with ExitStack() as stack:

        def open_one(**options: Any) -> Window:
            opened.append(stack.enter_context(window(browser, server, **options)))
            return opened[-1]

        yield open_one
        for one in opened:
            one.clean()
