"""A first run that is killed at any moment leaves nothing half done: the next run ends as an undisturbed one does."""

import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, inspect, select

from app.cli.run import prepare
from app.database.engine import open_engine, reading
from app.knowledge.models import Edition, EditionPart, Record, Revision
from app.settings import get_settings
from tests.cli.conftest import Shell
from tests.conftest import SEED, opened
from tests.database.databases import Databases

pytestmark = pytest.mark.slow

MOMENTS = 10
Held = tuple[list[tuple[int, str | None]], list[tuple[str, str]], dict[tuple[str, str], str | None]]


def held(engine: Engine) -> Held:
    """The editions with their hashes, their parts, and all contents."""
    with reading(engine) as connection:
        editions = connection.execute(select(Edition.number, Edition.head_sha256)).all()
        parts = connection.execute(select(EditionPart.part, EditionPart.sha256).order_by(EditionPart.part)).all()
        query = select(Record.type, Record.id, Revision.content).join(Revision, Revision.record_key == Record.key)
        contents = {(type_, id_): content for type_, id_, content in connection.execute(query)}
    return [(number, sha256) for number, sha256 in editions], [(part, sha256) for part, sha256 in parts], contents


@pytest.fixture(scope="module")
def undisturbed(databases: Databases, seeded: str) -> Iterator[Held]:
    """What an undisturbed first run leaves."""
    with opened(databases, databases.copy(seeded)) as engine:
        yield held(engine)


def start() -> subprocess.Popen[str]:
    """A first run, in a process of its own."""
    command = [sys.executable, "-m", "app.cli", "run", "--port", "0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def seconds_of_a_first_run() -> float:
    """How long a first run takes until it is ready."""
    began = time.monotonic()
    with start() as process:
        assert process.stdout is not None
        for line in process.stdout:
            if re.match("Ready after", line):
                break
        took = time.monotonic() - began
        process.kill()
    return took


def kill_after(seconds: float) -> None:
    """Begin a first run and kill it after a while."""
    with start() as process:
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
        process.communicate()
        assert process.returncode == -9


@pytest.fixture
def whole(databases: Databases, make_shell: Callable[[str], Shell]) -> Callable[[], Shell]:
    """Makes shells with an empty database and the whole seed."""

    def make() -> Shell:
        shell = make_shell(databases.empty())
        shell.monkeypatch.setenv("ATLAS_SEED", str(SEED))
        return shell

    return make


def test_a_first_run_that_is_killed_is_made_good_by_the_next(whole: Callable[[], Shell], undisturbed: Held) -> None:
    whole()
    duration = seconds_of_a_first_run()
    chance = random.Random(20261123)
    found: list[str] = []
    for part in range(MOMENTS):
        shell = whole()
        kill_after(duration * (part + chance.random()) / MOMENTS)
        engine = open_engine(shell.address)
        found.append(state(engine, undisturbed))
        get_settings.cache_clear()
        prepare()
        assert held(engine) == undisturbed
        engine.dispose()
    assert "nothing" in found
    assert len(found) == MOMENTS


def state(engine: Engine, undisturbed: Held) -> str:
    """What a killed run left: nothing, a schema that holds nothing, or everything."""
    with engine.connect() as connection:
        names = inspect(connection).get_table_names()
    if not names:
        return "nothing"
    left = held(engine)
    if left == undisturbed:
        return "everything"
    assert left == ([], [], {})
    return "schema"
