"""`run` goes from nothing to answers, and a second run finds everything as the first one left it."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.cli.run import prepare
from app.database.migrate import newest_revision
from app.settings import get_settings
from tests.cli.conftest import Shell
from tests.conftest import SEED, client_of
from tests.database.databases import Databases, upgrade


def prepared(shell: Shell) -> str:
    """What `run` does before it serves, and what it said."""
    get_settings.cache_clear()
    shell.capsys.readouterr()
    prepare()
    return shell.capsys.readouterr().out


def test_from_nothing_to_an_edition(shell: Shell) -> None:
    out = prepared(shell)
    assert f"Migrating the database from nothing to {newest_revision()}" in out
    assert "Edition 1 published: 10 changes" in out
    assert re.search(r"Ready after \d+\.\d s", out)


def test_a_second_run_changes_nothing(shell: Shell) -> None:
    prepared(shell)
    before = shell.tables()
    out = prepared(shell)
    assert shell.tables() == before
    assert not re.search("Migrating|Seeding|published", out)


def test_a_run_seeds_a_migrated_database(migrated_shell: Shell) -> None:
    assert "Migrating" not in prepared(migrated_shell)
    assert len(migrated_shell.tables()["edition"]) == 1


def test_a_run_brings_an_older_schema_up_and_keeps_what_it_holds(shell: Shell) -> None:
    engine = shell.engine()
    upgrade(engine, "0001")
    engine.dispose()
    assert f"Migrating the database from 0001 to {newest_revision()}" in prepared(shell)
    assert len(shell.tables()["edition"]) == 1


def test_a_run_does_not_read_the_files_of_a_seeded_atlas(seeded_shell: Shell) -> None:
    before = seeded_shell.tables()
    shutil.rmtree(seeded_shell.seed)
    prepared(seeded_shell)
    assert seeded_shell.tables() == before


def test_two_first_runs_at_once_make_one_edition(shell: Shell) -> None:
    command = [sys.executable, "-c", "from app.cli.run import prepare; prepare()"]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [run.communicate(timeout=120) for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert len(shell.tables()["edition"]) == 1
    assert len(shell.tables()["revision"]) == 10


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def leave_logs_alone(shell: Shell) -> None:
    """Keep a command that serves from taking the log of the tests away."""
    shell.monkeypatch.setattr(import_module("app.cli.serve"), "configure_logs", lambda *_: None)


@pytest.mark.parametrize("command", ["serve", "run"])
def test_a_taken_port_is_told_in_a_line(seeded_shell: Shell, taken_port: int, command: str) -> None:
    leave_logs_alone(seeded_shell)
    result = seeded_shell.run(command, "--port", str(taken_port))
    assert result.code == 1
    assert f"Cannot listen on 127.0.0.1:{taken_port}: " in result.err
    assert "Try another PORT" in result.err
    assert "Traceback" not in result.err


def test_an_address_of_another_machine_is_told_in_a_line(seeded_shell: Shell) -> None:
    leave_logs_alone(seeded_shell)
    result = seeded_shell.run("serve", "--host", "192.0.2.1", "--port", "0")
    assert (result.code, "Cannot listen on 192.0.2.1:0" in result.err) == (1, True)


def test_run_serves_until_it_is_told_to_stop(shell: Shell) -> None:
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "app.cli", "run", "--port", "0"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        address = ""
        for line in process.stdout:
            found = re.search(r"serving on (http://\S+)", line)
            if found:
                address = found[1]
                break
        with urllib.request.urlopen(f"{address}/health/ready", timeout=30) as answer:
            assert json.load(answer) == {"status": "ready", "edition": 1, "schema_revision": newest_revision()}
        with urllib.request.urlopen(f"{address}/v1/requirements?country=XX", timeout=30) as answer:
            assert [item["id"] for item in json.load(answer)["items"]] == ["xx-dossier", "xx-fee"]
        process.send_signal(signal.SIGTERM)
        process.stdout.read()
        assert process.wait(timeout=30) in (0, -signal.SIGTERM)


@pytest.fixture
def whole(databases: Databases, seeded: str, make_shell: Callable[[str], Shell], tmp_path: Path) -> Shell:
    """A shell with the whole seed, in a copy of its files."""
    shell = make_shell(databases.copy(seeded))
    shell.seed = Path(shutil.copytree(SEED, tmp_path / "whole"))
    shell.monkeypatch.setenv("ATLAS_SEED", str(shell.seed))
    return shell


PLACES = (
    "/v1/entries?edition=1&limit=200",
    "/v1/requirements?edition=1&country=MY&product_type=biosimilar&facets=topic&limit=200",
    "/v1/entries/my-local-prh?edition=1",
    "/v1/entries/my-local-prh/revisions?edition=1",
    "/v1/guides/MY/biosimilar?edition=1&lang=ko",
    "/v1/countries?edition=1",
    "/v1/sources?edition=1&limit=200",
    "/v1/editions/1",
    "/v1/editions/1/manifest",
    "/v1/editions/1/manifest/MY.txt",
)


def test_an_edited_seed_becomes_edition_2_and_edition_1_answers_as_before(whole: Shell) -> None:
    def answers(client: TestClient) -> dict[str, bytes]:
        return {place: client.get(place).content for place in PLACES}

    with client_of(whole.address) as client:
        before = answers(client)
    requirements = whole.seed / "my" / "requirements.yaml"
    old = "The registration holder (PRH) has to be a company"
    text = requirements.read_text()
    assert text.count(old) == 1
    requirements.write_text(text.replace(old, "The holder has to be a company"))
    new = "- id: my-new\n  topics: [other]\n  title: New\n  statement: New.\n  term: New\n  definition: New\n"
    with (whole.seed / "my" / "terms.yaml").open("a") as file:
        file.write(f"{new}  citations:\n  - source: npra-charter\n")
    out = whole.done("seed", "--update", "--publish", "An edited seed")
    assert "1 new, 1 changed, " in out
    assert "Edition 2 published: 2 changes" in out
    with client_of(whole.address) as client:
        assert answers(client) == before
        entry = client.get("/v1/entries/my-local-prh").json()
        assert (entry["revision"], entry["statement"].startswith("The holder has to be a company")) == (2, True)
        assert client.get("/v1/entries/my-new").json()["published_in"] == 2
