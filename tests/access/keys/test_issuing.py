"""Partners and keys as staff keep them: a key is shown once, kept as a digest, rotated, revoked."""

import json
import re

import pytest
from sqlalchemy import select

from app.access.keys.models import ApiKeyRow
from app.access.keys.written import digest_of
from app.access.models import IdempotencyKey
from app.database.engine import reading
from tests.access.atlas import Atlas, problem, told
from tests.access.keys.portals import WHY, call, id_of, key, partner, secret


def test_a_partner_is_made_changed_and_told_to_the_trail(atlas: Atlas) -> None:
    made = partner(atlas, note="Signed in May.")
    path = f"/partners/{made['id']}"
    assert told(atlas.ask("vera", "GET", path)) == made
    assert (made["class"], made["active"], made["keys"]) == ("partner", True, 0)
    tag = atlas.ask("ada", "GET", path).headers["etag"]
    change = {"name": "Hanul Trade", "class": "internal", "note": None, "reason": WHY}
    problem(atlas.ask("ada", "PATCH", path, change), 428, "precondition-required")
    after = told(atlas.ask("ada", "PATCH", path, change, If_Match=tag))
    assert (after["name"], after["class"], after["note"], after["active"]) == ("Hanul Trade", "internal", None, True)
    problem(atlas.ask("ada", "PATCH", path, change, If_Match=tag), 412, "precondition-failed")
    rows = [row for row in atlas.trail() if row["object_type"] == "partner"]
    assert [row["action"] for row in rows] == ["partner.create", "partner.update"]
    assert json.loads(rows[1]["old_value"])["note"] == "Signed in May."


def test_a_name_is_taken_once_whatever_its_capitals(atlas: Atlas) -> None:
    made = partner(atlas, "Öl & Söhne")
    answer = atlas.ask("ada", "POST", "/partners", {"name": "öl & SÖHNE", "reason": WHY})
    problem(answer, 409, "conflict")
    other = partner(atlas, "Another")
    tag = atlas.ask("ada", "GET", f"/partners/{other['id']}").headers["etag"]
    renamed = {"name": made["name"], "reason": WHY}
    problem(atlas.ask("ada", "PATCH", f"/partners/{other['id']}", renamed, If_Match=tag), 409, "conflict")


@pytest.mark.parametrize(
    "body",
    [
        {"name": ""},
        {"name": "  "},
        {"name": "a\nb"},
        {"name": "a\x00b"},
        {"name": "a" * 101},
        {"name": 5},
        {"name": "A", "class": "gold"},
        {"name": "A", "id": 5},
        {"name": "A", "active": True},
    ],
)
def test_what_is_no_partner_is_refused(quiet: Atlas, body: dict[str, object]) -> None:
    problem(quiet.ask("ada", "POST", "/partners", {**body, "reason": WHY}), 422, "invalid-parameter")


def test_a_key_is_shown_once_and_kept_as_a_digest(atlas: Atlas) -> None:
    made = key(atlas, partner(atlas)["id"], scopes=["watches", "export", "export"])
    whole = made.pop("secret")
    assert made["id"] == id_of(whole)
    assert made["scopes"] == ["export", "watches"]
    shown = atlas.ask("vera", "GET", f"/keys/{made['id']}")
    assert told(shown) == made
    with reading(atlas.engine) as connection:
        assert connection.scalar(select(ApiKeyRow.digest)) == digest_of(whole.encode())
        everything = "".join(
            str(row)
            for table in ("api_key", "audit_row", "idempotency_key", "partner")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")
        )
    assert whole not in everything
    assert whole[11:43] not in everything


def test_the_same_idempotency_key_makes_no_second_key_and_shows_no_secret(atlas: Atlas) -> None:
    body = {"partner": partner(atlas)["id"], "label": "production", "reason": WHY}
    first = told(atlas.ask("ada", "POST", "/keys", body, Idempotency_Key="one"), 201)
    again = atlas.ask("ada", "POST", "/keys", body, Idempotency_Key="one")
    assert told(again, 201) == {**first, "secret": None}
    assert again.headers["idempotency-replayed"] == "true"
    assert told(atlas.ask("ada", "GET", "/keys"))["total"] == 1
    with reading(atlas.engine) as connection:
        kept = "".join(connection.scalars(select(IdempotencyKey.body)))
    assert first["id"] in kept
    assert first["secret"][11:] not in kept


