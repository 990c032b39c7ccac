"""What happens stands in the outbox: all of it, once, in the transaction in which it happened."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select, update

from app.access.keys.models import ApiKeyRow
from app.access.people import Person
from app.access.roles import Role
from app.access.work import Work
from app.database.engine import writing
from app.editions.models import OutboxRow
from app.editions.outbox import Event, post, post_redaction
from app.editions.publish import PublishingRefused
from app.editorial.publishing.redacting import propose_redaction, redact
from app.knowledge.models import Edition, Record, Revision
from app.partners.webhooks.expiring import tell_expiring
from app.partners.webhooks.selecting import matches
from app.vocabulary.dates import instant_text
from app.vocabulary.lists import ENTRY_KINDS
from tests.partners.webhooks.portal import START, Portal, publish


def outbox(engine: Engine, type_: str | None = None) -> list[dict[str, Any]]:
    """The payloads of all events, in order."""
    with engine.connect() as connection:
        rows = connection.execute(select(OutboxRow.type, OutboxRow.payload).order_by(OutboxRow.seq)).all()
    return [json.loads(row.payload) for row in rows if type_ in (None, row.type)]


def test_the_events_of_an_edition_are_what_its_manifest_says(portal: Portal) -> None:
    publish(portal, "xx-dossier", "xx-new", withdraw=("yy-one",))
    publish(portal, "yy-one")
    events = [one for one in outbox(portal.engine, "entry.changed") if one["data"]["edition"] > 1]
    with portal.engine.connect() as connection:
        rows = connection.execute(
            select(Record.type, Record.id, Revision.published_in, Revision.number, Revision.content_sha256)
            .join(Revision, Revision.record_key == Record.key)
            .where(Revision.published_in > 1, Record.type.in_(ENTRY_KINDS))
        ).all()
        times = {one.number: instant_text(one.published_at) for one in connection.execute(select(Edition.__table__))}
    come = {(one.type, one.id, one.published_in, one.number, one.content_sha256) for one in rows}
    said = [one["data"] for one in events]
    assert come == {
        (one["type"], one["id"], one["edition"], one["revision"], one["sha256"])
        for one in said
        if one["change"] != "withdrawn"
    }
    assert [(one["edition"], one["id"], one["change"], one["change_type"]) for one in said] == [
        (2, "xx-dossier", "changed", "substantive"),
        (2, "xx-new", "added", "substantive"),
        (2, "yy-one", "withdrawn", None),
        (3, "yy-one", "added", "substantive"),
    ]
    assert all(one["timestamp"] == times[one["data"]["edition"]] for one in events)


def test_an_edition_that_is_refused_leaves_no_events(portal: Portal) -> None:
    before = outbox(portal.engine)
    with pytest.raises(PublishingRefused):
        publish(portal, "xx-other", overrides=["xx-nothing"])
    assert outbox(portal.engine) == before


def test_redacting_tells_in_the_same_transaction(portal: Portal) -> None:
    ann, bob = (Person(key, name, Role.admin, True, START, False) for key, name in ((1, "ann"), (2, "bob")))
    with writing(portal.engine) as connection:
        proposed = propose_redaction(
            Work(connection, ann, START), "requirement", "xx-dossier", numbers=None, reason="it named a person"
        )
        redact(Work(connection, bob, START), proposed, reason="it did")
    last = outbox(portal.engine)[-1]
    assert (last["type"], last["data"]["id"], last["data"]["change"]) == ("entry.changed", "xx-dossier", "redacted")
    assert "Statement of" not in json.dumps(last)


def test_a_redaction_is_told_and_says_nothing_of_what_was_said(portal: Portal) -> None:
    with writing(portal.engine) as connection:
        query = select(Revision.key, Revision.content, Revision.content_sha256).join(Record)
        row = connection.execute(query.where(Record.id == "xx-dossier")).one()
        post_redaction(connection, "requirement", "xx-dossier", row.key, row.content, at=START)
        post_redaction(connection, "source", "xx-law", row.key, row.content, at=START)
    last = outbox(portal.engine)[-1]
    assert last["data"] == {
        "edition": 1,
        "type": "requirement",
        "id": "xx-dossier",
        "change": "redacted",
        "change_type": None,
        "revision": 1,
        "sha256": row.content_sha256,
        "url": "/v1/entries/xx-dossier",
    }


def test_what_is_told_once_is_told_once_and_numbers_have_no_holes(portal: Portal) -> None:
    event = Event("key.expiring", "key x", {}, once="x")
    for _ in range(2):
        with writing(portal.engine) as connection:
            post(connection, [event, Event("key.expiring", "key y", {})], at=START)
    with portal.engine.connect() as connection:
        numbers = list(connection.scalars(select(OutboxRow.seq).order_by(OutboxRow.seq)))
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_key_that_ends_is_told_of_a_week_and_a_day_before_once_each(portal: Portal) -> None:
    portal.hook(events=["key.expiring"])
    portal.clock.forward(days=357, hours=23)
    portal.work()
    assert portal.seen() == []
    for _ in range(30):
        portal.clock.forward(hours=8)
        portal.work()
    events = [json.loads(one["body"]) for one in portal.seen()]
    assert [(one["type"], one["data"]["days"]) for one in events] == [("key.expiring", 7), ("key.expiring", 1)]
    assert events[0]["data"]["key"] == portal.key[:11]
    assert portal.key not in str(events)


def test_another_partner_is_told_of_its_own_keys_alone(portal: Portal) -> None:
    portal.hook(events=["key.expiring", "edition.published"])
    portal.another("Other")
    with writing(portal.engine) as connection:
        other = ApiKeyRow.id != portal.key[3:11]
        connection.execute(update(ApiKeyRow).where(other).values(expires_at=START + timedelta(hours=1)))
        assert tell_expiring(connection, at=START) == 1
    portal.work()
    assert portal.seen() == []


LABELS = st.dictionaries(st.sampled_from(["country", "kind", "topic"]), st.sets(st.sampled_from("abc")), min_size=3)
FILTERS = st.dictionaries(st.sampled_from(["country", "kind", "topic"]), st.sets(st.sampled_from("abc"), min_size=1))


@given(FILTERS, LABELS)
def test_filters_take_any_of_their_values_and_all_have_to_hold(
    filters: dict[str, set[str]], labels: dict[str, set[str]]
) -> None:
    assert matches(filters, labels) == all(filters[name] & labels[name] for name in filters)
