"""Webhooks as a partner keeps them: none sees another's, and no secret is shown twice."""

import json
from collections.abc import Sequence

import pytest
from sqlalchemy import select

from app.access.keys.scopes import Scope
from app.audit.models import AuditRow
from app.partners.webhooks.models import WebhookRow
from tests.access.atlas import problem, told
from tests.outside.hosts import resolve
from tests.partners.webhooks.portal import Portal, publish


def test_a_webhook_is_made_read_listed_changed_and_taken_away(portal: Portal) -> None:
    hook = portal.hook(filters={"kind": ["requirement"]})
    assert hook["secret"].startswith("whsec_")
    shown = {name: value for name, value in hook.items() if name != "secret"}
    assert told(portal.ask("GET", f"/{hook['id']}")) == shown
    assert told(portal.ask("GET"))["items"] == [shown]
    after = portal.change(hook["id"], label="other", filters=None, events=["edition.published"])
    assert after == {
        **shown,
        "label": "other",
        "events": ["edition.published"],
        "filters": {"country": [], "kind": [], "topic": []},
    }
    assert portal.change(hook["id"], active=False)["disabled"] == {
        "at": "2026-12-02T12:00:00Z",
        "reason": "Switched off by the partner.",
    }
    assert portal.change(hook["id"], active=True)["disabled"] is None
    publish(portal, "xx-dossier")
    portal.work()
    assert told(portal.ask("DELETE", f"/{hook['id']}")) == {"id": hook["id"], "deleted": True}
    problem(portal.ask("GET", f"/{hook['id']}"), 404, "unknown-record")
    assert told(portal.ask("GET"))["total"] == 0


def test_what_a_partner_does_stands_in_the_trail_without_secrets(portal: Portal) -> None:
    hook = portal.hook()
    secret_path = portal.receiver.url("secret-in-the-path")
    portal.change(hook["id"], url=secret_path)
    told(portal.ask("POST", f"/{hook['id']}/rotate-secret", {}), 201)
    told(portal.ask("POST", f"/{hook['id']}/test"), 202)
    portal.work()
    log = portal.deliveries(hook["id"])["items"]
    told(portal.ask("POST", f"/{hook['id']}/deliveries/{log[0]['id']}/redeliver"), 202)
    told(portal.ask("DELETE", f"/{hook['id']}"))
    key = portal.key[:11]
    assert portal.acts() == [
        (key, "key", f"webhook.{action}")
        for action in ("create", "update", "rotate-secret", "test", "redeliver", "delete")
    ]
    with portal.engine.connect() as connection:
        rows = str(connection.execute(select(AuditRow.old_value, AuditRow.new_value)).all())
    assert "whsec_" not in rows
    assert "secret-in-the-path" not in rows


def test_no_secret_stands_in_the_database(portal: Portal) -> None:
    hook = portal.hook()
    with portal.engine.connect() as connection:
        row = str(connection.execute(select(WebhookRow.__table__)).one())
    assert hook["secret"][6:20] not in row


def test_a_secret_is_shown_once_also_to_the_same_idempotency_key(portal: Portal) -> None:
    body = {"url": portal.receiver.url(), "label": "a test"}
    first = told(portal.ask("POST", body=body, Idempotency_Key="k1"), 201)
    again = told(portal.ask("POST", body=body, Idempotency_Key="k1"), 201)
    assert (again["id"], again["secret"]) == (first["id"], None)
    assert told(portal.ask("GET"))["total"] == 1


