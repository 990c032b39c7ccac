"""Commands do what they say once, nothing the second time, and say plainly what they refuse."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from app.audit.models import AuditRow
from app.database.engine import opened, reading, writing
from app.database.migrate import newest_revision
from app.intake.drafts import approve_seed, draft_records
from app.knowledge.models import Edition, Record, Revision
from tests.cli.conftest import Shell
from tests.database.records import approve, change, make_draft
from tests.editions.life import at, record
from tests.intake.planted import SMALL, changed, plant

COMMANDS = ("run", "serve", "migrate", "seed", "publish")


def numbers(shell: Shell) -> list[int]:
    """The editions that there are."""
    return [row[0] for row in shell.tables()["edition"]]


def states(shell: Shell, id_: str) -> list[str]:
    """The states of a record's revisions, oldest first."""
    query = select(Revision.state).join(Record, Record.key == Revision.record_key).where(Record.id == id_)
    engine = shell.engine()
    with engine.connect() as connection:
        found = [str(one) for one in connection.scalars(query.order_by(Revision.number))]
    engine.dispose()
    return found


def raise_the_fee(shell: Shell) -> None:
    """Change one statement of the seed's files and add one entry."""
    text = changed("xx/requirements.yaml", "The fee is 33,333.33.", "The fee is 40,000.")
    new = """
- id: xx-new
  topics: [dossier]
  obligation: recommended
  title: A new entry
  statement: It says something.
  citations:
  - source: xx-law
"""
    plant(shell.seed, xx__requirements=text + new)


def test_help_names_every_command(bare_shell: Shell) -> None:
    out = bare_shell.done("--help")
    assert all(command in out for command in COMMANDS)


@pytest.mark.parametrize("arguments", [("sead",), ("seed", "--uptodate"), ("publish",), ("serve", "--port", "70000")])
def test_a_command_line_that_is_not_understood_is_refused(bare_shell: Shell, arguments: tuple[str, ...]) -> None:
    result = bare_shell.run(*arguments)
    assert result.code == 2
    assert "Usage" in result.err


def test_migrating_makes_the_schema_and_then_changes_nothing(shell: Shell) -> None:
    assert shell.done("migrate") == f"Schema empty is now {newest_revision()}\n"
    before = shell.tables()
    assert shell.done("migrate") == f"Schema {newest_revision()}\n"
    assert shell.tables() == before
    assert before["alembic_version"] == [(newest_revision(),)]


def test_seeding_publishes_edition_1(migrated_shell: Shell) -> None:
    out = migrated_shell.done("seed")
    assert "Seeding: 10 records" in out
    assert "Edition 1 published: 10 changes, sha256 " in out
    assert numbers(migrated_shell) == [1]


def test_seeding_again_changes_nothing(seeded_shell: Shell) -> None:
    before = seeded_shell.tables()
    assert "seeded already" in seeded_shell.done("seed")
    assert seeded_shell.tables() == before


def test_an_update_without_changes_changes_nothing(seeded_shell: Shell) -> None:
    before = seeded_shell.tables()
    assert "0 new, 0 changed, 10 unchanged" in seeded_shell.done("seed", "--update")
    assert "0 new, 0 changed, 10 unchanged" in seeded_shell.done("seed", "--update", "--publish", "nothing")
    assert seeded_shell.tables() == before


def test_an_update_makes_drafts_only_of_what_differs(seeded_shell: Shell) -> None:
    raise_the_fee(seeded_shell)
    out = seeded_shell.done("seed", "--update")
    assert "1 new, 1 changed, 9 unchanged" in out
    assert [line.strip() for line in out.splitlines() if "draft:" in line] == ["draft: xx-new", "draft: xx-fee"]
    assert (states(seeded_shell, "xx-fee"), states(seeded_shell, "xx-new")) == (["published", "draft"], ["draft"])
    assert numbers(seeded_shell) == [1]


def test_an_update_can_publish_what_it_drafted(seeded_shell: Shell) -> None:
    raise_the_fee(seeded_shell)
    out = seeded_shell.done("seed", "--update", "--publish", "The fee was raised")
    assert "Edition 2 published: 2 changes" in out
    assert states(seeded_shell, "xx-fee") == ["superseded", "published"]
    assert [row[2] for row in seeded_shell.tables()["edition"]] == ["The first edition.", "The fee was raised"]


