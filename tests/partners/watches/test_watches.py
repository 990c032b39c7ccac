"""Watches as a partner keeps them: checked words, the entries that they find, nobody else's."""

from app.access.keys.scopes import Scope
from tests.access.atlas import problem, told
from tests.editions.life import edition, word
from tests.partners.watches.portal import Portal
from tests.partners.webhooks.portal import in_one


def test_a_watch_is_made_read_listed_changed_and_taken_away(portal: Portal) -> None:
    made = portal.watch(country=["xx"], topic=["fees"])
    assert sorted(made.pop("feeds")) == ["atom", "ics", "json"]
    assert made["filters"] == {"country": ["XX"], "product_type": [], "topic": ["fees"], "kind": []}
    assert told(portal.ask("GET", f"/{made['id']}")) == made
    assert told(portal.ask("GET"))["items"] == [made]
    after = portal.change(made["id"], name="other", filters={"topic": None, "kind": ["procedure"]})
    assert after["filters"] == {"country": ["XX"], "product_type": [], "topic": [], "kind": ["procedure"]}
    assert portal.change(made["id"], filters=None)["filters"]["country"] == []
    assert told(portal.ask("DELETE", f"/{made['id']}")) == {"id": made["id"], "deleted": True}
    problem(portal.ask("GET", f"/{made['id']}"), 404, "unknown-record")
    assert portal.acts() == ["watch.create", "watch.update", "watch.update", "watch.delete"]


def test_a_watch_finds_what_the_lists_find(portal: Portal) -> None:
    made = portal.watch(country=["XX"], product_type=["biosimilar"])
    listed = portal.client.get("/v1/entries", params={"country": "XX", "product_type": "biosimilar"}).json()
    answer = portal.ask("GET", f"/{made['id']}/matches")
    assert told(answer)["items"] == listed["items"]
    assert answer.headers["cache-control"] == "private, no-cache"
    assert "xx-dossier" in portal.matches(made["id"])  # named for biologic, which reaches its kinds
    assert portal.matches(portal.watch()["id"]) == [
        one["id"] for one in portal.client.get("/v1/entries").json()["items"]
    ]


def test_pages_of_matches_go_on_and_end_with_other_filters(portal: Portal) -> None:
    made = portal.watch(country=["XX"])
    first = portal.ask("GET", f"/{made['id']}/matches?limit=1&view=summary")
    following = f"/{made['id']}/matches?limit=1&view=summary&cursor={told(first)['next']}"
    second = told(portal.ask("GET", following))
    assert second["items"][0]["id"] > first.json()["items"][0]["id"]
    tag = first.headers["etag"]
    again = f"/{made['id']}/matches?limit=1&view=summary"
    assert portal.ask("GET", again, If_None_Match=tag).status_code == 304
    portal.change(made["id"], filters={"country": ["YY"]})
    assert portal.ask("GET", again, If_None_Match=tag).status_code == 200
    problem(portal.ask("GET", following), 422, "invalid-parameter")


def test_words_that_nobody_knows_are_refused(portal: Portal) -> None:
    wrong: tuple[tuple[dict[str, list[str]], str, str | None], ...] = (
        ({"topic": ["fees", "dosier"]}, "/filters/topic/1", "dossier"),
        ({"product_type": ["biosimlar"]}, "/filters/product_type/0", "biosimilar"),
        ({"country": ["ZZ"]}, "/filters/country/0", None),
        ({"kind": ["requirment"]}, "/filters/kind/0", "requirement"),
        ({"topic": ["a\u0000b"]}, "/filters/topic/0", None),
        ({"colour": ["red"]}, "/filters/colour", None),
    )
    for filters, pointer, nearest in wrong:
        found = problem(portal.ask("POST", body={"name": "x", "filters": filters}), 422, "invalid-parameter")
        assert found["errors"][0]["pointer"] == pointer
        assert nearest is None or found["errors"][0]["did_you_mean"] == nearest


def test_a_word_that_is_withdrawn_finds_nothing_and_is_told(portal: Portal) -> None:
    edition(portal.engine, word("topic", "labels"), when="2026-12-01T13:00:00")
    made = portal.watch(topic=["labels"])
    both = portal.watch(topic=["labels", "fees"])
    edition(portal.engine, withdraw=[("labels", "nothing is about it")], when="2026-12-01T14:00:00")
    now = told(portal.ask("GET", f"/{made['id']}"))
    assert now["gone"] == [{"filter": "topic", "value": "labels"}]
    assert portal.matches(made["id"]) == []
    assert portal.matches(both["id"]) == ["xx-dossier", "xx-fee"]
    for form, address in made["feeds"].items():
        assert portal.client.get(address).status_code == 200, form
    assert portal.client.get(made["feeds"]["json"]).json()["items"] == []


def test_another_partner_s_watch_is_not_there(portal: Portal) -> None:
    made = portal.watch()
    other = portal.other
    tag = portal.ask("GET", f"/{made['id']}").headers["etag"]
    for method, path, body in (
        ("GET", "", None),
        ("GET", "/matches", None),
        ("PATCH", "", {"name": "mine"}),
        ("POST", "/rotate-feed", {}),
        ("DELETE", "", None),
    ):
        answer = portal.ask(method, f"/{made['id']}{path}", body, key=other, If_Match=tag)
        problem(answer, 404, "unknown-record")
    assert told(portal.ask("GET", key=other))["total"] == 0
    assert portal.acts() == ["watch.create"]


def test_a_key_without_the_scope_keeps_no_watches(portal: Portal) -> None:
    key = in_one(portal.engine, "Garam", Scope.export)
    portal.client.app.state.keys.forget()  # type: ignore[attr-defined]  # the application
    problem(portal.ask("GET", key=key), 403, "forbidden")


def test_a_change_needs_the_state_that_was_seen(portal: Portal) -> None:
    made = portal.watch()
    problem(portal.ask("PATCH", f"/{made['id']}", {"name": "x"}), 428, "precondition-required")
    problem(portal.ask("PATCH", f"/{made['id']}", {"name": "x"}, If_Match='"old"'), 412, "precondition-failed")


def test_made_once_with_one_idempotency_key_and_its_feeds_shown_once(portal: Portal) -> None:
    body = {"name": "ours"}
    first = told(portal.ask("POST", body=body, Idempotency_Key="one"), 201)
    again = told(portal.ask("POST", body=body, Idempotency_Key="one"), 201)
    assert first["feeds"] is not None
    assert again == {**first, "feeds": None}
    assert told(portal.ask("GET"))["total"] == 1
