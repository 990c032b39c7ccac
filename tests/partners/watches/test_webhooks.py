"""A webhook that follows a watch is told of what the watch finds, before a change or after it."""

from typing import Any

import orjson
from sqlalchemy import Engine, select

from app.database.engine import reading, writing
from app.editions.models import OutboxRow
from app.editions.outbox import Event, partner_audience, post, post_redaction
from app.knowledge.models import Revision
from app.partners.watches.selecting import wanted_changes
from app.partners.webhooks.models import DeliveryRow
from app.partners.webhooks.selecting import hand_out
from tests.access.atlas import problem, told
from tests.editions.life import edition, keys, record, redact
from tests.partners.watches.portal import START, Portal

HOOK = {"url": "http://127.0.0.1:9/hook", "label": "a test"}


def hooks(
    portal: Portal, method: str, path: str = "", body: Any = None, *, key: str | None = None, tag: str = ""
) -> Any:
    headers = {"Authorization": f"Bearer {key or portal.key}", "If-Match": tag}
    more: dict[str, Any] = {} if body is None else {"json": body}
    return portal.client.request(method, f"/v1/webhooks{path}", headers=headers, **more)


def told_of(engine: Engine) -> list[str]:
    """Ids of the entries of whose changes deliveries were made, in order."""
    with writing(engine) as connection:
        while hand_out(connection, at=START):
            pass
        query = select(OutboxRow.payload).join(DeliveryRow, DeliveryRow.seq == OutboxRow.seq).order_by(OutboxRow.seq)
        found = [
            orjson.loads(one)["data"] for one in connection.scalars(query.where(OutboxRow.type == "entry.changed"))
        ]
    return [one["id"] for one in found]


def test_a_webhook_is_told_of_what_its_watch_finds(portal: Portal) -> None:
    watch = portal.watch(product_type=["biosimilar"], topic=["fees"])
    hook = told(hooks(portal, "POST", body={**HOOK, "watch": watch["id"]}), 201)
    assert hook["watch"] == watch["id"]
    assert told(portal.ask("GET", f"/{watch['id']}"))["webhooks"] == [hook["id"]]
    edition(
        portal.engine,
        record("requirement", "xx-dossier", statement="Moved.", topics=["dossier"]),  # left the topic
        record("requirement", "xx-fee", topics=["fees"], product_types=["generic"]),  # was for all medicines
        record("requirement", "xx-other", topics=["fees"], product_types=["generic"]),
        record("requirement", "xx-new", topics=["fees"], product_types=["biologic"]),
        record("requirement", "xx-but", topics=["fees"], except_product_types=["biosimilar"]),
        when="2026-12-02T13:00:00",
    )
    assert told_of(portal.engine) == ["xx-dossier", "xx-fee", "xx-new"]


def test_a_webhook_and_the_feed_choose_the_same(portal: Portal) -> None:
    edition(portal.engine, record("requirement", "yy-one", country="YY", topics=["fees"]), when="2026-12-02T13:00:00")
    with reading(portal.engine) as connection:
        query = select(OutboxRow.seq, OutboxRow.payload).where(OutboxRow.type == "entry.changed")
        events = {row.seq: orjson.loads(row.payload)["data"] for row in connection.execute(query)}
        for words in (
            {"country": ["XX"]},
            {"country": ["YY"], "topic": ["fees"]},
            {"product_type": ["biosimilar"]},
            {"product_type": ["generic"], "kind": ["requirement"]},
            {"topic": ["dossier"]},
            {},
        ):
            found = wanted_changes(connection, words, events, at=START)
            named = sorted((events[seq]["edition"], events[seq]["type"], events[seq]["id"]) for seq in found)
            kinds = {"kind": words.get("kind") or sorted({one["type"] for one in events.values()})}
            page = told(portal.client.get("/v1/changes", params={"limit": 200, **words, **kinds}))
            first = min(one["edition"] for one in events.values())
            fed = [one for one in page["items"] if one["edition"] >= first and one["change"] != "redacted"]
            assert named == sorted((one["edition"], one["type"], one["id"]) for one in fed), words


def test_of_a_redaction_everyone_is_told_whom_it_may_concern(portal: Portal) -> None:
    watches = [portal.watch(country=["XX"], topic=["fees"]), portal.watch(country=["YY"])]
    for one in watches:
        told(hooks(portal, "POST", body={**HOOK, "watch": one["id"]}), 201)
    (key,) = keys(portal.engine, "xx-full")
    with writing(portal.engine) as connection:
        content = connection.scalar(select(Revision.content).where(Revision.key == key))
        post_redaction(connection, "procedure", "xx-full", key, str(content), at=START)
    redact(portal.engine, "xx-full")
    assert told_of(portal.engine) == ["xx-full"]  # its topics are known no more


def test_of_an_answer_to_a_consultation_only_the_asker_is_told(portal: Portal) -> None:
    asks = {**HOOK, "events": ["consultation.answered"]}
    mine, other = (told(hooks(portal, "POST", body=asks, key=key), 201)["id"] for key in (portal.key, portal.other))
    event = Event("consultation.answered", "consultation co_1", {}, audience=partner_audience(1))
    with writing(portal.engine) as connection:
        post(connection, [event], at=START)
    told_of(portal.engine)
    counts = [
        told(hooks(portal, "GET", f"/{id_}/deliveries", key=key))["total"]
        for id_, key in ((mine, portal.key), (other, portal.other))
    ]
    assert counts == [1, 0]


def test_a_watch_is_given_to_a_webhook_and_taken_from_it(portal: Portal) -> None:
    watch = portal.watch(country=["YY"])
    hook = told(hooks(portal, "POST", body=HOOK), 201)
    path = f"/{hook['id']}"
    tag = hooks(portal, "GET", path).headers["etag"]
    changed = hooks(portal, "PATCH", path, {"watch": watch["id"]}, tag=tag)
    assert told(changed)["watch"] == watch["id"]
    problem(portal.ask("DELETE", f"/{watch['id']}"), 409, "conflict")
    lifted = hooks(portal, "PATCH", path, {"watch": None}, tag=changed.headers["etag"])
    assert told(lifted)["watch"] is None
    told(portal.ask("DELETE", f"/{watch['id']}"))


def test_a_watch_goes_where_its_webhook_is_taken_away(portal: Portal) -> None:
    watch = portal.watch()
    hook = told(hooks(portal, "POST", body={**HOOK, "watch": watch["id"]}), 201)
    told(hooks(portal, "DELETE", f"/{hook['id']}"))
    told(portal.ask("DELETE", f"/{watch['id']}"))


def test_another_partner_s_watch_is_followed_by_nobody(portal: Portal) -> None:
    watch = portal.watch()
    for id_ in (watch["id"], "wt_1111111111111111", "all"):
        answer = hooks(portal, "POST", body={**HOOK, "watch": id_}, key=portal.other)
        assert problem(answer, 422, "invalid-parameter")["errors"][0]["pointer"] == "/watch"
