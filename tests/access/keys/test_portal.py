"""The desk of portals: a scope for each action, once for each request, told to the trail, nobody else's affair."""

from typing import Any

import pytest
from pydantic import BaseModel
from starlette.responses import Response

from app.access.dependencies import tag_of
from app.access.keys.dependencies import AnyKey, Exporting, KeyWork, Watching
from app.access.work import Done
from app.audit.acts import Action
from tests.access.atlas import Atlas, Data, problem, told
from tests.access.keys.portals import WHY, call, id_of, partner, secret
from tests.access.keys.portals import key as issued

STATE: Data = {"drawer": "empty"}


class Wish(BaseModel):
    """What is put into the drawer."""

    text: str = "something"


def put(portal: Watching, body: Wish) -> Response:
    """A change by a key, as a room would make one."""

    def build(work: KeyWork) -> Done:
        work.tell(Action.comment_created, "drawer", str(work.key.partner), new={"text": body.text})
        return Done({"by": work.key.partner_name, "text": body.text}, status=201, location="/v1/drawer")

    return portal.write(build, create=body)


def swap(portal: AnyKey) -> Response:
    """A change of what was seen."""

    def build(work: KeyWork) -> Done:
        work.expect(tag_of(STATE))
        work.tell(Action.comment_created, "drawer", "1")
        return Done(STATE)

    return portal.write(build)


def look(portal: Exporting) -> Response:
    """A read that needs a scope."""
    return portal.read(lambda _: STATE)


@pytest.fixture
def drawer(atlas: Atlas) -> Atlas:
    """An atlas with a room of portals in it."""
    app: Any = atlas.client.app
    app.add_api_route("/v1/drawer", put, methods=["POST"])
    app.add_api_route("/v1/drawer", swap, methods=["PATCH"])
    app.add_api_route("/v1/drawer", look, methods=["GET"])
    return atlas


def test_a_key_does_what_it_has_the_scope_for_and_nothing_else(drawer: Atlas) -> None:
    exporting, watching = secret(drawer, "export"), secret(drawer, "watches")
    assert told(call(drawer.client, exporting, "/v1/drawer")) == STATE
    said = problem(call(drawer.client, watching, "/v1/drawer"), 403, "forbidden")["detail"]
    assert said == f"This needs the scope export; the key la_{id_of(watching)} has read, watches."
    told(call(drawer.client, watching, "/v1/drawer", "POST", json={}), 201)
    problem(call(drawer.client, exporting, "/v1/drawer", "POST", json={}), 403, "forbidden")


def test_without_a_key_there_is_nothing_to_do(drawer: Atlas) -> None:
    answer = call(drawer.client, None, "/v1/drawer")
    assert "Bearer la_" in problem(answer, 401, "unauthenticated")["detail"]
    assert answer.headers["www-authenticate"] == 'Bearer realm="Licensing Atlas"'


def test_what_a_portal_sees_has_a_tag_and_is_kept_by_no_cache(drawer: Atlas) -> None:
    whole = secret(drawer, "export")
    answer = call(drawer.client, whole, "/v1/drawer")
    assert answer.headers["cache-control"] == "no-store"
    again = call(drawer.client, whole, "/v1/drawer", If_None_Match=answer.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")


def test_the_trail_says_which_key_it_was(drawer: Atlas) -> None:
    whole = secret(drawer, "watches")
    told(call(drawer.client, whole, "/v1/drawer", "POST", json={}, X_Request_ID="by-a-portal"), 201)
    row = drawer.trail()[-1]
    assert (row["actor"], row["actor_kind"]) == (f"la_{id_of(whole)}", "key")
    assert row["request_id"] == "by-a-portal"
    assert whole not in str(row)


def test_the_same_idempotency_key_is_carried_out_once_and_is_the_key_s_own(drawer: Atlas) -> None:
    one, other = secret(drawer, "watches"), secret(drawer, "watches")
    first = call(drawer.client, one, "/v1/drawer", "POST", json={}, Idempotency_Key="k")
    again = call(drawer.client, one, "/v1/drawer", "POST", json={}, Idempotency_Key="k")
    assert told(first, 201) == told(again, 201)
    assert again.headers["idempotency-replayed"] == "true"
    foreign = call(drawer.client, other, "/v1/drawer", "POST", json={}, Idempotency_Key="k")
    assert told(foreign, 201)["by"] != told(first, 201)["by"]
    assert "idempotency-replayed" not in foreign.headers
    changed = call(drawer.client, one, "/v1/drawer", "POST", json={"text": "x"}, Idempotency_Key="k")
    problem(changed, 422, "invalid-parameter")


def test_a_change_needs_the_state_that_was_seen(drawer: Atlas) -> None:
    whole = secret(drawer)
    problem(call(drawer.client, whole, "/v1/drawer", "PATCH"), 428, "precondition-required")
    problem(call(drawer.client, whole, "/v1/drawer", "PATCH", If_Match='"x"'), 412, "precondition-failed")
    told(call(drawer.client, whole, "/v1/drawer", "PATCH", If_Match=tag_of(STATE)))


def test_a_key_that_was_revoked_meanwhile_changes_nothing(drawer: Atlas) -> None:
    """The table in memory may be half a second old; a change asks the database."""
    whole = secret(drawer, "watches")
    told(call(drawer.client, whole))
    told(drawer.ask("ada", "POST", f"/keys/{id_of(whole)}/revoke", {"reason": WHY}))
    keys: Any = drawer.client.app.state.keys  # type: ignore[attr-defined]
    real = keys.identify
    keys.identify = lambda header: next(one for one in keys._keys.values() if one.id == id_of(whole))
    answer = call(drawer.client, whole, "/v1/drawer", "POST", json={})
    keys.identify = real
    assert "was revoked" in problem(answer, 401, "unauthenticated")["detail"]
    assert "comment.create" not in [row["action"] for row in drawer.trail()]


def test_two_keys_of_one_partner_are_two(atlas: Atlas) -> None:
    owner = partner(atlas)
    one, other = (issued(atlas, owner["id"])["secret"] for _ in range(2))
    told(atlas.ask("ada", "POST", f"/keys/{id_of(one)}/revoke", {"reason": WHY}))
    problem(call(atlas.client, one), 401, "unauthenticated")
    told(call(atlas.client, other))
