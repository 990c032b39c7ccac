"""What one partner made is not there for another: asked of every route that takes an id, as the routers declare them.

A new route is in these tests as soon as the application has it. If it takes ids of a kind that is new, or a body, the
tests fail until it is said here how such a thing is made, or why it is nobody's own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import Engine
from starlette.testclient import TestClient

from app.access.keys.scopes import Scope
from app.main import create_app
from app.settings import Settings
from tests.access.declared import PUBLIC, STAFF, Declared, key_routes, staff_routes
from tests.conftest import opened
from tests.contract.asking import Data, problem
from tests.database.databases import Databases
from tests.editions.conftest import small
from tests.partners.keys import issued

__all__ = ["small"]

OWN_WORDS = "the words of a partner"

NOBODY_S_OWN = {"/v1/exports/{edition}": "an edition is the same for all who may have exports"}
"""Routes whose ids name nothing of a partner's, by how they begin, and why."""

BODIES: dict[str, Data] = {
    "/v1/consultations/{id}/messages": {"text": "more"},
    "/v1/webhooks/{id}": {"label": "mine"},
    "/v1/watches/{id}": {"name": "mine"},
}
"""What is sent where an empty object would not do."""


@dataclass(frozen=True)
class Partner:
    """A partner with a key for everything, and one of each thing that partners can have."""

    client: TestClient
    key: dict[str, str]
    things: dict[str, dict[str, str]]

    def ask(self, one: Declared, ids: dict[str, str], *, key: dict[str, str] | None = None) -> Response:
        """What is answered at a route for these ids; the tag that is sent holds for whatever is there."""
        path = one.path.format(**ids)
        body: Data = {"json": BODIES.get(one.path, {})} if one.method in ("POST", "PATCH", "PUT") else {}
        headers = {**(self.key if key is None else key), "If-Match": "*"}
        return self.client.request(one.method, path, headers=headers, **body)


def _make(client: TestClient, key: dict[str, str], path: str, **body: Any) -> Data:
    answer = client.post(path, json=body or None, headers=key)
    assert answer.status_code in (201, 202), answer.text
    made: Data = answer.json()
    return made


def _key(client: TestClient, engine: Engine, *scopes: str) -> dict[str, str]:
    """The key of a new partner, which the application knows at once."""
    key = issued(engine, *scopes)
    ring = client.app.state.keys  # type: ignore[attr-defined]  # it is ours
    ring._version = None  # the key was written without it
    ring.forget()
    return key


def _partner(client: TestClient, engine: Engine) -> Partner:
    key = _key(client, engine, *(str(one) for one in Scope))
    things: dict[str, dict[str, str]] = {}
    hook = _make(client, key, "/v1/webhooks", url="http://127.0.0.1:9/atlas", label=OWN_WORDS)["id"]
    things["/v1/webhooks/"] = {"id": hook, "delivery": _make(client, key, f"/v1/webhooks/{hook}/test")["id"]}
    things["/v1/watches/"] = {"id": _make(client, key, "/v1/watches", name=OWN_WORDS)["id"]}
    asked = {"country": "XX", "question": OWN_WORDS, "language": "en"}
    things["/v1/consultations/"] = {"id": _make(client, key, "/v1/consultations", **asked)["id"]}
    return Partner(client, key, things)


@pytest.fixture(scope="module")
def engine(databases: Databases, small: str) -> Iterator[Engine]:
    """A small atlas, for the tests of this file."""
    with opened(databases, databases.copy(small)) as engine:
        yield engine


@pytest.fixture(scope="module")
def partners(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Partner, Partner]]:
    """Two partners: whose things are asked for, and who asks."""
    data: Path = tmp_path_factory.mktemp("data")
    address = engine.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=address, data=data, outside_loopback=True, response_cache_bytes=0))
    client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
    yield _partner(client, engine), _partner(client, engine)
    app.state.engine.dispose()


ROUTES = [one for one in key_routes() if "{" in one.path and not one.path.startswith(tuple(NOBODY_S_OWN))]
BY_NAME = pytest.mark.parametrize("route", ROUTES, ids=lambda one: f"{one.method} {one.path}")


def _ids(partner: Partner, route: Declared) -> dict[str, str]:
    found = [ids for start, ids in partner.things.items() if route.path.startswith(start)]
    assert found, f"{route.method} {route.path} takes the id of something that no test makes: make one in _partner"
    return found[0]


def _refused(answer: Response) -> None:
    """Not there, or not allowed, and nothing about what is there."""
    assert answer.status_code in (403, 404), answer.text
    problem(answer, answer.status_code, "forbidden" if answer.status_code == 403 else "unknown-record")
    assert OWN_WORDS not in answer.text


@BY_NAME
def test_what_another_partner_has_is_not_there(partners: tuple[Partner, Partner], route: Declared) -> None:
    owner, other = partners
    _refused(other.ask(route, _ids(owner, route)))
    mine, theirs = _ids(other, route), _ids(owner, route)
    for name in [name for name in mine if f"{{{name}}}" in route.path][1:]:  # behind an id of one's own
        _refused(other.ask(route, {**mine, name: theirs[name]}))


@BY_NAME
def test_a_key_without_the_scope_opens_nothing(
    partners: tuple[Partner, Partner], engine: Engine, route: Declared
) -> None:
    owner, _ = partners
    others = [str(one) for one in Scope if str(one) != route.scope]
    answer = owner.ask(route, _ids(owner, route), key=_key(owner.client, engine, *others))
    problem(answer, 403, "forbidden")
    assert OWN_WORDS not in answer.text


@BY_NAME
def test_nobody_is_answered_without_a_key(partners: tuple[Partner, Partner], route: Declared) -> None:
    owner, _ = partners
    answer = owner.ask(route, _ids(owner, route), key={})
    problem(answer, 401, "unauthenticated")
    assert OWN_WORDS not in answer.text


def test_lists_hold_one_s_own_things_and_those_are_as_they_were(partners: tuple[Partner, Partner]) -> None:
    lists = [one for one in key_routes() if one.method == "GET" and f"{one.path}/" in partners[0].things]
    assert len(lists) == len(partners[0].things)
    for one in lists:
        for partner in partners:
            answer = partner.client.get(one.path, headers=partner.key)
            ids = _ids(partner, Declared("GET", f"{one.path}/", "", None, recent=False))
            assert [item["id"] for item in answer.json()["items"]] == [ids["id"]]
    for route in (one for one in ROUTES if one.method == "GET"):
        answer = partners[0].ask(route, _ids(partners[0], route))
        assert answer.status_code == 200, answer.text
        assert "mine" not in answer.text


STAFF_ROUTES = [one for one in staff_routes() if "{" in one.path and (one.method, one.path) not in PUBLIC]


def test_no_key_opens_what_is_for_staff(partners: tuple[Partner, Partner]) -> None:
    owner, _ = partners
    ids = {"id": "1", "name": "ada", "kind": "requirement", "type": "requirement"}
    ids |= owner.things["/v1/consultations/"]
    asked = 0
    for one in STAFF_ROUTES:
        given = {name: ids.get(name, "1") for name in _names(one.path)}
        answer = owner.client.request(one.method, one.path.format(**given), headers=owner.key)
        assert answer.status_code in (401, 403), f"{one.method} {one.path}: {answer.status_code}"
        assert OWN_WORDS not in answer.text
        asked += 1
    assert asked > 20
    assert all(one.path.startswith(STAFF) for one in STAFF_ROUTES)


def _names(path: str) -> list[str]:
    return [step.partition("}")[0].removeprefix("{") for step in path.split("/") if step.startswith("{")]