def test_another_partner_s_webhooks_are_not_there(portal: Portal) -> None:
    hook = portal.hook()
    publish(portal, "xx-dossier")
    portal.work()
    delivery = portal.deliveries(hook["id"])["items"][0]["id"]
    other = portal.another("Other", Scope.webhooks)
    assert told(portal.ask("GET", key=other))["items"] == []
    for method, path, body in (
        ("GET", "", None),
        ("PATCH", "", {"label": "mine"}),
        ("DELETE", "", None),
        ("POST", "/test", None),
        ("POST", "/redeliver", None),
        ("POST", "/rotate-secret", {}),
        ("GET", "/deliveries", None),
        ("GET", f"/deliveries/{delivery}", None),
        ("POST", f"/deliveries/{delivery}/redeliver", None),
    ):
        answer = portal.ask(method, f"/{hook['id']}{path}", body, key=other, If_Match='"x"')
        problem(answer, 404, "unknown-record")
    own = told(portal.ask("POST", body={"url": portal.receiver.url(), "label": "x"}, key=other), 201)
    problem(portal.ask("GET", f"/{own['id']}/deliveries/{delivery}", key=other), 404, "unknown-record")


def test_without_the_scope_nothing_is_opened(portal: Portal) -> None:
    key = portal.another("Other", Scope.export)
    problem(portal.ask("GET", key=key), 403, "forbidden")
    problem(portal.ask("POST", body={"url": "https://x.example/", "label": "x"}, key=key), 403, "forbidden")


def test_a_change_needs_the_tag_of_what_it_changes(portal: Portal) -> None:
    hook = portal.hook()
    answer = portal.ask("PATCH", f"/{hook['id']}", {"label": "x"})
    problem(answer, 428, "precondition-required")
    problem(portal.ask("PATCH", f"/{hook['id']}", {"label": "x"}, If_Match='"no"'), 412, "precondition-failed")
    tag = portal.ask("GET", f"/{hook['id']}").headers["etag"]
    publish(portal, "xx-dossier")
    portal.work()  # what is delivered changes nothing of the webhook itself
    assert portal.ask("GET", f"/{hook['id']}", If_None_Match=tag).status_code == 304
    told(portal.ask("PATCH", f"/{hook['id']}", {"label": "x"}, If_Match=tag))


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://203.0.113.7/", "not a public address"),
        ("http://one.example/", "expected an https address"),
        ("https://10.1.2.3/", "not a public address"),
        ("https://[::ffff:10.0.0.1]/", "not a public address"),
        ("https://169.254.169.254/latest/meta-data", "not a public address"),
        ("https://inside.example/", "not a public address"),
        ("https://mixed.example/", "not a public address"),
        ("https://nowhere.example/", "no address"),
        ("https://me:secret@one.example/", "names a user"),
        ("ftp://one.example/", "http and https"),
        ("file:///etc/passwd", "http and https"),
        ("https://", "no host"),
        ("https://one.example:0/", "no host"),
        ("not an address", "http and https"),
        ("https://one.example/\x00", "cannot be read"),
        ("https://one.example/\ud800", ""),
        ("", ""),
        ("https://one.example/" + "x" * 3000, ""),
    ],
)
def test_an_address_that_must_not_be_called_is_refused(
    still_portal: Portal, monkeypatch: pytest.MonkeyPatch, url: str, says: str
) -> None:
    names: dict[str, Sequence[Sequence[str]]] = {
        "one.example": [["93.184.215.14"]],
        "inside.example": [["192.168.1.1"]],
        "nowhere.example": [[]],
    }
    resolve(monkeypatch, names | {"mixed.example": [["93.184.215.14", "127.0.0.1", "10.0.0.1"]]})
    body = json.dumps({"url": url, "label": "x"})
    headers = {"Authorization": f"Bearer {still_portal.key}", "Content-Type": "application/json"}
    answer = still_portal.client.post("/v1/webhooks", content=body, headers=headers)
    found = problem(answer, 422, "invalid-parameter")
    assert says in found["detail"]
    assert found["errors"][0]["pointer" if "pointer" in found["errors"][0] else "parameter"].endswith("url")


