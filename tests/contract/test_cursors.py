"""A cursor goes on in its own list and edition, and anything else is refused as what it is: a bad cursor."""

import base64
import hashlib
import json

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from app.editions.schemas import PageParameters, parameters_given
from app.http.conditional import normalised
from app.http.cursors import Cursor, query_digest
from tests.conftest import client_of
from tests.contract.asking import PAGED_LISTS, ask, fault, ids, problem
from tests.contract.editions import publish_again

LIST = "/v1/requirements"


@pytest.fixture(scope="module")
def cursor(client: TestClient) -> str:
    found: str = ask(client, LIST, {"limit": 5})["next"]
    return found


@pytest.mark.parametrize(
    "broken",
    ["garbage", "AAAA", "=", "====", "a", "ÄÖÜ", "%00", "null", "[]", "../../etc/passwd", "0" * 600],
)
@pytest.mark.parametrize("address", PAGED_LISTS)
def test_a_cursor_that_is_none_is_refused(client: TestClient, address: str, broken: str) -> None:
    fault(client.get(f"{address}?cursor={broken}"), "cursor")


def test_a_cursor_cut_short_anywhere_is_refused(client: TestClient, cursor: str) -> None:
    for length in range(1, len(cursor)):
        fault(client.get(LIST, params={"cursor": cursor[:length]}), "cursor")


def test_a_cursor_with_one_letter_changed_anywhere_is_refused(client: TestClient, cursor: str) -> None:
    for place, letter in enumerate(cursor):
        other = "B" if letter != "B" else "C"
        if _bytes(changed := f"{cursor[:place]}{other}{cursor[place + 1 :]}") != _bytes(cursor):
            fault(client.get(LIST, params={"cursor": changed}), "cursor")


def test_a_cursor_with_more_behind_it_is_refused(client: TestClient, cursor: str) -> None:
    fault(client.get(LIST, params={"cursor": cursor + "AAAA"}), "cursor")


@pytest.mark.parametrize(
    "changed",
    [
        {"country": "MY"},
        {"product_type": "generic"},
        {"q": "gmp"},
        {"stale": "no"},
        {"applies_on": "2026-11-23"},
        {"obligation": "mandatory"},
        {"sort": "-id"},
        {"sort": "checked_on"},
    ],
)
def test_a_cursor_with_another_filter_or_sort_is_refused(
    client: TestClient, cursor: str, changed: dict[str, str]
) -> None:
    fault(client.get(LIST, params={"cursor": cursor, **changed}), "cursor")


@pytest.mark.parametrize("address", [one for one in PAGED_LISTS if one != LIST])
def test_a_cursor_of_another_list_is_refused(client: TestClient, cursor: str, address: str) -> None:
    fault(client.get(address, params={"cursor": cursor}), "cursor")


@pytest.mark.parametrize("shown", [{"limit": "7"}, {"lang": "ko"}, {"view": "summary"}, {"facets": "topic"}])
def test_a_cursor_goes_on_however_the_page_is_shown(client: TestClient, cursor: str, shown: dict[str, str]) -> None:
    page = ask(client, LIST, {"cursor": cursor, **shown})
    assert page["items"][0]["id"] == ids(client, LIST)[5]


def test_a_cursor_goes_on_under_its_own_edition_or_a_day_that_means_it(client: TestClient, cursor: str) -> None:
    page = ask(client, LIST, {"cursor": cursor})
    assert ask(client, LIST, {"cursor": cursor, "edition": 1}) == page
    assert ask(client, LIST, {"cursor": cursor, "as_of": "2026-11-23"}) == page


def test_a_cursor_goes_on_in_its_own_edition_when_a_newer_one_is_out(seeded_engine: Engine) -> None:
    address = seeded_engine.url.render_as_string(hide_password=False)
    with client_of(address) as client:
        first = ask(client, LIST, {"limit": 5})
        before = ids(client, LIST)
        publish_again(seeded_engine)
        assert ask(client, LIST)["edition"] == 2
        rest = ids(client, LIST, {"cursor": first["next"]})
        assert [item["id"] for item in first["items"]] + rest == before
        assert ask(client, LIST, {"cursor": first["next"]})["edition"] == 1


def test_a_cursor_under_another_edition_is_refused(seeded_engine: Engine) -> None:
    address = seeded_engine.url.render_as_string(hide_password=False)
    with client_of(address) as client:
        cursor = ask(client, LIST, {"limit": 5})["next"]
        publish_again(seeded_engine)
        fault(client.get(LIST, params={"cursor": cursor, "edition": 2}), "cursor")
        fault(client.get(LIST, params={"cursor": cursor, "as_of": "2026-12-31"}), "cursor")
        problem(client.get(LIST, params={"cursor": cursor, "edition": 3}), 404, "unknown-edition")


def test_a_cursor_written_by_hand_in_the_right_form_is_one(client: TestClient, cursor: str) -> None:
    raw = json.loads(_bytes(cursor)[6:])
    page = ask(client, LIST, {"cursor": _encoded(Cursor(*raw[1:]))})
    assert page == ask(client, LIST, {"cursor": cursor})


@pytest.mark.parametrize("edition", [2, 2_000_000_000, -1, 0])
def test_a_forged_cursor_of_an_edition_that_is_not_there_is_refused(client: TestClient, edition: int) -> None:
    forged = Cursor(edition, _digest(LIST), "my-a", "my-a")
    fault(client.get(LIST, params={"cursor": _encoded(forged)}), "cursor")


def test_a_forged_cursor_of_an_edition_beyond_all_numbers_is_refused(client: TestClient) -> None:
    for edition in (2**31, 2**62, 2**63, 10**30):
        forged = Cursor(edition, _digest(LIST), "my-a", "my-a")
        fault(client.get(LIST, params={"cursor": _encoded(forged)}), "cursor")


@pytest.mark.parametrize(
    "text",
    [
        "\x00",
        "\ud800",
        "'; DROP TABLE edition; --",
        "",
        "가" * 100,
    ],
)
def test_a_forged_cursor_of_strange_text_does_no_harm(client: TestClient, text: str) -> None:
    for forged in (Cursor(1, _digest(LIST), text, "my-a"), Cursor(1, _digest(LIST), "my-a", text)):
        assert client.get(LIST, params={"cursor": _encoded(forged)}).status_code in (200, 422)


@pytest.mark.parametrize("id_", ["abc", "", "1.5"])
def test_a_forged_cursor_of_editions_that_holds_no_number_is_refused(client: TestClient, id_: str) -> None:
    forged = Cursor(1, _digest("/v1/editions"), "", id_)
    fault(client.get("/v1/editions", params={"cursor": _encoded(forged)}), "cursor")


def _digest(address: str) -> str:
    """What ties a cursor to an unfiltered list."""
    return query_digest(f"{address}?{normalised(parameters_given(PageParameters()).items())}")


def _bytes(cursor: str) -> bytes:
    return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))


def _encoded(cursor: Cursor) -> str:
    """A cursor as somebody would write it who knows its form and keeps to no rule."""
    body = json.dumps([1, cursor.edition, cursor.query, cursor.key, cursor.id]).encode()
    checksum = hashlib.sha256(b"atlas-cursor" + body).digest()[:6]
    return base64.urlsafe_b64encode(checksum + body).decode().rstrip("=")
