"""What the database refuses, whoever writes, and what it lets through."""

from collections.abc import Iterator, Mapping
from importlib import import_module

import pytest
from sqlalchemy import Connection, Engine, Table, delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from app.database.engine import writing
from app.knowledge.mapping import TYPED_TABLES
from app.knowledge.models import Redaction, Revision
from app.vocabulary.lists import ENTRY_KINDS
from tests.database import catalogue, promised
from tests.database.conftest import Filled
from tests.database.databases import downgrade, upgrade
from tests.database.forbidden import Forbidden
from tests.database.forbidden_consultations import CONSULTATIONS
from tests.database.forbidden_editions import EDITIONS, EDITORS, RECORDS, REDACTIONS
from tests.database.forbidden_keys import KEYS, PARTNERS
from tests.database.forbidden_removals import REMOVALS
from tests.database.forbidden_reviews import REVIEWS
from tests.database.forbidden_revisions import REVISIONS
from tests.database.forbidden_signatures import SIGNATURES
from tests.database.forbidden_staff import PEOPLE, TRAIL
from tests.database.forbidden_upkeep import UPKEEP
from tests.database.forbidden_watches import WATCHES
from tests.database.forbidden_webhooks import WEBHOOKS
from tests.database.records import NOW

FORBIDDEN = (
    *SIGNATURES,
    *REVISIONS,
    *EDITIONS,
    *RECORDS,
    *EDITORS,
    *REDACTIONS,
    *PEOPLE,
    *TRAIL,
    *REVIEWS,
    *REMOVALS,
    *UPKEEP,
    *PARTNERS,
    *KEYS,
    *WEBHOOKS,
    *WATCHES,
    *CONSULTATIONS,
)
TABLES = tuple(table.name for table in TYPED_TABLES)


@pytest.fixture
def connection(shared_engine: Engine) -> Iterator[Connection]:
    """A transaction that is undone at the end."""
    with writing(shared_engine) as connection:
        yield connection
        connection.rollback()


@pytest.fixture
def keys(filled: Filled) -> Mapping[str, int]:
    """The keys of the revisions that the filled database holds in every state."""
    return filled.keys


def refusal(connection: Connection, statement: str, keys: Mapping[str, int]) -> str:
    """What the database says when it refuses a write."""
    with pytest.raises(IntegrityError) as caught:
        connection.execute(text(statement), keys)
    diagnosis = getattr(caught.value.orig, "diag", None)
    return str(diagnosis.message_primary if diagnosis else caught.value.orig)


@pytest.mark.parametrize("forbidden", FORBIDDEN, ids=str)
def test_refused(forbidden: Forbidden, connection: Connection, keys: Mapping[str, int]) -> None:
    for statement in forbidden.first:
        assert connection.execute(text(statement), keys).rowcount == 1
    assert refusal(connection, forbidden.write, keys) == forbidden.says


def test_every_forbidden_write_breaks_another_promise() -> None:
    promises = [forbidden.promise for forbidden in FORBIDDEN]
    assert len(set(promises)) == len(promises)


def test_every_rule_is_broken_by_some_forbidden_write() -> None:
    guards = (
        *import_module("migrations.versions.0006_guards").GUARDS,
        *import_module("migrations.versions.0011_access").PEOPLE,
        *import_module("migrations.versions.0012_audit").AUDIT,
        *import_module("migrations.versions.0013_review").REVIEWS,
        *import_module("migrations.versions.0015_removals").REMOVALS,
        *import_module("migrations.versions.0016_upkeep").GUARDS,
        *import_module("migrations.versions.0018_signatures").SIGNATURES,
        *import_module("migrations.versions.0017_keys").KEYS,
        *import_module("migrations.versions.0019_webhooks").WEBHOOKS,
        *import_module("migrations.versions.0020_watches").WATCHES,
        *import_module("migrations.versions.0021_consultations").CONSULTATIONS,
    )
    rules = {rule.message for guard in guards for rule in guard.rules}
    typed = {
        "rows are added only to a draft",
        "rows change only in a draft",
        "a row stays with its revision",
        "rows are deleted only from a draft, or after a redaction",
    }
    assert {forbidden.says for forbidden in FORBIDDEN} | typed == rules


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_added_to_a_published_revision(table: str, connection: Connection, keys: Mapping[str, int]) -> None:
    write = f"INSERT INTO {table} (revision_key) VALUES (:published)"
    assert refusal(connection, write, keys) == "rows are added only to a draft"


@pytest.mark.parametrize("table", TABLES)
def test_no_row_of_a_published_revision_changes(table: str, connection: Connection, keys: Mapping[str, int]) -> None:
    column = next(column.name for column in _table(table).columns if not column.primary_key)
    write = f"UPDATE {table} SET {column} = {column} WHERE revision_key IN ({PUBLISHED})"
    assert refusal(connection, write, keys) == "rows change only in a draft"


@pytest.mark.parametrize("table", TABLES)
def test_no_row_of_a_published_revision_is_deleted(
    table: str, connection: Connection, keys: Mapping[str, int]
) -> None:
    write = f"DELETE FROM {table} WHERE revision_key IN ({PUBLISHED})"
    assert refusal(connection, write, keys) == "rows are deleted only from a draft, or after a redaction"


