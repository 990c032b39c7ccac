"""Publishing takes what is approved and nothing else, all of it or nothing."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import IntegrityError

from app.database.engine import reading, writing
from app.editions.publish import Published, PublishingRefused, Withdrawal, head, publish
from app.intake.drafts import draft_records
from app.intake.seed import SeedRecord
from app.knowledge.models import Edition, Revision
from tests.database.records import approve, change, make_draft
from tests.editions.life import FIRST_DAY, at, draft, edition, keys, record
from tests.intake.tables import tables

LATER = at("2026-12-01T12:00:00")


def refused(
    engine: Engine,
    match: str,
    *records: SeedRecord,
    when: str = "2026-12-01T12:00:00",
    revisions: Sequence[int] | None = None,
    withdraw: Sequence[tuple[str, str]] = (),
) -> None:
    """Publishing this is refused, and nothing is written."""
    before = tables(engine)
    leaving = [Withdrawal(type_, id_, "a reason") for type_, id_ in withdraw]

    def work() -> None:
        with writing(engine) as connection:
            draft(connection, records)
            publish(connection, at=at(when), note="a test", revisions=revisions, withdrawals=leaving)

    with pytest.raises(PublishingRefused, match=match):
        work()
    assert tables(engine) == before


def approved(engine: Engine, *records: SeedRecord) -> list[int]:
    """Approve records without publishing them; the keys of their newest revisions."""
    with writing(engine) as connection:
        draft(connection, records)
    return [keys(engine, one.id)[-1] for one in records]


def state(engine: Engine, key: int) -> tuple[str, int | None, int | None]:
    """State of a revision, the edition that brought it and the one that removed it."""
    with reading(engine) as connection:
        query = select(Revision.state, Revision.published_in, Revision.removed_in).where(Revision.key == key)
        found, published, removed = connection.execute(query).one()
    return found, published, removed


def test_nothing_approved_is_refused(still: Engine) -> None:
    refused(still, "nothing is approved")


def test_drafts_and_what_is_in_review_are_not_published(engine: Engine) -> None:
    with writing(engine) as connection:
        draft_records(connection, [record("requirement", "xx-a")], at=LATER, reason="", progress=lambda _: None)
        key = make_draft(connection, "requirement", record("requirement", "xx-b").content, origin="staff")
        change(connection, key, state="in_review")
    refused(engine, "nothing is approved")


def test_all_that_is_approved_is_published(engine: Engine) -> None:
    one, two = approved(engine, record("requirement", "xx-a"), record("term", "xx-b"))
    published = edition(engine)
    assert (published.number, published.changed, published.withdrawn) == (2, 2, 0)
    assert state(engine, one) == state(engine, two) == ("published", 2, None)


def test_staff_and_seed_are_published_together(engine: Engine) -> None:
    with writing(engine) as connection:
        content = record("requirement", "xx-staff").content
        key = make_draft(connection, "requirement", content, origin="staff", editors=["ann"])
        change(connection, key, state="in_review")
        approve(connection, key, by="bob")
    assert edition(engine, record("requirement", "xx-a")).changed == 2
    assert state(engine, key) == ("published", 2, None)


def test_only_named_revisions_are_published(engine: Engine) -> None:
    one, two = approved(engine, record("requirement", "xx-a"), record("requirement", "xx-b"))
    with writing(engine) as connection:
        assert publish(connection, at=LATER, note="a test", revisions=[two]).changed == 1
    assert state(engine, one) == ("approved", None, None)
    assert state(engine, two) == ("published", 2, None)


def test_a_named_revision_must_be_approved(engine: Engine) -> None:
    (one,) = approved(engine, record("requirement", "xx-a"))
    (published,) = keys(engine, "xx-fee")
    refused(engine, "not approved", revisions=[one, published])
    refused(engine, "not approved", revisions=[one, 1_000_000])
    refused(engine, "nothing is approved", revisions=[])


def test_a_revision_that_is_named_twice_is_published_once(engine: Engine) -> None:
    (one,) = approved(engine, record("requirement", "xx-a"))
    with writing(engine) as connection:
        assert publish(connection, at=LATER, note="a test", revisions=[one, one]).changed == 1


def test_an_edition_is_not_older_than_the_one_before(engine: Engine) -> None:
    refused(engine, "older", record("requirement", "xx-a"), when="2026-11-22T23:59:59")
    assert edition(engine, record("requirement", "xx-a"), when=FIRST_DAY).number == 2


def test_a_new_revision_takes_the_place_of_the_old_one(engine: Engine) -> None:
    published = edition(engine, record("requirement", "xx-dossier", statement="Now 6 modules."))
    old, new = keys(engine, "xx-dossier")
    assert (published.number, published.changed) == (2, 1)
    assert state(engine, old) == ("superseded", 1, 2)
    assert state(engine, new) == ("published", 2, None)


def test_the_newest_edition_is_the_head(engine: Engine) -> None:
    edition(engine, record("requirement", "xx-a"))
    published = edition(engine, record("requirement", "xx-b"))
    assert isinstance(published, Published)
    with reading(engine) as connection:
        assert head(connection) == published.number == 3
        assert connection.scalars(select(Edition.number).order_by(Edition.number)).all() == [1, 2, 3]


@pytest.mark.parametrize(
    ("values", "target"),
    [
        ({"citations": [{"source": "xx-lost"}]}, "no source xx-lost"),
        ({"topics": ["lost"]}, "no topic lost"),
        ({"product_types": ["lost"]}, "no product_type lost"),
        ({"country": "ZZ"}, "no jurisdiction ZZ"),
        ({"replaces": ["xx-lost"]}, "no entry xx-lost"),
        ({"replaces": ["xx-gap"]}, "no entry xx-gap"),
        ({"documents": [{"id": "cpp", "as_written": "CPP"}]}, "no document cpp"),
        ({"amended_by": [{"record": "xx-lost", "part": "a", "reason": "b"}]}, "no record xx-lost"),
    ],
)
def test_a_reference_to_nothing_is_refused(still: Engine, values: dict[str, Any], target: str) -> None:
    refused(still, f"requirement xx-a .*: {target} in this edition", record("requirement", "xx-a", **values))


def test_a_reference_to_what_is_approved_but_not_named_is_refused(engine: Engine) -> None:
    source, entry = approved(
        engine, record("source", "xx-new"), record("requirement", "xx-a", citations=[{"source": "xx-new"}])
    )
    refused(engine, "no source xx-new", revisions=[entry])
    with writing(engine) as connection:
        assert publish(connection, at=LATER, note="a test", revisions=[entry, source]).changed == 2


@pytest.mark.parametrize(
    ("leaving", "message"),
    [
        (("source", "xx-law"), "no source xx-law in this edition"),
        (("topic", "fees"), "no topic fees in this edition"),
        (("product_type", "biologic"), "no product_type biologic in this edition"),
        (("requirement", "xx-dossier"), "gap xx-gap /entries/0: no entry xx-dossier"),
        (("jurisdiction", "YY"), "no jurisdiction YY in this edition"),
    ],
)
def test_what_others_point_at_is_not_withdrawn(still: Engine, leaving: tuple[str, str], message: str) -> None:
    refused(still, message, withdraw=[leaving])


def test_a_cited_source_leaves_together_with_all_that_cite_it(engine: Engine) -> None:
    refused(engine, "no source xx-news", withdraw=[("source", "xx-news")])
    published = edition(engine, withdraw=[("xx-news", "gone"), ("xx-doomed", "its source is gone")])
    assert (published.changed, published.withdrawn) == (0, 2)


def test_what_nobody_points_at_any_more_can_be_withdrawn(engine: Engine) -> None:
    cites_another = record("requirement", "xx-doomed", citations=[{"source": "xx-law"}])
    assert edition(engine, cites_another, withdraw=[("xx-news", "no longer cited")]).number == 2


@pytest.mark.parametrize("leaving", [("requirement", "xx-lost"), ("policy", "xx-dossier")])
def test_what_is_not_published_cannot_be_withdrawn(still: Engine, leaving: tuple[str, str]) -> None:
    refused(still, f"{leaving[0]} {leaving[1]} is not published", withdraw=[leaving])


def test_what_was_withdrawn_cannot_be_withdrawn_again(engine: Engine) -> None:
    edition(engine, withdraw=[("xx-doomed", "wrong")])
    refused(engine, "xx-doomed is not published", withdraw=[("requirement", "xx-doomed")])


def test_an_entry_without_citation_is_refused_and_leaves_nothing(still: Engine) -> None:
    before = tables(still)
    with pytest.raises(IntegrityError, match="only with a citation"):
        edition(still, record("requirement", "xx-a"), record("requirement", "xx-b", citations=[]))
    assert tables(still) == before


def stop(*_: object) -> None:
    """What happens when the machine stops."""
    raise RuntimeError("the machine stops here")


@pytest.mark.parametrize("step", ["part_text", "head_text", "_supersede", "dead_references"])
def test_a_failure_midway_leaves_nothing(still: Engine, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    before = tables(still)
    monkeypatch.setattr(f"app.editions.publish.{step}", stop)
    with pytest.raises(RuntimeError, match="stops here"):
        edition(still, record("requirement", "xx-dossier", statement="Now 6 modules."))
    assert tables(still) == before


def test_the_number_of_an_edition_that_failed_is_used_next(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    six = record("requirement", "xx-dossier", statement="Now 6 modules.")
    with monkeypatch.context() as patched:
        patched.setattr("app.editions.publish.head_text", stop)
        with pytest.raises(RuntimeError, match="stops here"):
            edition(engine, six)
    assert edition(engine, six).number == 2


def test_an_edition_that_was_left_open_holds_up_the_next(engine: Engine) -> None:
    with writing(engine) as connection:
        (before,) = connection.scalars(select(Edition.head_sha256)).all()
        connection.execute(insert(Edition).values(number=2, published_at=LATER, note="", previous_sha256=before))
    with pytest.raises(IntegrityError, match="not sealed yet"):
        edition(engine, record("requirement", "xx-a"))


def test_two_approved_revisions_of_one_record_are_refused(engine: Engine) -> None:
    with writing(engine) as connection:
        for fee in ("40,000", "50,000"):
            content = record("requirement", "xx-fee", statement=f"The fee is {fee}.").content
            key = make_draft(connection, "requirement", content, origin="staff", editors=["ann"])
            change(connection, key, state="in_review")
            approve(connection, key, by="bob")
    refused(engine, "two revisions of one record are approved, requirement xx-fee")