def test_the_tag_of_a_new_key_is_the_tag_it_is_read_with(atlas: Atlas) -> None:
    body = {"partner": partner(atlas)["id"], "label": "production", "reason": WHY}
    made = atlas.ask("ada", "POST", "/keys", body)
    assert atlas.ask("ada", "GET", f"/keys/{made.json()['id']}").headers["etag"] == made.headers["etag"]
    assert made.headers["location"] == f"/v1/staff/keys/{made.json()['id']}"
    assert made.headers["cache-control"] == "no-store"


def test_keys_are_listed_by_partner(atlas: Atlas) -> None:
    one, other = partner(atlas, "One"), partner(atlas, "Other")
    ids = [key(atlas, of["id"])["id"] for of in (one, one, other)]
    assert [row["id"] for row in told(atlas.ask("vera", "GET", "/keys"))["items"]] == ids[::-1]
    found = told(atlas.ask("vera", "GET", f"/keys?partner={other['id']}"))
    assert ([row["id"] for row in found["items"]], found["total"]) == ([ids[2]], 1)
    problem(atlas.ask("vera", "GET", "/keys?partner=999"), 404, "unknown-record")
    problem(atlas.ask("vera", "GET", "/keys?partner=x"), 422, "invalid-parameter")
    assert told(atlas.ask("vera", "GET", f"/partners/{one['id']}"))["keys"] == 2


@pytest.mark.parametrize(
    ("body", "at_fault"),
    [
        ({"scopes": ["read"]}, "/scopes/0"),
        ({"scopes": ["exports"]}, "/scopes/0"),
        ({"expires_in_days": 0}, "/expires_in_days"),
        ({"expires_in_days": 731}, "/expires_in_days"),
        ({"label": ""}, "/label"),
        ({"origins": ["*"]}, "/origins/0"),
        ({"origins": ["https://a.example", "http://b.example"]}, "/origins/1"),
        ({"origins": ["https://a.example/path"]}, "/origins/0"),
        ({"origins": ["https://user@a.example"]}, "/origins/0"),
        ({"origins": ["https://a.example:port"]}, "/origins/0"),
        ({"origins": ["https://[::1"]}, "/origins/0"),
        ({"origins": ["null"]}, "/origins/0"),
        ({"origins": ["https://a b.example"]}, "/origins/0"),
        ({"digest": "x"}, "/digest"),
        ({"partner": 0}, "/partner"),
        ({"partner": 10**20}, "/partner"),
    ],
)
def test_what_is_no_key_is_refused(quiet: Atlas, body: dict[str, object], at_fault: str) -> None:
    answer = quiet.ask("ada", "POST", "/keys", {"partner": 1, "label": "x", "reason": WHY, **body})
    assert [one["pointer"] for one in problem(answer, 422, "invalid-parameter")["errors"]] == [at_fault]


def test_origins_are_kept_as_browsers_send_them(atlas: Atlas) -> None:
    given = [
        "https://Portal.Example:443/",
        "http://localhost:3000",
        "https://portal.example",
        "https://b.example:8443",
    ]
    made = key(atlas, partner(atlas)["id"], origins=given)
    assert made["origins"] == ["http://localhost:3000", "https://b.example:8443", "https://portal.example"]


def test_a_rotated_key_goes_on_for_a_while_and_the_new_one_does_the_same(atlas: Atlas) -> None:
    old = secret(atlas, "export", origins=["https://a.example"])
    path = f"/keys/{id_of(old)}/rotate"
    made = told(atlas.ask("ada", "POST", path, {"overlap_days": 3, "reason": WHY}), 201)
    new = made["secret"]
    assert (made["scopes"], made["origins"], made["label"]) == (["export"], ["https://a.example"], "production")
    assert told(atlas.ask("vera", "GET", f"/keys/{id_of(old)}"))["rotated_to"] == made["id"]
    assert told(call(atlas.client, old))["key"]["rotated_to"] == made["id"]
    told(call(atlas.client, new))
    problem(atlas.ask("ada", "POST", path, {"reason": WHY}), 409, "wrong-state")
    atlas.clock.forward(days=3, seconds=-1)
    told(call(atlas.client, old))
    atlas.clock.forward(seconds=1)
    assert "ended on 2026-12-04" in problem(call(atlas.client, old), 401, "unauthenticated")["detail"]
    told(call(atlas.client, new))
    assert atlas.actions(id_of(old)) == ["key.issue", "key.rotate"]


