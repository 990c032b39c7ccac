"""The manifest vouches for an edition: anybody can check it, and each head names the head before it."""

import hashlib
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select
from starlette.testclient import TestClient

from app.database.engine import open_engine, reading, writing
from app.editions.commands import seed_empty
from app.knowledge.models import Revision
from tests.conftest import SEED, client_of, opened
from tests.contract.asking import ON_POSTGRESQL
from tests.database.databases import Databases
from tests.editions.life import FIRST, FIRST_DAY, asking, edition, record
from tests.intake.tables import Tables, tables


@pytest.fixture(scope="module")
def first(still: Engine) -> Iterator[TestClient]:
    """A client of edition 1."""
    with asking(still) as client:
        yield client


def sha256(text: str) -> str:
    """The hash of a text, as `sha256sum` prints it."""
    return hashlib.sha256(text.encode()).hexdigest()


def head(client: TestClient, number: int) -> str:
    """The text of an edition's head."""
    return client.get(f"/v1/editions/{number}/manifest").text


def parts(client: TestClient, number: int) -> dict[str, str]:
    """The texts of an edition's parts, by name, checked against the head."""
    named = [line.split("  ") for line in head(client, number).splitlines()[3:]]
    texts = {name: client.get(f"/v1/editions/{number}/manifest/{name}").text for _, name in named}
    assert {name: sha256(text) for name, text in texts.items()} == {name: hash_ for hash_, name in named}
    return {name.removesuffix(".txt"): text for name, text in texts.items()}


def lines(text: str) -> dict[str, tuple[str, str]]:
    """Revision and hash of the records of a part, by type and id."""
    split = [line.split(" ") for line in text.splitlines()]
    return {f"{type_} {id_}": (revision, hash_) for type_, id_, revision, hash_ in split}


def test_the_head_says_what_edition_it_is_and_what_it_holds(first: TestClient) -> None:
    rows = head(first, 1).splitlines()
    assert rows[:3] == ["edition 1", "published_at 2026-11-23T00:00:00Z", "previous_head none"]
    assert [row.split("  ")[1] for row in rows[3:]] == ["XX.txt", "YY.txt", "common.txt"]
    assert head(first, 1).endswith("\n")


def test_a_part_has_a_sorted_line_for_every_record(first: TestClient) -> None:
    found = parts(first, 1)
    texts = "".join(found.values())
    assert sorted(lines(texts)) == sorted(f"{one.type} {one.id}" for one in FIRST)
    for text in found.values():
        rows = text.encode().splitlines()
        assert rows == sorted(rows)
    assert set(lines(found["YY"])) == {"requirement yy-one"}


def test_each_line_carries_the_hash_of_the_content(first: TestClient, still: Engine) -> None:
    with reading(still) as connection:
        contents = connection.scalars(select(Revision.content)).all()
    hashes = {hash_ for text in parts(first, 1).values() for _, hash_ in lines(text).values()}
    assert hashes == {sha256(content or "") for content in contents}


def test_the_hash_of_the_head_is_the_editions(first: TestClient) -> None:
    answer = first.get("/v1/editions/1").json()
    assert answer["sha256"] == sha256(head(first, 1))
    assert first.get("/v1/entries").json()["meta"]["edition_sha256"] == answer["sha256"]
    assert [part["sha256"] for part in answer["parts"]] == [
        sha256(text) for _, text in sorted(parts(first, 1).items())
    ]
    assert [part["records"] for part in answer["parts"]] == [
        text.count("\n") for _, text in sorted(parts(first, 1).items())
    ]


def test_each_head_names_the_head_before_it(client: TestClient, engine: Engine) -> None:
    first = sha256(head(client, 1))
    second = edition(engine, record("requirement", "xx-a"), when="2026-12-01T09:30:00+09:00")
    edition(engine, record("requirement", "xx-b"), when="2026-12-02T00:00:00")
    assert head(client, 2).splitlines()[:3] == [
        "edition 2",
        "published_at 2026-12-01T00:30:00Z",
        f"previous_head {first}",
    ]
    assert sha256(head(client, 2)) == second.sha256
    assert head(client, 3).splitlines()[2] == f"previous_head {second.sha256}"
    assert client.get("/v1/editions/3").json()["previous_sha256"] == second.sha256