@pytest.mark.parametrize("table", TABLES)
def test_no_row_moves_to_another_revision(table: str, connection: Connection, keys: Mapping[str, int]) -> None:
    write = f"UPDATE {table} SET revision_key = :draft WHERE revision_key IN ({PUBLISHED})"
    assert refusal(connection, write, keys) == "a row stays with its revision"


@pytest.mark.parametrize("state", ["in_review", "approved", "seed_approved", "superseded", "withdrawn"])
@pytest.mark.parametrize(
    ("done", "write"),
    {
        "added": "INSERT INTO citation (revision_key) VALUES (:{state})",
        "changed": "UPDATE citation SET source = 'other' WHERE revision_key = :{state}",
        "deleted": "DELETE FROM citation WHERE revision_key = :{state}",
    }.items(),
)
def test_no_row_changes_in_any_state_but_draft(
    done: str, write: str, state: str, connection: Connection, keys: Mapping[str, int]
) -> None:
    assert refusal(connection, write.format(state=state), keys).startswith("rows ")


def test_redacted_rows_may_go_and_none_may_come(connection: Connection, keys: Mapping[str, int]) -> None:
    for write in ("INSERT INTO citation (revision_key) VALUES (:redacted)", "UPDATE citation SET source = 'other'"):
        with connection.begin_nested() as step:
            assert refusal(connection, write, keys).startswith("rows ")
            step.rollback()
    assert connection.execute(text("DELETE FROM citation WHERE revision_key = :redacted"), keys).rowcount == 1


@pytest.mark.parametrize("table", TABLES)
def test_rows_of_a_redacted_revision_are_deleted(table: str, connection: Connection) -> None:
    rows = _table(table)
    holders = select(Revision.key).where(
        Revision.content.is_not(None),
        Revision.state == "published",
        Revision.key.in_(select(rows.c.revision_key)),
    )
    for key in connection.scalars(holders).all():
        connection.execute(
            insert(Redaction).values(
                revision_key=key, requested_by="ann", approved_by="bob", reason="a test", decided_at=NOW
            )
        )
        assert connection.execute(delete(rows).where(rows.c.revision_key == key)).rowcount > 0


@pytest.mark.parametrize("table", TABLES)
def test_rows_of_a_draft_change_and_go(table: str, connection: Connection, keys: Mapping[str, int]) -> None:
    """The rows of a published revision are copied to a new draft first, as for its next version."""
    rows = _table(table)
    source = select(rows).where(rows.c.revision_key.in_(text(PUBLISHED))).limit(1)
    row = dict(connection.execute(source).mappings().one()) | {"revision_key": keys["seed_draft"], "position": 77}
    row = {name: value for name, value in row.items() if name in rows.c}
    if "position" not in rows.c:
        connection.execute(delete(rows).where(rows.c.revision_key == keys["seed_draft"]))
    connection.execute(insert(rows).values(row))
    name = next(column.name for column in rows.columns if not column.primary_key)
    here = [column == row[column.name] for column in rows.primary_key]
    assert connection.execute(update(rows).where(*here).values({name: row[name]})).rowcount == 1
    assert connection.execute(delete(rows).where(*here)).rowcount == 1


def test_no_table_is_emptied_at_one_stroke(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    for table in (*promised.CORE, *promised.TYPED):
        with connection.begin_nested() as step:
            said = refusal(connection, f"TRUNCATE {table} CASCADE", {})
            step.rollback()
        assert said == "what is written here is not emptied at one stroke"


def test_the_database_has_the_promised_rules_and_no_others(engine: Engine) -> None:
    _holds_what_is_promised(engine)


def test_the_rules_are_back_after_the_way_down_and_up(filled_engine: Engine) -> None:
    downgrade(filled_engine)
    upgrade(filled_engine)
    _holds_what_is_promised(filled_engine)


def test_the_guards_know_every_typed_table_and_kind_of_entry() -> None:
    migration = import_module("migrations.versions.0006_guards")
    later = [
        table
        for name in ("0007_adoptions", "0008_alternatives", "0016_upkeep")
        for table in import_module(f"migrations.versions.{name}").TABLES
    ]
    assert tuple(sorted((*migration.TYPED_TABLES, *later))) == TABLES == promised.TYPED
    assert set(migration.ENTRY_KINDS.strip("()").replace("'", "").split(", ")) == ENTRY_KINDS


PUBLISHED = "SELECT key FROM revision WHERE state = 'published'"


def _table(name: str) -> Table:
    return next(table for table in TYPED_TABLES if table.name == name)


def _holds_what_is_promised(engine: Engine) -> None:
    expected = set(promised.TRIGGERS)
    if engine.dialect.name == "postgresql":
        expected |= promised.TRIGGERS_ON_POSTGRESQL
    with engine.connect() as connection:
        assert catalogue.triggers(connection) == expected
        assert catalogue.checks(connection) == promised.CHECKS
        assert catalogue.partial_indexes(connection) == promised.PARTIAL_INDEXES