def test_every_edition_of_the_command_line_leaves_a_row(seeded_shell: Shell) -> None:
    raise_the_fee(seeded_shell)
    seeded_shell.done("seed", "--update", "--publish", "The fee was raised")
    with opened(seeded_shell.address) as engine, reading(engine) as connection:
        query = select(AuditRow.actor_kind, AuditRow.object_id, AuditRow.reason).order_by(AuditRow.seq)
        assert connection.execute(query.where(AuditRow.action == "edition.publish")).all() == [
            ("command", "1", "The first edition."),
            ("command", "2", "The fee was raised"),
        ]


def test_publishing_publishes_what_is_approved(seeded_shell: Shell) -> None:
    assert seeded_shell.run("publish", "--note", "Nothing").err == "nothing is approved for publication\n"
    raise_the_fee(seeded_shell)
    seeded_shell.done("seed", "--update")
    with opened(seeded_shell.address) as engine, writing(engine) as connection:
        approve_seed(connection)
    assert "Edition 2 published: 2 changes" in seeded_shell.done("publish", "--note", "The fee was raised")
    with opened(seeded_shell.address) as engine, reading(engine) as connection:
        row = connection.execute(select(AuditRow.__table__).order_by(AuditRow.seq.desc()).limit(1)).one()
    assert (row.action, row.actor_kind, row.reason) == ("edition.publish", "command", "The fee was raised")
    assert json.loads(row.new_value)["records"] == ["requirement xx-fee 2", "requirement xx-new 1"]


def test_an_update_of_an_empty_atlas_seeds_it(migrated_shell: Shell) -> None:
    assert "Edition 1 published" in migrated_shell.done("seed", "--update")


def test_publishing_goes_with_an_update_only(seeded_shell: Shell) -> None:
    before = seeded_shell.tables()
    result = seeded_shell.run("seed", "--publish", "a note")
    assert (result.code, result.err) == (1, "--publish goes with --update\n")
    assert seeded_shell.tables() == before


def test_what_staff_are_writing_is_kept_and_listed_and_the_rest_is_taken_in(seeded_shell: Shell) -> None:
    engine = seeded_shell.engine()
    with writing(engine) as connection:
        make_draft(
            connection, "requirement", record("requirement", "xx-fee").content, origin="staff", editors=["ann"]
        )
    engine.dispose()
    raise_the_fee(seeded_shell)
    out = seeded_shell.done("seed", "--update", "--publish", "a note")
    said = "1 new, 0 changed, 9 unchanged\n  draft: xx-new\n  kept: xx-fee (staff are working on revision 2)\n"
    assert said in out
    assert (states(seeded_shell, "xx-fee"), states(seeded_shell, "xx-new")) == (["published", "draft"], ["published"])


def test_drafts_of_an_update_can_be_published_by_a_later_one(seeded_shell: Shell) -> None:
    raise_the_fee(seeded_shell)
    seeded_shell.done("seed", "--update")
    out = seeded_shell.done("seed", "--update", "--publish", "The fee was raised")
    assert "0 new, 0 changed, 11 unchanged" in out
    assert "Edition 2 published: 2 changes" in out
    assert states(seeded_shell, "xx-fee") == ["superseded", "published"]


def test_an_edition_that_the_seed_names_takes_its_time_from_there(seeded_shell: Shell) -> None:
    raise_the_fee(seeded_shell)
    second = '- number: 2\n  published_at: 2026-11-30T09:00:00+09:00\n  note: "The second."\n'
    plant(
        seeded_shell.seed,
        editions=SMALL["editions.yaml"] + second,
        xx__requirements=(seeded_shell.seed / "xx/requirements.yaml").read_text(),
    )
    seeded_shell.done("seed", "--update", "--publish", "The fee was raised")
    engine = seeded_shell.engine()
    with engine.connect() as connection:
        times = connection.scalars(select(Edition.published_at).order_by(Edition.number)).all()
    engine.dispose()
    assert times == [at("2026-11-23"), at("2026-11-30T00:00:00")]


def test_an_update_publishes_its_own_drafts_only(seeded_shell: Shell) -> None:
    engine = seeded_shell.engine()
    with writing(engine) as connection:
        content = record("requirement", "xx-staff").content
        key = make_draft(connection, "requirement", content, origin="staff", editors=["ann"])
        change(connection, key, state="in_review")
        approve(connection, key, by="bob")
    engine.dispose()
    raise_the_fee(seeded_shell)
    seeded_shell.done("seed", "--update", "--publish", "The fee was raised")
    assert states(seeded_shell, "xx-staff") == ["approved"]


FAULTY = {
    "xx__requirements": SMALL["xx/requirements.yaml"].replace("obligation: mandatory", "obligation: compulsory", 1),
    "xx__terms": changed("xx/terms.yaml", "  term: Word", "  word: Word"),
}