def test_parts_that_are_not_touched_carry_over(client: TestClient, engine: Engine) -> None:
    before = parts(client, 1)
    edition(engine, record("requirement", "xx-dossier", statement="Now 6 modules."))
    after = parts(client, 2)
    assert (after["YY"], after["common"]) == (before["YY"], before["common"])
    changed = {name for name, line in lines(after["XX"]).items() if lines(before["XX"]).get(name) != line}
    assert changed == {"requirement xx-dossier"}
    assert lines(after["XX"])["requirement xx-dossier"][0] == "2"


def test_an_edition_keeps_its_manifest_when_another_comes(client: TestClient, engine: Engine) -> None:
    before = head(client, 1), parts(client, 1)
    edition(engine, record("requirement", "xx-dossier", statement="Now."), withdraw=[("xx-doomed", "wrong")])
    assert (head(client, 1), parts(client, 1)) == before


def test_what_is_withdrawn_leaves_the_manifest(client: TestClient, engine: Engine) -> None:
    edition(engine, withdraw=[("xx-doomed", "wrong")])
    assert "requirement xx-doomed" not in lines(parts(client, 2)["XX"])
    assert "requirement xx-doomed" in lines(parts(client, 1)["XX"])


def test_a_part_that_holds_nothing_any_more_is_left_out(client: TestClient, engine: Engine) -> None:
    edition(engine, withdraw=[("yy-one", "wrong")])
    assert set(parts(client, 2)) == {"XX", "common"}
    assert client.get("/v1/editions/2/manifest/YY.txt").status_code == 404
    assert client.get("/v1/editions/1/manifest/YY.txt").status_code == 200


def test_an_entry_that_moves_to_another_country_changes_part(client: TestClient, engine: Engine) -> None:
    edition(engine, record("requirement", "xx-fee", part="YY", country="YY", topics=["fees"]))
    after = parts(client, 2)
    assert "requirement xx-fee" not in lines(after["XX"])
    assert lines(after["YY"])["requirement xx-fee"][0] == "2"
    assert client.get("/v1/entries/xx-fee").json()["country"] == "YY"


@pytest.fixture
def second_seeding(databases: Databases, migrated: str) -> Iterator[Engine]:
    """The whole seed, taken in once more from its files."""
    with opened(databases, databases.copy(migrated)) as engine:
        with writing(engine) as connection:
            seed_empty(connection, SEED, lambda _: None)
        yield engine


def _of_the_seed(engine: Engine) -> Tables:
    """What the files made of the tables: not the trail, which tells when, nor what is derived from editions or signs
    them.
    """
    beside = ("audit_row", "search_", "signing_key", "edition_signature", "outbox")
    return {name: rows for name, rows in tables(engine).items() if not name.startswith(beside)}


@pytest.mark.skipif(
    ON_POSTGRESQL, reason="there, the seed of SQLite is the second: tests/contract/test_both_engines.py"
)
def test_two_seedings_give_equal_manifests_and_contents(second_seeding: Engine, seeded_engine: Engine) -> None:
    assert _of_the_seed(second_seeding) == _of_the_seed(seeded_engine)
    with asking(second_seeding) as one, asking(seeded_engine) as other:
        assert head(one, 1) == head(other, 1)
        assert parts(one, 1) == parts(other, 1)
        assert len(lines("".join(parts(one, 1).values()))) > 500


def test_the_same_records_in_another_order_give_the_same_manifest(
    databases: Databases, migrated: str, first: TestClient
) -> None:
    address = databases.copy(migrated)
    engine = open_engine(address)
    edition(engine, *reversed(FIRST), when=FIRST_DAY, note="another note")
    engine.dispose()
    with client_of(address) as other:
        assert (head(other, 1), parts(other, 1)) == (head(first, 1), parts(first, 1))
    databases.drop(address)
