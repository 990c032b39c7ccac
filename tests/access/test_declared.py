"""Every route declares who may ask it; and what is declared is what happens."""

import re
from pathlib import Path
from typing import get_args

import pytest

from app.access.roles import Role
from app.main import create_app
from app.settings import Settings
from tests.access.atlas import PEOPLE, Atlas
from tests.access.declared import (
    KEYS_PAGE,
    OPEN,
    PAGE,
    PUBLIC,
    STAFF,
    Declared,
    declared,
    scopes_table,
    staff_routes,
    table,
)

ROUTES = staff_routes()


def test_every_route_of_staff_names_its_role_or_stands_on_the_short_list_of_open_ones() -> None:
    open_ones = {(one.method, one.path) for one in ROUTES if one.role is None}
    assert open_ones == PUBLIC.keys()
    assert len(ROUTES) > 10


def test_every_other_route_names_its_scope_or_stands_on_the_list_of_those_for_everybody() -> None:
    others = [one for one in declared() if not one.path.startswith(STAFF)]
    assert [one for one in others if one.role is not None] == []
    assert {f"{one.method} {one.path}" for one in others if one.scope is None} == set(OPEN.split("\n")) - {""}


def test_no_route_stands_beside_the_routers_but_the_pages_of_the_documentation(tmp_path: Path) -> None:
    """What a router does not hold is in no table: there must be nothing of the kind (OWASP API9)."""
    known = {one.path for one in declared()}
    made = create_app(Settings(database_url=f"sqlite:///{tmp_path}/none.db"))
    beside = {getattr(route, "path", "") for route in made.routes} - known - {""}
    assert beside == {"/docs", "/docs/assets", "/openapi.json"}
    made.state.engine.dispose()


def address(one: Declared) -> str:
    """An address of the route, of something that is not there."""
    return re.sub(r"\{[^}]*\}", "1", one.path)


@pytest.mark.parametrize("one", [one for one in ROUTES if one.role], ids=lambda one: f"{one.method} {one.path}")
def test_a_route_asks_what_it_declares(quiet: Atlas, one: Declared) -> None:
    """Without a token 401, with too small a role 403; with the role anything else."""
    assert one.role is not None
    for token in ({}, {"Authorization": "Bearer st_nothing"}):
        answer = quiet.client.request(one.method, address(one), headers=token)
        assert (answer.status_code, answer.json()["type"]) == (401, "/problems/unauthenticated")
        assert "www-authenticate" in answer.headers
        assert answer.headers["cache-control"] == "no-store"
    path = address(one).removeprefix(STAFF)
    for name, role in PEOPLE.items():
        if not role.covers(one.role):
            answer = quiet.ask(name, one.method, path)
            assert (answer.status_code, answer.json()["type"]) == (403, "/problems/forbidden"), name
    least = next(name for name, role in PEOPLE.items() if role == one.role)
    assert quiet.ask(least, one.method, path).status_code not in (401, 403)
    quiet.clock.forward(minutes=11)
    again = quiet.ask(least, one.method, path)
    assert (again.status_code == 403 and "sign-in-again" in again.text) == one.recent


def test_the_page_has_the_table_of_roles_and_routes() -> None:
    assert table() in PAGE.read_text(), "python -m tests.docs.reprint writes it anew"


def test_the_page_has_the_table_of_scopes_and_routes() -> None:
    assert scopes_table() in KEYS_PAGE.read_text(), "python -m tests.docs.reprint writes it anew"


def test_the_roles_of_the_settings_are_the_roles() -> None:
    (_, role) = get_args(Settings.model_fields["oidc_roles"].annotation)
    assert get_args(role) == tuple(Role)
