"""Imports from the command line: a dry run unless it is told otherwise, by somebody who may."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from typer.testing import CliRunner

from app.audit.models import AuditRow
from app.cli.commands import cli
from app.database.engine import reading
from app.knowledge.models import Record, Revision, RevisionEditor
from app.settings import ROOT, get_settings
from tests.editorial.desk import staffed
from tests.editorial.imports.sending import csv_of, row


@pytest.fixture
def address(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> str:
    """The small atlas with its staff, as the command line finds it."""
    staffed(engine)
    found = engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("DATABASE_URL", found)
    get_settings.cache_clear()
    return found


def run(*arguments: str) -> tuple[int, str, str]:
    """How `licensing-atlas import` ends, and what it says."""
    get_settings.cache_clear()
    result = CliRunner().invoke(cli, ["import", *arguments])
    get_settings.cache_clear()
    return result.exit_code, result.stdout, result.stderr


def written(directory: Path, *rows: dict[str, str], name: str = "list.csv") -> str:
    path = directory / name
    path.write_bytes(csv_of(rows))
    return str(path)


def stored(engine: Engine) -> int:
    with reading(engine) as connection:
        return connection.scalar(select(func.count()).where(Revision.origin == "import")) or 0


def test_it_is_a_dry_run_unless_it_is_told_otherwise(address: str, engine: Engine, tmp_path: Path) -> None:
    code, out, err = run(written(tmp_path, row("xx-a"), row("xx-b")), "--kind", "requirement")
    assert (code, stored(engine)) == (0, 0)
    assert out.startswith("2 records: 2 new, 0 corrections, 0 unchanged, 0 faults")
    assert "Nothing was stored: --apply makes the drafts." in out
    assert "2 of 2" in err


def test_with_apply_it_makes_drafts_in_somebody_s_name(address: str, engine: Engine, tmp_path: Path) -> None:
    path = written(tmp_path, row("xx-a"))
    code, out, _ = run(path, "--kind", "requirement", "--apply", "--as", "ed", "--reason", "The list")
    assert (code, stored(engine)) == (0, 1)
    assert "1 drafts." in out
    with reading(engine) as connection:
        assert connection.scalars(select(RevisionEditor.person)).all() == ["ed"]
        assert "import.apply" in connection.scalars(select(AuditRow.action)).all()


def test_faults_are_told_and_nothing_is_stored(address: str, engine: Engine, tmp_path: Path) -> None:
    path = written(tmp_path, row("xx-a"), row("xx-b", obligation="must"))
    code, out, err = run(path, "--kind", "requirement", "--apply", "--as", "ed", "--reason", "The list")
    assert (code, stored(engine)) == (1, 0)
    assert "3 obligation H3: input should be" in err
    assert "Nothing was stored." in out


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--apply"], "--apply needs --as and --reason"),
        (["--apply", "--as", "ed", "--reason", " "], "--apply needs --as and --reason"),
        (["--apply", "--as", "vera", "--reason", "x"], "vera is nobody who may write"),
        (["--apply", "--as", "nobody", "--reason", "x"], "nobody is nobody who may write"),
        (["--kind", "rule"], "--kind: expected one of requirement"),
    ],
)
def test_what_is_missing_is_said(address: str, tmp_path: Path, more: list[str], says: str) -> None:
    code, _, err = run(written(tmp_path, row("xx-a")), "--kind", "requirement", *more)
    assert code == 1
    assert says in err


def test_a_file_of_another_kind_is_refused(address: str, tmp_path: Path) -> None:
    assert "expected a file that ends with" in run(written(tmp_path, row("xx-a"), name="list.ods"))[2]


@pytest.mark.slow
def test_a_kill_in_the_middle_leaves_nothing(address: str, engine: Engine, tmp_path: Path) -> None:
    path = written(tmp_path, *(row(f"xx-{number}") for number in range(3000)))
    command = [sys.executable, "-m", "app.cli", "import", path, "--kind", "requirement"]
    told = subprocess.Popen(
        [*command, "--apply", "--as", "ed", "--reason", "The list"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": address, "PYTHONUNBUFFERED": "1"},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert told.stderr is not None
    for line in told.stderr:
        if "3000 of 3000" in line:  # the plan is made; from here on it writes
            break
    time.sleep(0.5)
    assert told.poll() is None
    told.kill()
    told.wait()
    told.stderr.close()
    assert stored(engine) == 0
    with reading(engine) as connection:
        assert connection.scalar(select(func.count()).where(Record.id.startswith("xx-2"))) == 0