def test_a_rotation_never_lets_a_key_live_longer(atlas: Atlas) -> None:
    old = secret(atlas, expires_in_days=2)
    before = told(atlas.ask("vera", "GET", f"/keys/{id_of(old)}"))["expires_at"]
    told(atlas.ask("ada", "POST", f"/keys/{id_of(old)}/rotate", {"overlap_days": 90, "reason": WHY}), 201)
    assert told(atlas.ask("vera", "GET", f"/keys/{id_of(old)}"))["expires_at"] == before


def test_without_overlap_the_old_key_ends_at_once(atlas: Atlas) -> None:
    old = secret(atlas)
    told(call(atlas.client, old))
    told(atlas.ask("ada", "POST", f"/keys/{id_of(old)}/rotate", {"overlap_days": 0, "reason": WHY}), 201)
    problem(call(atlas.client, old), 401, "unauthenticated")


def test_a_revoked_key_fails_at_once_for_ever(atlas: Atlas) -> None:
    whole = secret(atlas)
    told(call(atlas.client, whole))
    path = f"/keys/{id_of(whole)}"
    after = told(atlas.ask("ada", "POST", f"{path}/revoke", {"reason": "It leaked."}))
    assert after["revoked"] == {"at": "2026-12-01T12:00:00Z", "by": "ada", "reason": "It leaked."}
    answer = call(atlas.client, whole)
    assert "was revoked" in problem(answer, 401, "unauthenticated")["detail"]
    assert answer.headers["www-authenticate"] == 'Bearer realm="Licensing Atlas", error="invalid_token"'
    for step in ("revoke", "rotate"):
        problem(atlas.ask("ada", "POST", f"{path}/{step}", {"reason": WHY}), 409, "wrong-state")
    assert atlas.actions(id_of(whole)) == ["key.issue", "key.revoke"]


def test_an_inactive_partner_s_keys_stop_at_once_and_work_again(atlas: Atlas) -> None:
    owner = partner(atlas)
    whole = key(atlas, owner["id"])["secret"]
    told(call(atlas.client, whole))
    path = f"/partners/{owner['id']}"
    for active, status in ((False, 401), (True, 200)):
        tag = atlas.ask("ada", "GET", path).headers["etag"]
        told(atlas.ask("ada", "PATCH", path, {"active": active, "reason": WHY}, If_Match=tag))
        assert call(atlas.client, whole).status_code == status
        issued = atlas.ask("ada", "POST", "/keys", {"partner": owner["id"], "label": "x", "reason": WHY})
        assert issued.status_code == (201 if active else 409)


def test_only_an_admin_who_signed_in_lately_gives_out_keys(atlas: Atlas) -> None:
    whole = secret(atlas)
    body = {"partner": 1, "label": "x", "reason": WHY}
    for path in ("/keys", f"/keys/{id_of(whole)}/revoke", f"/keys/{id_of(whole)}/rotate", "/partners"):
        problem(atlas.ask("pia", "POST", path, body), 403, "forbidden")
    atlas.clock.forward(minutes=11)
    problem(atlas.ask("ada", "POST", "/keys", body), 403, "sign-in-again")
    problem(atlas.ask("ada", "POST", f"/keys/{id_of(whole)}/revoke", {"reason": WHY}), 403, "sign-in-again")


@pytest.mark.parametrize("id_", ["nothing1", "11111111"])
def test_a_key_that_there_is_not(quiet: Atlas, id_: str) -> None:
    problem(quiet.ask("vera", "GET", f"/keys/{id_}"), 404, "unknown-record")
    problem(quiet.ask("ada", "POST", f"/keys/{id_}/revoke", {"reason": WHY}), 404, "unknown-record")


@pytest.mark.parametrize("id_", ["short", "with%00nul", "0OIl0OIl", "a" * 300])
def test_what_is_no_id_of_a_key(quiet: Atlas, id_: str) -> None:
    problem(quiet.ask("vera", "GET", f"/keys/{id_}"), 422, "invalid-parameter")


def test_no_answer_but_the_first_holds_a_secret(atlas: Atlas) -> None:
    whole = secret(atlas, "export")
    for path in ("/keys", f"/keys/{id_of(whole)}", "/partners", "/audit"):
        assert not re.search(r"la_[1-9A-Za-z]{20}", atlas.ask("ada", "GET", path).text)
