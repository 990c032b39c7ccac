"""What the seed says is what the database holds and what the API answers, word for word and number for number."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, select
from starlette.testclient import TestClient

from app.database.engine import reading
from app.intake.seed import Seed, SeedRecord
from app.knowledge.freeze import freeze, thaw
from app.knowledge.models import Record, Revision
from app.knowledge.rows import read_contents
from app.knowledge.schemas import CONTENT_MODELS
from app.vocabulary.lists import ENTRY_KINDS

Data = dict[str, Any]

LISTS = {
    "source": "/v1/sources?limit=200",
    "gap": "/v1/gaps?limit=200",
    "disagreement": "/v1/disagreements?limit=200",
    "authority": "/v1/authorities",
    "jurisdiction": "/v1/countries",
    "product_type": "/v1/product-types",
    "topic": "/v1/topics",
    "document": "/v1/documents",
}
NOT_SHOWN = {"citations", "synonyms"}
LANGUAGES = ["en", "ko"]


def shown(value: Any, language: str) -> Any:
    """A content as an answer has to show it: each text in the language, or in its original."""
    if isinstance(value, list):
        return [shown(item, language) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"en", "ko", "original", "translation"}:
        return value[language] or value[value["original"]]
    return {name: shown(item, language) for name, item in value.items()}


def content(record: SeedRecord, language: str) -> Data:
    """What an answer has to show of a record of the seed."""
    data: Data = shown(record.content.model_dump(mode="json"), language)
    return {name: value for name, value in data.items() if name not in NOT_SHOWN}


def everything(client: TestClient, address: str, language: str) -> Iterator[Data]:
    """All items of a list, over all its pages."""
    answer = client.get(f"{address}{'&' if '?' in address else '?'}lang={language}").json()
    while True:
        yield from answer["items"]
        if answer["next"] is None:
            return
        answer = client.get(address, params={"lang": language, "cursor": answer["next"], "limit": 200}).json()


def test_every_record_is_stored_as_the_seed_says_it(seeded_engine: Engine, seed: Seed) -> None:
    query = select(Record.type, Record.id, Revision.key, Revision.content, Revision.content_sha256)
    by_type: dict[str, list[int]] = defaultdict(list)
    with reading(seeded_engine) as connection:
        rows = connection.execute(query.join(Revision, Revision.record_key == Record.key)).all()
        for row in rows:
            by_type[row.type].append(row.key)
        typed = {key: one for type_, keys in by_type.items() for key, one in _read(connection, type_, keys)}
    stored = {(row.type, row.id): row for row in rows}
    assert len(stored) == len(rows) == len(seed.records) > 500
    for record in seed.records:
        row = stored[record.type, record.id]
        assert typed[row.key] == record.content
        assert (row.content, row.content_sha256) == freeze(record.type, record.content)
        thawed = {name: value for name, value in thaw(row.content).items() if name not in ("type", "content_format")}
        assert CONTENT_MODELS[record.type].model_validate(thawed) == record.content


def _read(connection: Any, type_: str, keys: list[int]) -> Iterator[tuple[int, Any]]:
    yield from read_contents(connection, type_, keys).items()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_answered_as_the_seed_says_it(client: TestClient, seed: Seed, language: str) -> None:
    items = {item["id"]: item for item in everything(client, "/v1/entries?limit=200", language)}
    entries = [record for record in seed.records if record.type in ENTRY_KINDS]
    assert items.keys() == {record.id for record in entries}
    for record in entries:
        item = items[record.id]
        expected = content(record, language)
        assert {name: item[name] for name in expected} == expected
        cited = [{name: source[name] for name in ("id", "locator", "supports")} for source in item["sources"]]
        dumped = record.content.model_dump()["citations"]
        assert cited == [
            {"id": one["source"], "locator": one["locator"], "supports": one["supports"]} for one in dumped
        ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("type_", LISTS)
def test_every_supporting_record_is_answered_as_the_seed_says_it(
    client: TestClient, seed: Seed, type_: str, language: str
) -> None:
    items = {item["id"]: item for item in everything(client, LISTS[type_], language)}
    records = [record for record in seed.records if record.type == type_]
    assert items.keys() == {record.id for record in records}
    for record in records:
        expected = content(record, language)
        assert {name: items[record.id][name] for name in expected} == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_membership_is_answered_as_the_seed_says_it(client: TestClient, seed: Seed, language: str) -> None:
    authorities = everything(client, "/v1/authorities", language)
    items = {item["id"]: item for authority in authorities for item in authority["memberships"]}
    records = [record for record in seed.records if record.type == "membership"]
    assert items.keys() == {record.id for record in records}
    for record in records:
        expected = content(record, language)
        del expected["jurisdiction"]
        assert {name: items[record.id][name] for name in expected} == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_is_answered_as_the_seed_says_it(client: TestClient, seed: Seed, language: str) -> None:
    listed = everything(client, "/v1/events?limit=200", language)
    events = [client.get(f"/v1/events/{one['id']}", params={"lang": language}).json() for one in listed]
    sessions = [session for event in events for session in event["sessions_in_full"]]
    statements = [statement for session in sessions for statement in session["statements"]]
    for type_, items, parent in (
        ("event", events, ""),
        ("session", sessions, "event"),
        ("statement", statements, "session"),
    ):
        by_id = {item["id"]: item for item in items}
        records = [record for record in seed.records if record.type == type_ and _public(record)]
        assert by_id.keys() == {record.id for record in records}
        for record in records:
            expected = {name: value for name, value in content(record, language).items() if name != parent}
            assert {name: by_id[record.id][name] for name in expected} == expected


def _public(record: SeedRecord) -> bool:
    return record.content.model_dump().get("disclosure") != "internal"


def test_the_seed_holds_no_type_of_record_that_nothing_here_compares(seed: Seed) -> None:
    compared = ENTRY_KINDS | LISTS.keys() | {"membership", "group", "event", "session", "statement"}
    assert {record.type for record in seed.records} <= compared
