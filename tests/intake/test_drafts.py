"""Taking records in: drafts of what is new or differs, nothing of what is the same, and all or nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select

from app.database.engine import reading, writing
from app.editions.commands import seed_empty
from app.editions.publish import Withdrawal, publish
from app.intake.drafts import Taken, approve_seed, draft_records
from app.intake.faults import IntakeError
from app.intake.seed import Seed, SeedRecord, read_seed
from app.knowledge.models import Record, Revision, RevisionEditor
from app.knowledge.schemas import CONTENT_MODELS, Content
from tests.conftest import opened
from tests.database.databases import Databases
from tests.database.records import approve as approve_draft
from tests.database.records import change, make_draft
from tests.intake.planted import SMALL, changed, plant
from tests.intake.tables import tables

NOW = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture
def engine(databases: Databases, migrated: str) -> Iterator[Engine]:
    """A fresh migrated database."""
    with opened(databases, databases.copy(migrated)) as engine:
        yield engine


@pytest.fixture(scope="module")
def still(databases: Databases, migrated: str) -> Iterator[Engine]:
    """A migrated database that tests share, because they leave it as it is."""
    with opened(databases, databases.copy(migrated)) as engine:
        yield engine


@pytest.fixture
def small(tmp_path: Path) -> Seed:
    """The small seed."""
    return read_seed(plant(tmp_path))


def take(engine: Engine, records: tuple[SeedRecord, ...], *, approve: bool = False) -> Taken:
    """Take records in, and approve them where that is wanted."""
    with writing(engine) as connection:
        taken = draft_records(connection, records, at=NOW, reason="a test", progress=lambda _: None)
        if approve:
            approve_seed(connection)
    return taken


def with_values(seed: Seed, id_: str, **values: Any) -> tuple[SeedRecord, ...]:
    """The seed's records, one of them with other values."""
    return tuple(
        replace(one, content=CONTENT_MODELS[one.type].model_validate({**one.content.model_dump(), **values}))
        if one.id == id_
        else one
        for one in seed.records
    )


def revisions(engine: Engine, id_: str) -> list[tuple[int, str]]:
    """Number and state of a record's revisions."""
    query = select(Revision.number, Revision.state).join(Record, Record.key == Revision.record_key)
    with reading(engine) as connection:
        rows = connection.execute(query.where(Record.id == id_).order_by(Revision.number))
        return [(number, state) for number, state in rows]


def test_new_records_become_drafts(engine: Engine, small: Seed) -> None:
    ids = [record.id for record in small.records]
    assert take(engine, small.records) == Taken(ids, [], 0)
    assert revisions(engine, "xx-dossier") == [(1, "draft")]


def test_taking_the_same_records_in_again_changes_nothing(engine: Engine, small: Seed) -> None:
    take(engine, small.records, approve=True)
    before = tables(engine)
    assert take(engine, small.records, approve=True) == Taken([], [], len(small.records))
    assert tables(engine) == before


def test_the_whole_seed_taken_in_again_changes_nothing(seeded_engine: Engine, seed: Seed) -> None:
    before = tables(seeded_engine)
    assert take(seeded_engine, seed.records, approve=True) == Taken([], [], len(seed.records))
    assert tables(seeded_engine) == before


def test_only_what_differs_becomes_a_draft(engine: Engine, small: Seed) -> None:
    take(engine, small.records, approve=True)
    before = tables(engine)
    other = with_values(small, "xx-fee", statement="The fee is 40,000.")
    assert take(engine, other) == Taken([], ["xx-fee"], len(small.records) - 1)
    assert revisions(engine, "xx-fee") == [(1, "approved"), (2, "draft")]
    added = {name: len(rows) - len(before[name]) for name, rows in tables(engine).items() if rows != before[name]}
    assert added == {"revision": 1, "entry": 1, "requirement": 1, "citation": 1, "revision_topic": 1} | {
        "revision_product_type": 1
    }


def only(records: tuple[SeedRecord, ...], id_: str) -> tuple[SeedRecord, ...]:
    """The one record of that id."""
    return tuple(record for record in records if record.id == id_)


def by_staff(engine: Engine, content: Content, **values: Any) -> None:
    """A draft that ann has written, or edited where the seed made it."""
    with writing(engine) as connection:
        make_draft(connection, "requirement", content, editors=["ann"], **values)


@pytest.mark.parametrize("origin", ["staff", "seed"])
def test_somebodys_draft_is_kept_and_listed(engine: Engine, small: Seed, origin: str) -> None:
    take(engine, small.records, approve=True)
    other = only(with_values(small, "xx-fee", statement="The fee is 40,000."), "xx-fee")
    by_staff(engine, other[0].content, origin=origin)
    before = tables(engine)
    third = only(with_values(small, "xx-fee", statement="The fee is 50,000."), "xx-fee")
    assert take(engine, third).kept == {"xx-fee": "staff are working on revision 2"}
    assert tables(engine) == before


def test_a_draft_of_somebody_keeps_no_other_record_back(engine: Engine, small: Seed) -> None:
    take(engine, small.records, approve=True)
    fee = only(with_values(small, "xx-fee", statement="The fee is 40,000."), "xx-fee")
    dossier = only(with_values(small, "xx-dossier", statement="Now 6 modules."), "xx-dossier")
    by_staff(engine, dossier[0].content, origin="staff")
    third = only(with_values(small, "xx-dossier", statement="Now 7 modules."), "xx-dossier")
    assert take(engine, fee + third) == Taken([], ["xx-fee"], 0, {"xx-dossier": "staff are working on revision 2"})


