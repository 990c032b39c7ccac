"""People and the trail from the command line, as an operator runs them."""

import json

import pytest
from sqlalchemy import Engine, text
from typer.testing import CliRunner, Result

from app.cli.commands import cli
from app.database.engine import writing
from app.settings import get_settings
from tests.access.atlas import PASSWORD, Atlas, told
from tests.database.databases import Databases

OTHER = "five other plain words"


@pytest.fixture
def here(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> Atlas:
    """An atlas whose database the commands work on."""
    monkeypatch.setenv("DATABASE_URL", atlas.engine.url.render_as_string(hide_password=False))
    get_settings.cache_clear()
    monkeypatch.setattr("app.access.commands.get_settings", get_settings.__wrapped__)
    monkeypatch.setattr("app.audit.commands.get_settings", get_settings.__wrapped__)
    return atlas


def run(*arguments: str, typed: str = "") -> Result:
    """What a command does."""
    return CliRunner().invoke(cli, arguments, input=typed)


def test_a_person_is_added_and_the_trail_tells_by_whom(here: Atlas) -> None:
    done = run("user", "add", "mina", "--role", "editor", "--password-stdin", typed=f"{OTHER}\n")
    assert (done.exit_code, done.output) == (0, "mina can sign in as editor.\n")
    told(here.sign_in("mina", OTHER))
    row = next(row for row in here.trail() if row["action"] == "person.create")
    assert (row["actor"], row["actor_kind"], row["reason"]) == (
        "command line",
        "command",
        "by the operator of the machine",
    )


@pytest.mark.parametrize(
    ("arguments", "typed", "says"),
    [
        (("add", "ed", "--password-stdin"), OTHER, "names are not used twice"),
        (("add", "Mina", "--password-stdin"), OTHER, "expected 1 to 60"),
        (("add", "mina", "--password-stdin"), "short", "at least 12"),
        (("add", "mina", "--password-stdin"), "", "at least 12"),
        (("password", "nobody", "--password-stdin"), OTHER, "Nobody is called nobody"),
        (("password", "ed", "--password-stdin"), "edit password", "less common"),
        (("change", "nobody", "--inactive"), "", "Nobody is called nobody"),
        (("change", "ada", "--inactive"), "", "only active admin"),
        (("change", "ada", "--role", "viewer"), "", "only active admin"),
    ],
)
def test_what_is_wrong_is_said_in_a_line_and_changes_nothing(
    here: Atlas, arguments: tuple[str, ...], typed: str, says: str
) -> None:
    done = run("user", *arguments, typed=f"{typed}\n")
    assert done.exit_code == 1
    assert says in done.output
    assert "Traceback" not in done.output
    assert here.trail() == []


def test_the_first_person_has_to_be_an_admin(
    databases: Databases, migrated: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = databases.copy(migrated)
    monkeypatch.setenv("DATABASE_URL", address)
    monkeypatch.setattr("app.access.commands.get_settings", get_settings.__wrapped__)
    done = run("user", "add", "mina", "--role", "editor", "--password-stdin", typed=f"{OTHER}\n")
    assert (done.exit_code, "has to be an admin" in done.output) == (1, True)
    done = run("user", "add", "mina", "--role", "admin", "--password-stdin", typed=f"{OTHER}\n")
    assert done.exit_code == 0
    databases.drop(address)


def test_a_locked_person_gets_in_with_a_new_password(here: Atlas) -> None:
    for _ in range(9):
        here.sign_in("ed", "a wrong word or two")
    assert here.sign_in("ed").status_code == 401
    assert run("user", "password", "ed", "--password-stdin", typed=f"{OTHER}\n").exit_code == 0
    told(here.sign_in("ed", OTHER))
    assert here.actions("ed")[-2:] == ["person.credentials", "sign-in"]


def test_a_password_is_typed_twice_where_there_is_a_terminal(here: Atlas) -> None:
    done = run("user", "password", "ed", typed=f"{OTHER}\n{OTHER}\n")
    assert done.exit_code == 0
    assert OTHER not in done.output
    told(here.sign_in("ed", OTHER))


def test_a_change_ends_the_sign_ins_and_shows_in_the_list(here: Atlas) -> None:
    token = here.tokens("ed")["access_token"]
    assert run("user", "change", "ed", "--role", "reviewer").output == "ed is reviewer, active.\n"
    here.access["ed"] = token
    assert here.ask("ed", "GET", "/me").status_code == 401
    assert run("user", "change", "ed", "--inactive").exit_code == 0
    assert run("user", "list").output.splitlines() == [
        "ada\tadmin\tactive",
        "ed\treviewer\tinactive",
        "pia\tpublisher\tactive",
        "rae\treviewer\tactive",
        "vera\tviewer\tactive",
    ]


def test_the_trail_is_checked_and_exported(here: Atlas) -> None:
    here.tokens("ed")
    here.tokens("rae")
    done = run("audit", "verify")
    head = f"2:{here.trail()[-1]['sha256']}"
    assert (done.exit_code, done.output) == (0, f"2 rows, all as they were written\nhead {head}\n")
    assert run("audit", "verify", "--head", head).exit_code == 0
    lines = run("audit", "export").stdout.splitlines()
    assert [json.loads(line)["actor"] for line in lines] == ["ed", "rae"]
    assert run("audit", "export", "--format", "csv").stdout.startswith("\ufeffseq,at,actor,")


def test_a_check_that_finds_something_names_the_row_and_fails(here: Atlas) -> None:
    here.tokens("ed")
    here.tokens("rae")
    with writing(here.engine) as connection:
        on = " ON audit_row" if connection.dialect.name == "postgresql" else ""
        connection.execute(text(f"DROP TRIGGER guard_audit_row_delete{on}"))
        connection.execute(text("DELETE FROM audit_row WHERE seq = 1"))
    done = run("audit", "verify")
    assert done.exit_code == 1
    assert "row 1: row 1 is missing" in done.output
    assert run("audit", "verify", "--head", "nonsense").exit_code == 1


def test_no_command_takes_a_password_as_an_argument(engine: Engine) -> None:
    del engine
    done = run("user", "add", "mina", "--password", PASSWORD)
    assert done.exit_code == 2
