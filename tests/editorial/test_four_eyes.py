"""Whatever people of whatever roles do, in whatever order: nothing is published that one person alone has seen."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Engine, func, select, text, update
from sqlalchemy.exc import IntegrityError

from app.access.faults import Refused
from app.access.people import create_person, find_person
from app.access.work import Work
from app.audit.models import AuditRow
from app.database.engine import open_engine, reading, writing
from app.editions.publish import PublishingRefused, publish
from app.editorial.revisions import drafts, review
from app.editorial.revisions.drafts import Edit
from app.editorial.revisions.held import Held, held
from app.editorial.revisions.review import Meaning
from app.editorial.workflow import Step, next_steps, require
from app.knowledge.models import Revision, RevisionEditor
from app.vocabulary.lists import State
from tests.database.databases import Databases
from tests.editorial.desk import NOON, STAFF, Office, told
from tests.editorial.facts import NEW, new

PEOPLE = st.sampled_from(sorted(STAFF))
TEXTS = st.sampled_from(["one", "two", "three"])

UNSEEN = text(
    "SELECT count(*) FROM revision WHERE state IN ('approved', 'published', 'superseded', 'withdrawn') AND origin <>"
    " 'seed' AND (approved_by IS NULL OR approved_by IN (SELECT person FROM revision_editor WHERE revision_key = key)"
    " OR NOT EXISTS (SELECT 1 FROM revision_editor WHERE revision_key = key))"
)
"""Revisions that went further than one person can take them."""


class Life(RuleBasedStateMachine):
    """One fact after another, in the hands of everybody."""

    engine: Engine
    number = 0

    @initialize()
    def begin(self) -> None:
        """A fact of its own for every example; the database is one."""
        type(self).number += 1
        self.id = f"xx-fact-{type(self).number}"
        self.key: int | None = None
        self.edited_by: set[str] = set()
        self.minutes = type(self).number * 60
        self.refusable = False

    def work(self, name: str, do: Callable[[Work], object]) -> bool:
        """Let a person do something, and say whether they could."""
        self.minutes += 1
        try:
            with writing(self.engine) as connection:
                person = find_person(connection, name)
                assert person is not None
                do(Work(connection, person, NOON + timedelta(minutes=self.minutes)))
        except (Refused, PublishingRefused):
            return False
        return True

    def one(self, work: Work) -> Held:
        """The fact's revision, locked."""
        assert self.key is not None
        return held(work.connection, self.key, lock=True)

    @precondition(lambda self: self.key is None)
    @rule(name=st.sampled_from(["ed", "eve", "rae", "pia", "ada"]))
    def start(self, name: str) -> None:
        """Somebody writes it."""

        def do(work: Work) -> None:
            self.key = drafts.start(work, "requirement", new(id=self.id), reason="new").key

        assert self.work(name, do)
        self.edited_by = {name}

    @precondition(lambda self: self.key is not None)
    @rule(name=PEOPLE, step=st.sampled_from(Step), words=TEXTS)
    def try_anything(self, name: str, step: Step, words: str) -> None:
        """Somebody tries a step, whether it is theirs or not."""
        self.take(name, step, words)

    @precondition(lambda self: self.key is not None)
    @rule(name=st.sampled_from(["ed", "rae", "pia", "ada"]), place=st.integers(0, 5), words=TEXTS)
    def go_on(self, name: str, place: int, words: str) -> None:
        """Somebody takes a step that is offered to them."""
        with reading(self.engine) as connection:
            person = find_person(connection, name)
            assert person is not None
            assert self.key is not None
            offered = next_steps(held(connection, self.key).situation, person)
        if offered:
            assert self.take(name, offered[place % len(offered)], words) or self.refusable

    @precondition(lambda self: self.key is not None)
    @rule(editor=PEOPLE, reviewer=PEOPLE, publisher=PEOPLE)
    def hurry(self, editor: str, reviewer: str, publisher: str) -> None:
        """Three people, or two, or one, try to have it published at once."""
        for name, step in ((editor, Step.submit), (reviewer, Step.approve), (publisher, Step.publish)):
            self.take(name, step, "in a hurry")

    def take(self, name: str, step: Step, words: str) -> bool:
        """Let somebody take a step, and remember who edited; whether they could."""
        self.refusable = step in (Step.submit, Step.publish)  # also for what the content says
        editor = name in self.edited_by
        if not self.work(name, lambda work: self.do(work, step, f"{words} by {name}")):
            return False
        assert not (step == Step.approve and editor)
        if step == Step.edit:
            self.edited_by.add(name)
        if step == Step.discard:
            self.key, self.edited_by = None, set()
            self.id += "-again"
        return True

    def do(self, work: Work, step: Step, words: str) -> None:
        """One step, as the routes take it."""
        one = self.one(work)
        match step:
            case Step.edit:
                drafts.change(work, one, Edit("edit", {"note": {"en": words}}))
            case Step.approve:
                review.approve(work, one, reason="right", meaning=Meaning.approved)
            case Step.discard:
                drafts.discard(work, one, reason="no use")
            case Step.publish:
                require(Step.publish, one.situation, work.person)
                publish(work.connection, at=work.at, note="a test")
            case _:
                getattr(review, step)(work, one, reason=step)

    @precondition(lambda self: self.key is not None)
    @rule(name=PEOPLE)
    def correct(self, name: str) -> None:
        """Somebody begins to correct it."""
        patch = {"condition": {"en": f"By {name}, {self.minutes}"}}

        def do(work: Work) -> None:
            self.key = drafts.correct(work, "requirement", self.id, Edit("wrong", patch)).held.key

        if self.work(name, do):
            self.edited_by = {name}

    @invariant()
    def two_have_seen_whatever_is_approved(self) -> None:
        """Look into the database itself."""
        with reading(self.engine) as connection:
            assert connection.scalar(UNSEEN) == 0
            if self.key is not None:
                query = select(RevisionEditor.person).where(RevisionEditor.revision_key == self.key)
                assert set(connection.scalars(query)) == self.edited_by


def test_nothing_is_published_that_one_person_alone_has_seen(databases: Databases, small: str) -> None:
    address = databases.copy(small)
    engine = open_engine(address)
    with writing(engine) as connection:
        for name, role in STAFF.items():
            create_person(connection, name, role, at=NOON)
    Life.engine = engine
    try:
        settings_ = settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            database=None,
            derandomize=True,  # so that the check below, that every step was reached, holds or does not
            suppress_health_check=list(HealthCheck),
        )
        run = Life.TestCase
        run.settings = settings_
        run().runTest()
        with reading(engine) as connection:
            reached = set(connection.scalars(select(AuditRow.action).distinct()))
            published = connection.scalar(select(func.count()).where(Revision.published_in > 1))
        assert reached >= {f"revision.{word}" for word in ("approve", "reject", "recall", "void-approval", "discard")}
        assert published
    finally:
        engine.dispose()
        databases.drop(address)


@pytest.mark.parametrize("name", ["rae", "pia", "ada"])
def test_the_database_refuses_an_editors_approval_whatever_the_door(desk: Office, name: str) -> None:
    one = desk.start(NEW, name)
    told(desk.step(name, one["id"], "submit"))
    frozen = {"content": "{}", "content_sha256": "x", "content_format": 1}
    values = {**frozen, "state": State.approved, "approved_by": name, "approved_at": NOON}
    with pytest.raises(IntegrityError, match="who edited a revision does not approve it"), desk.working(name) as work:
        work.connection.execute(update(Revision).where(Revision.key == one["id"]).values(**values))