def test_a_draft_of_somebody_is_no_matter_where_the_files_say_what_they_said(engine: Engine, small: Seed) -> None:
    take(engine, small.records, approve=True)
    other = only(with_values(small, "xx-fee", statement="The fee is 40,000."), "xx-fee")
    by_staff(engine, other[0].content, origin="staff")
    assert take(engine, small.records) == Taken([], [], len(small.records))


def test_what_staff_published_is_not_overwritten_and_listed(engine: Engine, small: Seed) -> None:
    take(engine, small.records, approve=True)
    other = only(with_values(small, "xx-fee", statement="The fee is 40,000."), "xx-fee")
    with writing(engine) as connection:
        publish(connection, at=NOW, note="the first")
        key = make_draft(connection, "requirement", other[0].content, origin="staff", editors=["ann"])
        change(connection, key, state="in_review")
        approve_draft(connection, key, by="bob")
        publish(connection, at=NOW, note="by staff")
    before = tables(engine)
    assert take(engine, small.records, approve=True) == Taken(
        [], [], len(small.records) - 1, {"xx-fee": "revision 2 is by staff"}
    )
    assert tables(engine) == before
    assert take(engine, other) == Taken([], [], 1)


def test_what_was_withdrawn_stays_withdrawn(engine: Engine, small: Seed) -> None:
    take(engine, small.records, approve=True)
    other = only(with_values(small, "xx-fee", statement="The fee is 40,000."), "xx-fee")
    with writing(engine) as connection:
        publish(connection, at=NOW, note="the first")
        publish(connection, at=NOW, note="gone", withdrawals=[Withdrawal("requirement", "xx-fee", "misread")])
    assert take(engine, other).kept == {"xx-fee": "revision 1 was withdrawn"}


def test_a_draft_of_the_seed_that_somebody_edited_is_not_approved_without_a_second_person(
    engine: Engine, small: Seed
) -> None:
    take(engine, small.records)
    other = only(with_values(small, "xx-fee", statement="The fee is 40,000."), "xx-fee")
    with writing(engine) as connection:
        (key,) = connection.scalars(
            select(Revision.key).join(Record, Record.key == Revision.record_key).where(Record.id == "xx-fee")
        )
        connection.execute(insert(RevisionEditor).values(revision_key=key, person="ann"))
        assert key not in approve_seed(connection)
    assert revisions(engine, "xx-fee") == [(1, "draft")]
    assert take(engine, other).kept == {"xx-fee": "staff are working on revision 1"}


def test_a_draft_of_the_seed_that_says_the_same_is_left_alone(engine: Engine, small: Seed) -> None:
    take(engine, small.records)
    before = tables(engine)
    assert take(engine, small.records) == Taken([], [], len(small.records))
    assert tables(engine) == before


def test_a_draft_of_the_seed_that_says_something_else_is_replaced(engine: Engine, small: Seed) -> None:
    take(engine, small.records, approve=True)
    take(engine, only(with_values(small, "xx-fee", statement="The fee is 40,000."), "xx-fee"))
    other = only(with_values(small, "xx-fee", statement="The fee is 50,000."), "xx-fee")
    assert take(engine, other) == Taken([], ["xx-fee"], 0)
    assert revisions(engine, "xx-fee") == [(1, "approved"), (2, "draft")]
    before = tables(engine)
    assert take(engine, other) == Taken([], [], 1)
    assert tables(engine) == before


def test_a_draft_of_a_record_that_is_new_is_replaced(engine: Engine, small: Seed) -> None:
    take(engine, small.records)
    assert take(engine, with_values(small, "xx-fee", statement="The fee is 50,000.")).new == ["xx-fee"]
    assert revisions(engine, "xx-fee") == [(1, "draft")]


def test_a_file_that_went_back_to_what_is_published_leaves_no_draft(engine: Engine, small: Seed) -> None:
    take(engine, small.records, approve=True)
    before = tables(engine)
    take(engine, only(with_values(small, "xx-fee", statement="The fee is 40,000."), "xx-fee"))
    assert take(engine, small.records) == Taken([], [], len(small.records))
    assert tables(engine) == before


LAST = max(SMALL)


@pytest.mark.parametrize(
    ("old", "new"), [("  term: Word\n", ""), ("[dossier]", "[dossiers]"), ("- id: xx-term", "- id: xx-fee")]
)
def test_a_fault_in_the_last_file_writes_nothing(still: Engine, tmp_path: Path, old: str, new: str) -> None:
    assert LAST == "xx/terms.yaml"
    before = tables(still)
    plant(tmp_path, xx__terms=changed(LAST, old, new))
    with pytest.raises(IntakeError), writing(still) as connection:
        seed_empty(connection, tmp_path, lambda _: None)
    assert tables(still) == before


def test_a_failure_in_the_middle_of_seeding_writes_nothing(still: Engine, tmp_path: Path) -> None:
    before = tables(still)

    def say(line: str) -> None:
        if line.startswith("Publishing"):
            raise RuntimeError("the machine stops here")

    with pytest.raises(RuntimeError, match="stops here"), writing(still) as connection:
        seed_empty(connection, plant(tmp_path), say)
    assert tables(still) == before
