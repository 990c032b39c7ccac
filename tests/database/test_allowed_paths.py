"""What the database lets through: the ways of a revision from draft to edition and out of it."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, Row, delete, insert, select
from sqlalchemy.exc import IntegrityError

from app.database.engine import reading, writing
from app.knowledge.freeze import freeze
from app.knowledge.models import Revision, RevisionEditor
from app.knowledge.models.shared import TopicRow
from app.knowledge.rows import delete_rows
from tests.database.conftest import Filled
from tests.database.records import (
    NOW,
    approve,
    change,
    make_draft,
    make_staff_draft,
    open_edition,
    publish,
    redact,
    remove,
    requirement,
    seal,
)
from tests.database.samples import SAMPLES


def look(engine: Engine, key: int) -> Row[Any]:
    """A revision as it stands."""
    with reading(engine) as connection:
        return connection.execute(select(Revision.__table__).where(Revision.key == key)).one()


def published_by_staff(connection: Connection, id_: str = "xx-a") -> int:
    """A revision that ann wrote and bob approved, in a sealed edition."""
    key = make_staff_draft(connection, id_)
    change(connection, key, state="in_review")
    approve(connection, key, by="bob")
    edition = open_edition(connection)
    publish(connection, key, edition)
    seal(connection, edition)
    return key


def published_seed(connection: Connection, id_: str = "xx-a") -> int:
    """A revision that nobody has approved yet, in a sealed edition."""
    key = make_draft(connection, "requirement", requirement(id_))
    approve(connection, key)
    edition = open_edition(connection)
    publish(connection, key, edition)
    seal(connection, edition)
    return key


@pytest.mark.parametrize("type_", SAMPLES)
def test_the_seed_goes_from_draft_to_an_edition_without_a_person(
    type_: str, shared_engine: Engine, filled: Filled
) -> None:
    sample = SAMPLES[type_][0]
    content = sample.model_copy(update={"id": f"{sample.model_dump()['id']}-9"})
    edition = filled.keys["second"]
    with writing(shared_engine) as connection:
        key = make_draft(connection, type_, content)
        approve(connection, key)
        publish(connection, key, edition)
        seal(connection, edition)
        found = connection.execute(select(Revision).where(Revision.key == key)).one()
        connection.rollback()
    assert (found.state, found.published_in, found.removed_in, found.approved_by) == (
        "published",
        edition,
        None,
        None,
    )
    assert (found.content, found.content_sha256) == freeze(type_, content)


def test_staff_publish_what_another_person_approved(engine: Engine) -> None:
    with writing(engine) as connection:
        key = published_by_staff(connection)
    found = look(engine, key)
    assert (found.state, found.approved_by, found.approved_at) == ("published", "bob", NOW)


def test_a_reviewer_sends_a_revision_back_and_its_rows_change_again(engine: Engine) -> None:
    with writing(engine) as connection:
        key = make_staff_draft(connection, "xx-a")
        change(connection, key, state="in_review")
        connection.execute(insert(RevisionEditor).values(revision_key=key, person="eve"))
        change(connection, key, state="draft")
        connection.execute(insert(TopicRow).values(revision_key=key, position=1, topic="fees"))
        change(connection, key, state="in_review")
        approve(connection, key, by="bob")
    assert '"fees"' in str(look(engine, key).content)


def test_an_approved_revision_goes_back_to_draft_and_is_frozen_anew(engine: Engine) -> None:
    with writing(engine) as connection:
        key = make_draft(connection, "requirement", requirement("xx-a"))
        approve(connection, key, by="bob")
        nothing = ("content", "content_sha256", "content_format", "approved_by", "approved_at")
        change(connection, key, state="draft", **dict.fromkeys(nothing))
        connection.execute(insert(TopicRow).values(revision_key=key, position=1, topic="fees"))
        approve(connection, key)
    assert '"fees"' in str(look(engine, key).content)


def test_a_newer_revision_takes_over_in_one_edition(engine: Engine) -> None:
    with writing(engine) as connection:
        old = published_by_staff(connection)
        new = make_staff_draft(connection, "xx-a")
        change(connection, new, state="in_review")
        approve(connection, new, by="bob")
        edition = open_edition(connection)
        remove(connection, old, edition, "superseded")
        publish(connection, new, edition)
        seal(connection, edition)
    assert (look(engine, old).removed_in, look(engine, new).published_in) == (2, 2)


def test_a_withdrawn_record_comes_back_in_a_later_edition(engine: Engine) -> None:
    with writing(engine) as connection:
        old = published_by_staff(connection)
        edition = open_edition(connection)
        remove(connection, old, edition, "withdrawn")
        seal(connection, edition)
        new = published_seed(connection)
    assert (look(engine, old).state, look(engine, old).removed_in) == ("withdrawn", 2)
    assert (look(engine, new).number, look(engine, new).published_in) == (2, 3)


@pytest.mark.parametrize("state", ["published", "superseded", "withdrawn"])
def test_a_redaction_takes_content_and_rows_and_leaves_the_hash(state: str, engine: Engine) -> None:
    with writing(engine) as connection:
        key = published_by_staff(connection)
        if state != "published":
            remove(connection, key, open_edition(connection), state)
    before = look(engine, key)
    with writing(engine) as connection:
        redact(connection, key)
        delete_rows(connection, "requirement", key)
    found = look(engine, key)
    assert (found.state, found.content) == (state, None)
    assert (found.content_sha256, found.content_format) == (before.content_sha256, 1)


def test_a_person_approves_what_the_seed_has_published(engine: Engine) -> None:
    with writing(engine) as connection:
        key = published_seed(connection)
        change(connection, key, approved_by="bob", approved_at=NOW)
    assert look(engine, key).approved_by == "bob"


def test_a_record_that_is_no_entry_needs_no_citation(engine: Engine) -> None:
    with writing(engine) as connection:
        key = make_draft(connection, "authority", SAMPLES["authority"][0])
        approve(connection, key)
        publish(connection, key, open_edition(connection))


def test_a_draft_is_deleted_after_its_rows(engine: Engine) -> None:
    with writing(engine) as connection:
        key = make_draft(connection, "procedure", SAMPLES["procedure"][1])
        delete_rows(connection, "procedure", key)
        assert connection.execute(delete(Revision).where(Revision.key == key)).rowcount == 1


def at_once(engine: Engine, first: Callable[[Connection], object], second: Callable[[Connection], object]) -> None:
    """Two writers: the second begins after the first has written and before it commits, and has to wait for it."""

    def write() -> None:
        with writing(engine) as connection:
            second(connection)

    with ThreadPoolExecutor(1) as pool:
        with writing(engine) as connection:
            first(connection)
            waiting = pool.submit(write)
            time.sleep(0.2)
            assert not waiting.done()
        waiting.result(timeout=10)


def test_a_review_waits_for_the_row_that_is_being_written(engine: Engine) -> None:
    with writing(engine) as connection:
        key = make_staff_draft(connection, "xx-a")
    row = insert(TopicRow).values(revision_key=key, position=1, topic="fees")
    at_once(engine, lambda one: one.execute(row), lambda other: change(other, key, state="in_review"))


def test_no_row_slips_into_a_draft_that_is_just_going_to_review(engine: Engine) -> None:
    with writing(engine) as connection:
        key = make_staff_draft(connection, "xx-a")
    row = insert(TopicRow).values(revision_key=key, position=1, topic="fees")
    with pytest.raises(IntegrityError, match="rows are added only to a draft"):
        at_once(engine, lambda one: change(one, key, state="in_review"), lambda other: other.execute(row))


def test_nobody_becomes_an_editor_of_what_they_are_just_approving(engine: Engine) -> None:
    with writing(engine) as connection:
        key = make_staff_draft(connection, "xx-a")
        change(connection, key, state="in_review")
    editor = insert(RevisionEditor).values(revision_key=key, person="bob")
    with pytest.raises(IntegrityError, match="gets editors only until it is approved"):
        at_once(engine, lambda one: approve(one, key, by="bob"), lambda other: other.execute(editor))


def test_nobody_approves_what_they_are_just_becoming_an_editor_of(engine: Engine) -> None:
    with writing(engine) as connection:
        key = make_staff_draft(connection, "xx-a")
        change(connection, key, state="in_review")
    editor = insert(RevisionEditor).values(revision_key=key, person="bob")
    with pytest.raises(IntegrityError, match="who edited a revision does not approve it"):
        at_once(engine, lambda one: one.execute(editor), lambda other: approve(other, key, by="bob"))


def test_nothing_slips_into_an_edition_that_is_just_being_sealed(engine: Engine) -> None:
    with writing(engine) as connection:
        key = make_draft(connection, "requirement", requirement("xx-a"))
        approve(connection, key)
        edition = open_edition(connection)
    with pytest.raises(IntegrityError, match="newest edition, while that is open"):
        at_once(engine, lambda one: seal(one, edition), lambda other: publish(other, key, edition))
