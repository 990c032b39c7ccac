"""Events reach their receivers, signed, in order, whatever the receivers do."""

from datetime import timedelta

import pytest

from tests.access.atlas import problem, told
from tests.partners.webhooks.portal import Data, Portal, publish, verified


def test_a_published_edition_and_its_entries_are_told(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    hook = portal.hook()
    number = publish(portal, "xx-dossier", "xx-new")
    portal.work()
    seen = portal.seen()
    bodies = [verified(hook["secret"], one, monkeypatch) for one in seen]
    assert [one["type"] for one in bodies] == ["edition.published", "entry.changed", "entry.changed"]
    assert bodies[0]["data"]["edition"] == number == 2
    assert bodies[0]["data"]["entries"] == {"added": 1, "changed": 1, "withdrawn": 0}
    assert {one["data"]["id"]: one["data"]["change"] for one in bodies[1:]} == {
        "xx-dossier": "changed",
        "xx-new": "added",
    }
    listed = portal.deliveries(hook["id"])
    assert listed["counts"] == {"pending": 0, "delivered": 3, "dead": 0}
    assert {one["id"] for one in listed["items"]} == {one["headers"]["webhook-id"] for one in seen}


FAILS: Data = {"status": 500, "body": "Oops\x00 \u202e\n<b>no</b>"}


def test_a_receiver_that_fails_gets_the_same_message_again_later_and_nothing_is_lost(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = portal.hook(events=["edition.published"])
    portal.receiver.play(FAILS, FAILS, name=portal.name)
    publish(portal, "xx-dossier")
    portal.work()
    (waiting,) = portal.deliveries(hook["id"])["items"]
    assert (waiting["state"], waiting["attempts"]) == ("pending", 1)
    assert waiting["last"]["status"] == 500
    portal.work()  # too early
    assert len(portal.seen()) == 1
    portal.clock.forward(seconds=5)
    portal.work()
    portal.clock.forward(seconds=30)
    portal.work()
    first, second, third = portal.seen()
    assert len({one["headers"]["webhook-id"] for one in (first, second, third)}) == 1
    assert len({one["body"] for one in (first, second, third)}) == 1
    assert int(third["headers"]["webhook-timestamp"]) - int(first["headers"]["webhook-timestamp"]) == 35
    for one in (first, second, third):
        verified(hook["secret"], one, monkeypatch)
    whole = told(portal.ask("GET", f"/{hook['id']}/deliveries/{waiting['id']}"))
    assert (whole["state"], whole["attempts"], whole["next_attempt_at"]) == ("delivered", 3, None)
    assert whole["payload"] == first["body"]
    assert [(one["outcome"], one["status"]) for one in whole["log"]] == [
        ("refused-by-receiver", 500),
        ("refused-by-receiver", 500),
        ("delivered", 204),
    ]
    assert whole["log"][0]["body"] == "Oops <b>no</b>"


def test_a_later_change_of_an_entry_waits_for_the_earlier_and_others_go_on(portal: Portal) -> None:
    portal.hook(events=["entry.changed"])
    portal.receiver.play(FAILS, name=portal.name)
    publish(portal, "xx-dossier")
    portal.work()
    publish(portal, "xx-dossier", "xx-fee")
    portal.work()
    assert portal.changes() == [("xx-dossier", 2), ("xx-fee", 3)]
    portal.clock.forward(seconds=5)
    portal.work()
    assert portal.changes()[2:] == [("xx-dossier", 2), ("xx-dossier", 3)]


@pytest.mark.parametrize(
    ("play", "outcome", "status", "detail"),
    [
        ({"status": 302, "headers": {"Location": "http://elsewhere.example/"}}, "refused", 302, "elsewhere.example"),
        ({"status": 307}, "refused", 307, "nowhere"),
        ({"status": 404, "body": "x" * 100_000}, "refused", 404, "404"),
        ({"garbage": True}, "no-answer", None, "not HTTP"),
        ({"hang_up": True}, "no-answer", None, ""),
        ({"drip": 0.05}, "no-answer", None, "took more than"),
        ({"seconds": 2, "status": 200}, "no-answer", None, "took more than"),
    ],
    ids=lambda one: next(iter(one)) if isinstance(one, dict) else "",
)
def test_whatever_a_receiver_does_is_an_attempt_that_failed_and_is_made_again(
    portal: Portal, play: Data, outcome: str, status: int | None, detail: str
) -> None:
    hook = portal.hook(events=["edition.published"])
    portal.seconds = 0.3
    portal.receiver.play(play, name=portal.name)
    publish(portal, "xx-dossier")
    portal.work()
    (waiting,) = portal.deliveries(hook["id"])["items"]
    (attempt,) = told(portal.ask("GET", f"/{hook['id']}/deliveries/{waiting['id']}"))["log"]
    assert (attempt["outcome"].removesuffix("-by-receiver"), attempt["status"]) == (outcome, status)
    assert detail in attempt["detail"]
    assert len(attempt["body"] or "") <= 300
    portal.clock.forward(seconds=5)
    portal.work()
    assert portal.deliveries(hook["id"])["counts"] == {"pending": 0, "delivered": 1, "dead": 0}
    assert len(portal.seen()) == 2


def test_a_receiver_that_nobody_answers_at_is_tried_again(portal: Portal) -> None:
    hook = portal.hook(events=["edition.published"])
    portal.change(hook["id"], url="http://127.0.0.1:9/")
    publish(portal, "xx-dossier")
    portal.work()
    (waiting,) = portal.deliveries(hook["id"])["items"]
    assert waiting["last"] == {
        "at": waiting["last"]["at"],
        "status": None,
        "detail": "http://127.0.0.1:9 does not answer.",
    }
    portal.change(hook["id"], url=portal.receiver.url(portal.name))
    portal.work()  # another address is tried at once
    assert len(portal.seen()) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_a_receiver_that_asks_to_wait_is_let_wait(portal: Portal, status: int) -> None:
    hook = portal.hook()
    portal.receiver.play({"status": status, "headers": {"Retry-After": "120"}}, name=portal.name)
    publish(portal, "xx-dossier")
    portal.work()
    assert len(portal.seen()) == 1
    assert portal.deliveries(hook["id"])["resume_at"] == "2026-12-02T12:02:00Z"
    portal.clock.forward(seconds=119)
    portal.work()
    assert len(portal.seen()) == 1
    portal.clock.forward(seconds=1)
    portal.work()
    assert len(portal.seen()) == 3
    assert portal.deliveries(hook["id"])["resume_at"] is None


def test_410_switches_a_webhook_off_and_what_waits_comes_when_it_is_switched_on(portal: Portal) -> None:
    other = portal.hook(name=f"{portal.name}-other", events=["webhook.disabled"])
    hook = portal.hook()
    portal.receiver.play(then={"status": 410}, name=portal.name)
    publish(portal, "xx-dossier")
    portal.work()
    assert len(portal.seen()) == 1
    shown = told(portal.ask("GET", f"/{hook['id']}"))
    assert (shown["active"], shown["disabled"]["reason"]) == (False, "The receiver answered 410.")
    assert ("webhooks", "job", "webhook.disable") in portal.acts()
    assert portal.deliveries(other["id"])["counts"]["delivered"] == 1
    (told_of,) = portal.receiver.events(f"{portal.name}-other")
    assert (told_of["type"], told_of["data"]["webhook"]) == ("webhook.disabled", hook["id"])
    for action in ("/test", "/redeliver"):
        problem(portal.ask("POST", f"/{hook['id']}{action}"), 409, "wrong-state")

    publish(portal, "xx-dossier")
    portal.clock.forward(days=30)
    portal.work()
    assert len(portal.seen()) == 1
    portal.receiver.play(name=portal.name)
    portal.change(hook["id"], active=True)
    portal.work()
    assert portal.changes() == [("xx-dossier", 2), ("xx-dossier", 3)]
    assert portal.deliveries(hook["id"])["counts"] == {"pending": 0, "delivered": 4, "dead": 0}


def test_a_delivery_is_given_up_after_three_days_and_can_be_sent_again(portal: Portal) -> None:
    hook = portal.hook(events=["entry.changed"])
    portal.receiver.play(then=FAILS, name=portal.name)
    publish(portal, "xx-dossier")
    began = portal.clock.at
    portal.work()
    for _ in range(20):
        (one,) = portal.deliveries(hook["id"])["items"]
        if one["state"] == "dead":
            break
        portal.clock.forward(hours=24) if len(portal.seen()) > 9 else portal.clock.forward(hours=12)
        portal.work()
    assert one["state"] == "dead"
    assert len(portal.seen()) > 4
    assert portal.clock.at - began <= timedelta(days=4)
    (dead,) = portal.deliveries(hook["id"], "?state=dead")["items"]
    assert dead["next_attempt_at"] is None

    publish(portal, "xx-dossier")
    portal.receiver.play(name=portal.name)
    before = len(portal.seen())
    again = told(portal.ask("POST", f"/{hook['id']}/deliveries/{dead['id']}/redeliver"), 202)
    assert (again["state"], again["attempts"]) == ("pending", 0)
    problem(portal.ask("POST", f"/{hook['id']}/deliveries/{dead['id']}/redeliver"), 409, "wrong-state")
    portal.work()
    assert portal.changes()[before:] == [("xx-dossier", 2), ("xx-dossier", 3)]
    assert told(portal.ask("POST", f"/{hook['id']}/redeliver"), 202)["redelivered"] == 0


def test_all_dead_letters_are_sent_again_in_order(portal: Portal) -> None:
    hook = portal.hook(events=["entry.changed"])
    portal.receiver.play(then=FAILS, name=portal.name)
    for _ in range(3):
        publish(portal, "xx-dossier", "xx-fee")
    for _ in range(60):
        portal.work()
        portal.clock.forward(hours=25)
    assert portal.deliveries(hook["id"])["counts"] == {"pending": 0, "delivered": 0, "dead": 6}
    portal.receiver.play(name=portal.name)
    before = len(portal.seen())
    assert told(portal.ask("POST", f"/{hook['id']}/redeliver"), 202)["redelivered"] == 6
    portal.work()
    came = portal.changes()[before:]
    assert sorted(came) == sorted((id_, number) for id_ in ("xx-dossier", "xx-fee") for number in (2, 3, 4))
    for id_ in ("xx-dossier", "xx-fee"):
        assert [number for one, number in came if one == id_] == [2, 3, 4]


def test_a_receiver_that_is_down_is_not_hammered_and_holds_nobody_up(portal: Portal) -> None:
    down = portal.hook(name=f"{portal.name}-down")
    portal.receiver.play(then=FAILS, name=f"{portal.name}-down")
    portal.hook()
    publish(portal, *(f"xx-{number}" for number in range(30)))
    portal.work()
    assert len(portal.seen()) == 31
    assert len(portal.receiver.seen(f"{portal.name}-down")) == 3
    fares = portal.deliveries(down["id"])
    assert (fares["failures"], fares["resume_at"]) == (3, "2026-12-02T12:00:05Z")
    for _ in range(10):
        portal.clock.forward(minutes=5)
        portal.work()
    assert len(portal.receiver.seen(f"{portal.name}-down")) == 13
    portal.receiver.play(name=f"{portal.name}-down")
    portal.clock.forward(minutes=5)
    portal.work()
    portal.clock.forward(hours=1)
    portal.work()
    assert portal.deliveries(down["id"])["counts"] == {"pending": 0, "delivered": 31, "dead": 0}


def test_both_secrets_sign_during_a_rotation_and_only_the_new_one_after(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = portal.hook(events=["edition.published"])
    new = told(portal.ask("POST", f"/{hook['id']}/rotate-secret", {}), 201)
    assert new["secret"] != hook["secret"]
    assert new["secret_dates"]["old_until"] == "2026-12-03T12:00:00Z"
    publish(portal, "xx-dossier")
    portal.work()
    for secret in (hook["secret"], new["secret"]):
        verified(secret, portal.seen()[0], monkeypatch)
    portal.clock.forward(days=1)
    publish(portal, "xx-dossier")
    portal.work()
    verified(new["secret"], portal.seen()[1], monkeypatch)
    assert " " not in portal.seen()[1]["headers"]["webhook-signature"]
    with pytest.raises(Exception, match="No matching signature"):
        verified(hook["secret"], portal.seen()[1], monkeypatch)


def test_a_rotation_without_overlap_ends_the_old_secret_at_once(portal: Portal) -> None:
    hook = portal.hook(events=["edition.published"])
    new = told(portal.ask("POST", f"/{hook['id']}/rotate-secret", {"overlap_hours": 0}), 201)
    assert new["secret_dates"]["old_until"] is None


def test_a_test_call_goes_before_all_that_waits(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    hook = portal.hook()
    publish(portal, "xx-dossier")
    portal.clock.forward(minutes=1)
    made = told(portal.ask("POST", f"/{hook['id']}/test"), 202)
    assert made["event"]["type"] == "webhook.test"
    assert made["next_attempt_at"] == "2026-12-02T12:01:00Z"
    portal.work()
    seen = portal.seen()
    assert [one["headers"]["webhook-id"] for one in seen].count(made["id"]) == 1
    assert seen[0]["headers"]["webhook-id"] == made["id"]
    assert verified(hook["secret"], seen[0], monkeypatch)["type"] == "webhook.test"
    assert len(seen) == 3
    whole = told(portal.ask("GET", f"/{hook['id']}/deliveries/{made['id']}"))
    assert whole["log"][0]["status"] == 204


def test_a_test_call_is_made_once_and_one_at_a_time(portal: Portal) -> None:
    hook = portal.hook()
    portal.receiver.play(FAILS, name=portal.name)
    made = told(portal.ask("POST", f"/{hook['id']}/test"), 202)
    problem(portal.ask("POST", f"/{hook['id']}/test"), 409, "conflict")
    portal.work()
    whole = told(portal.ask("GET", f"/{hook['id']}/deliveries/{made['id']}"))
    assert (whole["state"], whole["attempts"], whole["last"]["status"]) == ("dead", 1, 500)
    told(portal.ask("POST", f"/{hook['id']}/test"), 202)
    portal.work()
    assert portal.deliveries(hook["id"])["counts"] == {"pending": 0, "delivered": 1, "dead": 1}


def test_filters_look_at_what_was_and_at_what_is(portal: Portal) -> None:
    hook = portal.hook(events=["entry.changed"], filters={"topic": ["fees"], "country": ["xx"]})
    assert hook["filters"] == {"country": ["XX"], "kind": [], "topic": ["fees"]}
    publish(portal, "xx-dossier", "xx-fee", "yy-one", topics=["dossier"])  # xx-fee was about fees
    publish(portal, "xx-dossier", "xx-fee", topics=["dossier"])
    publish(portal, "xx-dossier", topics=["fees"])
    portal.work()
    assert portal.changes() == [("xx-fee", 2), ("xx-dossier", 4)]


def test_an_inactive_partner_is_sent_nothing_until_it_is_active_again(portal: Portal) -> None:
    portal.hook()
    portal.set_partner(active=False)
    publish(portal, "xx-dossier")
    portal.work()
    assert portal.seen() == []
    portal.set_partner(active=True)
    portal.work()
    assert len(portal.seen()) == 2


def test_deliveries_that_succeeded_are_forgotten_after_a_month(portal: Portal) -> None:
    hook = portal.hook()
    publish(portal, "xx-dossier")
    portal.work()
    portal.clock.forward(days=29)
    portal.work()
    assert portal.deliveries(hook["id"])["total"] == 2
    portal.clock.forward(days=2)
    portal.work()
    assert portal.deliveries(hook["id"])["total"] == 0
    assert len(portal.seen()) == 2
