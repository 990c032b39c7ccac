"""Publishers who come at once queue: every edition has its own number and stands on the one before it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import Engine, select

from app.database.engine import reading, writing
from app.editions.publish import Published, PublishingRefused, publish
from app.knowledge.models import Edition, Revision
from tests.editions.life import at, draft, keys, record

LATER = at("2026-12-01T12:00:00")


def at_once(engine: Engine, publishers: list[list[int] | None]) -> list[Published | PublishingRefused]:
    """What becomes of publishers who begin together, each with its revisions (null: all approved)."""
    start = Barrier(len(publishers))

    def work(revisions: list[int] | None) -> Published | PublishingRefused:
        start.wait(timeout=30)
        try:
            with writing(engine) as connection:
                return publish(connection, at=LATER, note="a test", revisions=revisions)
        except PublishingRefused as refused:
            return refused

    with ThreadPoolExecutor(len(publishers)) as pool:
        return [done.result(timeout=60) for done in [pool.submit(work, one) for one in publishers]]


def approved(engine: Engine, *ids: str) -> list[int]:
    """Approved requirements of these ids; their revisions' keys."""
    with writing(engine) as connection:
        draft(connection, [record("requirement", id_) for id_ in ids])
    return [keys(engine, id_)[-1] for id_ in ids]


def chain(engine: Engine) -> list[tuple[int, str | None, str | None]]:
    """Number, previous head and head of every edition."""
    query = select(Edition.number, Edition.previous_sha256, Edition.head_sha256).order_by(Edition.number)
    with reading(engine) as connection:
        return [(number, previous, sealed) for number, previous, sealed in connection.execute(query)]


def test_publishers_with_their_own_revisions_make_an_edition_each(engine: Engine) -> None:
    mine = approved(engine, "xx-a", "xx-b", "xx-c", "xx-d")
    done = at_once(engine, [[key] for key in mine])
    published = [one for one in done if isinstance(one, Published)]
    assert sorted(one.number for one in published) == [2, 3, 4, 5]
    assert [one.changed for one in published] == [1, 1, 1, 1]
    editions = chain(engine)
    assert [number for number, _, _ in editions] == [1, 2, 3, 4, 5]
    assert [previous for _, previous, _ in editions] == [None, *(sealed for _, _, sealed in editions[:-1])]
    assert {one.number: one.sha256 for one in published} == {number: sealed for number, _, sealed in editions[1:]}


def test_of_two_who_publish_everything_one_finds_nothing_left(engine: Engine) -> None:
    mine = approved(engine, "xx-a", "xx-b")
    done = at_once(engine, [None, None])
    assert sorted(type(one).__name__ for one in done) == ["Published", "PublishingRefused"]
    assert [number for number, _, _ in chain(engine)] == [1, 2]
    with reading(engine) as connection:
        query = select(Revision.published_in).where(Revision.key.in_(mine))
        assert connection.scalars(query).all() == [2, 2]


def test_of_two_who_publish_the_same_revision_one_is_refused(engine: Engine) -> None:
    (key,) = approved(engine, "xx-a")
    done = at_once(engine, [[key], [key]])
    assert sorted(type(one).__name__ for one in done) == ["Published", "PublishingRefused"]
    assert [number for number, _, _ in chain(engine)] == [1, 2]


def test_a_reader_sees_an_edition_whole_or_not_at_all(engine: Engine) -> None:
    approved(engine, "xx-a")
    seen: list[list[tuple[int, str | None, str | None]]] = []
    look: Callable[[], None] = lambda: seen.append(chain(engine))  # noqa: E731
    with writing(engine) as connection:
        publish(connection, at=LATER, note="a test")
        look()
    look()
    assert [len(editions) for editions in seen] == [1, 2]
    assert all(sealed for editions in seen for _, _, sealed in editions)