@pytest.mark.parametrize(
    ("filled", "arguments"),
    [
        (False, ("seed",)),
        (False, ("seed", "--update")),
        (False, ("run",)),
        (True, ("seed", "--update")),
        (True, ("seed", "--update", "--publish", "x")),
    ],
)
def test_a_faulty_seed_ends_with_all_its_faults(
    request: pytest.FixtureRequest, filled: bool, arguments: tuple[str, ...]
) -> None:
    shell: Shell = request.getfixturevalue("seeded_shell" if filled else "migrated_shell")
    before = shell.tables()
    plant(shell.seed, **FAULTY)
    result = shell.run(*arguments)
    assert result.code == 1
    assert (
        f"{shell.seed / 'xx/requirements.yaml'}:4: xx-dossier /obligation: Input should be 'mandatory'" in result.err
    )
    assert f"{shell.seed / 'xx/terms.yaml'}:5: xx-term /word: unknown key" in result.err
    assert "Traceback" not in result.err
    assert shell.tables() == before


def test_publishing_nothing_is_refused(seeded_shell: Shell) -> None:
    result = seeded_shell.run("publish", "--note", "nothing")
    assert (result.code, result.err) == (1, "nothing is approved for publication\n")
    assert numbers(seeded_shell) == [1]


def test_publishing_takes_what_is_approved(seeded_shell: Shell) -> None:
    engine = seeded_shell.engine()
    with writing(engine) as connection:
        new = [record("requirement", "xx-new")]
        draft_records(connection, new, at=at("2026-12-01"), reason="a test", progress=lambda _: None)
        approve_seed(connection)
    engine.dispose()
    assert "Edition 2 published: 1 changes" in seeded_shell.done("publish", "--note", "something new")
    assert states(seeded_shell, "xx-new") == ["published"]


def test_publishing_before_the_last_edition_is_refused(seeded_shell: Shell) -> None:
    seeded_shell.monkeypatch.setattr("app.editions.commands._now", lambda: at("2026-11-22"))
    raise_the_fee(seeded_shell)
    before = seeded_shell.tables()
    result = seeded_shell.run("seed", "--update", "--publish", "too early")
    assert (result.code, result.err) == (1, "an edition cannot be older than the one before it\n")
    assert seeded_shell.tables() == before


def test_a_database_without_tables_is_told_in_a_line(shell: Shell) -> None:
    for arguments in (("seed",), ("publish", "--note", "x"), ("seed", "--update")):
        result = shell.run(*arguments)
        assert result.code == 1
        assert "Traceback" not in result.err
        assert result.err.startswith("The database cannot be used")


@pytest.mark.parametrize("arguments", [("migrate",), ("seed",), ("seed", "--update"), ("publish", "--note", "x")])
def test_a_command_leaves_no_connection_open(seeded_shell: Shell, arguments: tuple[str, ...]) -> None:
    seeded_shell.run(*arguments)
    assert seeded_shell.left_open == 0


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("nonsense", "The database cannot be used"),
        ("mysql+nodriver://x", "The database cannot be used"),
        ("sqlite:////dev/null", "The database cannot be used"),
        ("sqlite:////proc/no/such/place.db", "/proc/no"),
    ],
)
def test_a_database_that_cannot_be_had_is_told_in_a_line(bare_shell: Shell, address: str, reason: str) -> None:
    bare_shell.monkeypatch.setenv("DATABASE_URL", address)
    result = bare_shell.run("migrate")
    assert result.code == 1
    assert "Traceback" not in result.err
    assert reason in result.err


@pytest.mark.parametrize(("name", "value"), [("ATLAS_LOG_LEVEL", "loud"), ("ATLAS_MAX_URL_BYTES", "many")])
def test_a_setting_that_is_not_valid_is_told_in_a_line(bare_shell: Shell, name: str, value: str) -> None:
    bare_shell.monkeypatch.setenv(name, value)
    result = bare_shell.run("migrate")
    assert (result.code, result.err.startswith("A setting is not valid")) == (1, True)


def test_without_an_address_the_database_is_a_file_in_the_data_directory(bare_shell: Shell, tmp_path: Path) -> None:
    bare_shell.monkeypatch.delenv("DATABASE_URL")
    bare_shell.monkeypatch.setenv("ATLAS_DATA", str(tmp_path / "new" / "place"))
    bare_shell.done("migrate")
    bare_shell.done("seed")
    assert (tmp_path / "new" / "place" / "atlas.db").is_file()
