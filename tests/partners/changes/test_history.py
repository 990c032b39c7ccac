"""Whatever happens to an atlas, a copy that takes in the changes holds what the manifest lists, hash by hash."""

import hashlib
import json
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from starlette.testclient import TestClient

from app.database.engine import open_engine
from app.editions.history import _flat
from app.knowledge.models import Record, Revision
from tests.contract.asking import ask
from tests.database.databases import Databases
from tests.editions.life import asking, edition, record, redact

Data = dict[str, Any]
Copy = dict[tuple[str, str], Data]

NAMES = ("xx-a", "xx-b", "xx-c")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["write", "write", "withdraw", "redact"]),
        st.sampled_from(NAMES),
        st.sampled_from(["One.", "Two.", "Three."]),
    ),
    min_size=1,
    max_size=7,
)


def live(engine: Engine) -> dict[str, bool]:
    """Records of ours by id: are they live?"""
    query = select(Record.id, Revision.removed_in, Revision.published_in).join(
        Revision, Revision.record_key == Record.key
    )
    found: dict[str, bool] = {}
    with engine.connect() as connection:
        for id_, removed, published in connection.execute(query):
            found[id_] = found.get(id_, False) or (published is not None and removed is None)
    return found


def act(engine: Engine, what: str, name: str, text: str, month: int) -> None:
    """One thing that happens, if it can."""
    known = live(engine)
    when = f"2027-{month:02}-01T00:00:00"
    if what == "write":
        said = {"en": f"{text} {month}", "ko": text}
        edition(engine, record("requirement", name, statement=said, product_types=["vaccine"]), when=when)
    elif what == "withdraw" and known.get(name):
        edition(engine, withdraw=[(name, "wrong")], when=when)
    elif what == "redact" and name in known:
        with engine.connect() as connection:
            query = select(Revision.key).join(Record, Record.key == Revision.record_key)
            gone = connection.scalars(query.where(Record.id == name, Revision.content.is_(None))).first()
        if gone is None:
            redact(engine, name)


def take_in(copy: Copy, change: Data) -> None:
    """What a portal does with one change."""
    name = (change["type"], change["id"])
    if change["change"] == "redacted":
        held = copy.get(name)
        if held and held["revision"] == change["old"]["revision"]:
            held["content"] = None
        return
    if change["old"] is not None:
        held = copy.pop(name)
        assert {key: held[key] for key in ("revision", "sha256")} == change["old"]
        if change["fields"]:
            by_fields(held["content"], change)
    if change["new"] is not None:
        copy[name] = {**change["new"], "part": change["country"] or "common", "content": change["content"]}


def by_fields(old: str | None, change: Data) -> None:
    """The members that changed lead from the old content to the new one."""
    if old is None:  # it was redacted after we took it in
        return
    flat = _flat(json.loads(old))
    for one in change["fields"]:
        assert flat.pop(one["pointer"], None) == one["old"]
        if one["new"] is not None:
            flat[one["pointer"]] = one["new"]
    assert flat == _flat(json.loads(change["content"]))


def follow(client: TestClient, copy: Copy, since: int, redactions: int, *, until: int | None, limit: int) -> Data:
    """Take in all changes, page by page; returns where to go on."""
    query: Data = {"since": since, "redactions": redactions, "limit": limit}
    if until is not None:
        query["until"] = until
    while True:
        page = ask(client, "/v1/changes", query)
        for one in page["items"]:
            take_in(copy, one)
        if page["next"] is None:
            place: Data = page["resume_from"]
            return place
        query["cursor"] = page["next"]


def holds(client: TestClient, copy: Copy, number: int) -> None:
    """The copy is what the manifest lists, and its contents have their hashes."""
    parts: dict[str, list[str]] = {}
    for (type_, id_), held in copy.items():
        line = f"{type_} {id_} {held['revision']} {held['sha256']}\n"
        parts.setdefault(held["part"], []).append(line)
        if held["content"] is not None:
            assert hashlib.sha256(held["content"].encode()).hexdigest() == held["sha256"]
    for part in ask(client, f"/v1/editions/{number}")["parts"]:
        text = "".join(sorted(parts.pop(part["name"])))
        assert hashlib.sha256(text.encode()).hexdigest() == part["sha256"]
    assert parts == {}


@pytest.fixture(scope="module")
def template(databases: Databases, small: str) -> tuple[Databases, str]:
    return databases, small


@given(steps=STEPS, chance=st.integers(0, 999))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_changes_lead_from_any_edition_to_any_later_one(
    template: tuple[Databases, str], steps: list[tuple[str, str, str]], chance: int
) -> None:
    databases, address = template
    own = databases.copy(address)
    engine = open_engine(own)
    for month, (what, name, text) in enumerate(steps, 1):
        act(engine, what, name, text, month)
    with asking(engine) as client:
        newest = ask(client, "/v1/editions")["edition"]
        some = random.Random(chance)
        middle, limit = some.randint(1, newest), some.choice([1, 3, 50])
        copy: Copy = {}
        place = follow(client, copy, 0, 0, until=middle, limit=limit)
        holds(client, copy, middle)
        assert place["since"] == middle
        place = follow(client, copy, place["since"], place["redactions"], until=None, limit=limit)
        holds(client, copy, newest)
        assert place["since"] == newest
        redacted = {
            (one["type"], one["id"]): one["withheld"]
            for one in ask(client, "/v1/changes", {"limit": 200})["items"]
            if one["change"] != "redacted" and one["new"] and one["withheld"]
        }
        again = ask(client, "/v1/changes", {"since": place["since"], "redactions": place["redactions"]})
        assert again["items"] == []
        by_key = {name for name, held in copy.items() if held["content"] is None}
        assert by_key <= redacted.keys()
    engine.dispose()
    databases.drop(own)


def test_a_redaction_reaches_whoever_is_up_to_date(template: tuple[Databases, str]) -> None:
    databases, address = template
    own = databases.copy(address)
    engine = open_engine(own)
    with asking(engine) as client:
        copy: Copy = {}
        place = follow(client, copy, 0, 0, until=None, limit=50)
        redact(engine, "xx-doomed")
        edition(engine, record("requirement", "xx-new"), when="2027-01-01T00:00:00")
        redact(engine, "xx-new")
        place = follow(client, copy, place["since"], place["redactions"], until=None, limit=1)
        assert [name[1] for name, held in copy.items() if held["content"] is None] == ["xx-doomed", "xx-new"]
        assert (place["since"], place["redactions"]) == (2, 2)
    engine.dispose()
    databases.drop(own)
