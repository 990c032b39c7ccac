"""The stored index: made with publishing, equal to one made in memory, true for every edition, rid of redactions."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, update

from app.database.engine import reading, writing
from app.editions.commands import seed_empty
from app.editions.publish import after_publishing
from app.search.index import unpacked
from app.search.models import SearchDocument, SearchEdition, SearchPosting
from app.search.stored import forget_index, index_seed, is_stored, store_index
from tests.conftest import opened
from tests.database.databases import Databases
from tests.editions.life import asking, edition, record, redact
from tests.intake.planted import plant

Data = dict[str, Any]


@pytest.fixture(autouse=True)
def _publishing_stores() -> None:
    after_publishing(store_index)


def found(engine: Engine, q: str, **more: Any) -> list[tuple[str, int]]:
    with asking(engine) as client:
        answer = client.get("/v1/search", params={"q": q, **more})
        assert answer.status_code == 200, answer.text
        return [(item["id"], item["score"]) for item in answer.json()["items"]]


def rewritten(id_: str, text: str) -> Any:
    return record("requirement", id_, title={"en": text, "ko": f"{text} 제목"}, statement={"en": text, "ko": text})


def test_publishing_stores_the_index_in_its_transaction(engine: Engine) -> None:
    published = edition(engine, rewritten("xx-dossier", "Zeppelin papers"))
    with reading(engine) as connection:
        assert is_stored(connection, published.number)


def test_what_is_stored_and_what_is_made_in_memory_answer_alike(engine: Engine) -> None:
    edition(engine, rewritten("xx-dossier", "Zeppelin papers"), rewritten("xx-new", "Zeppelin balloon"))
    questions = ("zeppelin", "Statement of xx-fee", "제목", "XX-FDA", "balloon papers")
    stored = [found(engine, q) for q in questions]
    assert any(stored)
    with writing(engine) as connection:
        forget_index(connection)
    assert [found(engine, q) for q in questions] == stored


def test_every_edition_is_searched_as_it_stood(engine: Engine) -> None:
    second = edition(engine, rewritten("xx-doomed", "Zeppelin papers"))
    third = edition(engine, rewritten("xx-doomed", "Submarine papers"), when="2026-12-02T12:00:00")
    gone = edition(engine, withdraw=[("xx-doomed", "a test")], when="2026-12-03T12:00:00")
    before = found(engine, "zeppelin", edition=second.number)
    assert [id_ for id_, _ in before] == ["xx-doomed"]
    assert found(engine, "zeppelin", edition=third.number) == []
    assert [id_ for id_, _ in found(engine, "submarine")] == []
    assert [id_ for id_, _ in found(engine, "submarine", edition=third.number)] == ["xx-doomed"]
    assert found(engine, "zeppelin", edition=gone.number) == []


def test_an_answer_from_an_edition_does_not_change_when_another_is_published(engine: Engine) -> None:
    second = edition(engine, rewritten("xx-dossier", "Zeppelin papers"), rewritten("xx-fee", "Zeppelin fee"))
    before = found(engine, "zeppelin papers", edition=second.number)
    edition(engine, *(rewritten(f"xx-more-{n}", "Zeppelin papers") for n in range(5)), when="2026-12-02T12:00:00")
    assert found(engine, "zeppelin papers", edition=second.number) == before


def test_what_was_redacted_is_not_found_and_its_words_leave_with_the_next_publishing(engine: Engine) -> None:
    edition(engine, rewritten("xx-dossier", "Zeppelin papers"))
    redact(engine, "xx-dossier")
    assert found(engine, "zeppelin") == []
    edition(engine, rewritten("xx-fee", "Another fee"), when="2026-12-30T12:00:00")
    with reading(engine) as connection:
        held = connection.scalar(select(func.count()).where(SearchPosting.token == "zeppelin"))
    assert held == 0


def test_an_index_made_with_other_words_is_not_used_and_made_anew(engine: Engine) -> None:
    edition(engine, rewritten("xx-dossier", "Zeppelin papers"))
    with writing(engine) as connection:
        connection.execute(update(SearchEdition).values(version="older"))
        connection.execute(update(SearchPosting).values(impacts=b""))
        assert not is_stored(connection, 2)
    assert [id_ for id_, _ in found(engine, "zeppelin")] == ["xx-dossier"]
    with writing(engine) as connection:
        store_index(connection, 2)
        assert is_stored(connection, 1)
        assert is_stored(connection, 2)
    assert [id_ for id_, _ in found(engine, "zeppelin")] == ["xx-dossier"]


def test_taking_in_twice_changes_nothing(engine: Engine) -> None:
    edition(engine, rewritten("xx-dossier", "Zeppelin papers"))
    with writing(engine) as connection:
        before = connection.scalar(select(func.count()).select_from(SearchDocument))
        assert store_index(connection, 2) == 0
        assert connection.scalar(select(func.count()).select_from(SearchDocument)) == before


def test_many_revisions_are_read_by_several_processes_into_the_same_index(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition(engine, *(rewritten(f"xx-more-{n}", f"Zeppelin papers {n}") for n in range(9)))
    alone = postings(engine)
    monkeypatch.setattr("app.search.stored._READ", 4)  # so that there is more than one process reads by itself
    with writing(engine) as connection:
        forget_index(connection)
        taken = store_index(connection, 2)
    assert taken == len({key for held, _ in alone.values() for key in held})
    assert postings(engine) == alone


def postings(engine: Engine) -> dict[str, tuple[tuple[int, ...], bytes]]:
    """The index, whatever its segments."""
    found: dict[str, tuple[tuple[int, ...], bytes]] = {}
    query = select(SearchPosting.token, SearchPosting.keys, SearchPosting.impacts)
    with reading(engine) as connection:
        for token, keys, impacts in connection.execute(query.order_by(SearchPosting.token, SearchPosting.segment)):
            before = found.get(token, ((), b""))
            found[token] = (*before[0], *unpacked(keys)), before[1] + impacts
    return found


def test_a_large_seed_is_taken_in_while_it_is_seeded(
    databases: Databases, migrated: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = plant(tmp_path)
    monkeypatch.setattr("app.search.stored._READ", 3)
    monkeypatch.setattr("app.search.stored._SMALL", 4)

    def seeded() -> dict[str, tuple[tuple[int, ...], bytes]]:
        with opened(databases, databases.copy(migrated)) as fresh:
            with writing(fresh) as connection:
                seed_empty(connection, directory, lambda _: None)
            return postings(fresh)

    afterwards = seeded()
    monkeypatch.setattr("app.editions.commands._accompanying", [index_seed])
    monkeypatch.setattr("app.editions.publish._following", [])
    assert seeded() == afterwards != {}