def test_this_machine_is_called_only_where_a_setting_allows_it(portal: Portal) -> None:
    portal.client.app.state.settings.outside_loopback = False  # type: ignore[attr-defined]  # the application
    for url in (portal.receiver.url(), "https://127.0.0.1/", "https://localhost/", "https://[::1]/"):
        problem(portal.ask("POST", body={"url": url, "label": "x"}), 422, "invalid-parameter")


def test_a_name_that_leads_inside_after_the_check_is_not_called(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: public when the webhook is made, private when it is called."""
    resolve(monkeypatch, {"turns.example": [["93.184.215.14"], ["10.0.0.1"]]})
    hook = told(portal.ask("POST", body={"url": "https://turns.example/", "label": "x"}), 201)
    publish(portal, "xx-dossier")
    portal.work()
    log = portal.deliveries(hook["id"])["items"]
    assert "10.0.0.1, which is not a public address" in log[-1]["last"]["detail"]
    whole = told(portal.ask("GET", f"/{hook['id']}/deliveries/{log[-1]['id']}"))
    assert whole["log"][0]["outcome"] == "not-allowed"


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ({}, "url"),
        ({"url": "URL"}, "label"),
        ({"url": "URL", "label": ""}, "label"),
        ({"url": "URL", "label": "a\x00b"}, "label"),
        ({"url": "URL", "label": "x", "events": []}, "events"),
        ({"url": "URL", "label": "x", "events": ["entry.change"]}, "events"),
        ({"url": "URL", "label": "x", "filters": {"country": ["XZ"]}}, "country"),
        ({"url": "URL", "label": "x", "filters": {"topic": ["fee"]}}, "topic"),
        ({"url": "URL", "label": "x", "filters": {"kind": ["law"]}}, "kind"),
        ({"url": "URL", "label": "x", "secret": "mine"}, "secret"),
    ],
)
def test_a_webhook_that_means_nothing_is_refused_by_name(
    still_portal: Portal, body: dict[str, object], at: str
) -> None:
    asked = {**body, "url": still_portal.receiver.url()} if body else body
    found = problem(still_portal.ask("POST", body=asked), 422, "invalid-parameter")
    assert at in json.dumps(found["errors"])


@pytest.mark.parametrize("id_", ["1", "wh_", "wh_0000000000000000", "%00", "wh_" + "1" * 5000])
def test_what_is_no_id_is_refused(still_portal: Portal, id_: str) -> None:
    assert still_portal.ask("GET", f"/{id_}").status_code in (404, 422)
    assert still_portal.ask("GET", f"/{id_}/deliveries").status_code in (404, 422)


def test_the_log_goes_page_by_page(portal: Portal) -> None:
    hook = portal.hook()
    publish(portal, *(f"xx-{number}" for number in range(6)))
    portal.work()
    found: list[str] = []
    cursor = ""
    for _ in range(4):
        page = portal.deliveries(hook["id"], f"?limit=2&state=delivered&state=dead{cursor}")
        assert page["total"] == 7
        found += [one["id"] for one in page["items"]]
        cursor = f"&cursor={page['next']}"
    assert page["next"] is None
    assert len(set(found)) == 7
    first = portal.deliveries(hook["id"], "?limit=2")
    problem(portal.ask("GET", f"/{hook['id']}/deliveries?cursor={first['next']}x"), 422, "invalid-parameter")
    other = f"/{hook['id']}/deliveries?state=dead&cursor={first['next']}"
    problem(portal.ask("GET", other), 422, "invalid-parameter")
    problem(portal.ask("GET", f"/{hook['id']}/deliveries?state=done"), 422, "invalid-parameter")
    problem(portal.ask("GET", f"/{hook['id']}/deliveries?stat=dead"), 422, "invalid-parameter")


def test_a_partner_has_twenty_webhooks_at_most(portal: Portal) -> None:
    for _ in range(20):
        portal.hook()
    answer = portal.ask("POST", body={"url": portal.receiver.url(), "label": "x"})
    problem(answer, 409, "conflict")
