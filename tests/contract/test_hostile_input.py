"""Whatever comes in, nothing breaks, nothing leaks, and text is never anything but text."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from app.http.cursors import decode_cursor
from app.vocabulary.tokens import fold
from tests.contract.asking import (
    PAGED_LISTS,
    QUESTIONS,
    WHOLE_LISTS,
    Data,
    ask,
    ids,
    items,
    problem,
)
from tests.http.raw import ask_raw

LIST = "/v1/requirements"
STRANGE = {
    "control": "%01%07%1b",
    "white space": "%09%0a%0d%1c%1f%20",
    "delete": "%7f",
    "lone surrogate": "%ED%A0%80%ED%BF%BF",
    "broken UTF-8": "%ff%fe%c0%af",
    "half a percent": "%",
    "not hexadecimal": "%zz",
    "right-to-left": "%e2%80%ae%d7%90",
    "noncharacter": "%ef%bf%bf",
    "beyond the plane": "%f0%9f%92%8a",
    "composed or not": "e%CC%81",
    "SQL": "'%20OR%20'1'='1'%3B%20DROP%20TABLE%20edition%3B--",
    "SQL union": "x')%20UNION%20SELECT%20content%20FROM%20revision--",
    "format": "%25s%25n%7B0%7D$%7Bjndi:ldap://x%7D",
    "script": "%3Cscript%3Ealert(1)%3C/script%3E",
    "path": "..%2f..%2fetc%2fpasswd",
    "long": "a" * 2000,
    "JSON": "%5B%7B%22a%22:null%7D%5D",
    "many": "%2c".join("abc"),
}
OWN_TEXT = ("title", "statement", "condition", "note", "status_note", "legal_basis")


LISTS = ["/v1/entries", "/v1/sources", "/v1/gaps", "/v1/editions", "/v1/authorities", "/v1/countries"]
"""Every parameter of every list is one of these lists' parameters."""
PATHS = [
    "/v1/entries/{}",
    "/v1/entries/{}/revisions",
    "/v1/entries/{}/diff",
    "/v1/sources/{}",
    "/v1/countries/{}",
    "/v1/guides/{}/generic",
    "/v1/guides/MY/{}",
    "/v1/editions/{}",
    "/v1/editions/{}/manifest",
    "/v1/editions/1/manifest/{}.txt",
    "/problems/{}",
    "/docs/assets/{}",
]


def _parameters(operations: dict[str, Data], address: str) -> list[str]:
    return [one["name"] for one in operations[address]["parameters"]]


def _harmless(client: TestClient, address: str, allowed: set[int]) -> None:
    """The answer is one of ours, and when it is an error it is a whole problem."""
    answer = client.get(address)
    assert answer.status_code in allowed, f"{address}: {answer.text[:500]}"
    if answer.status_code >= 400:
        names = {404: ("unknown-record", "not-found"), 422: ("invalid-parameter",)}[answer.status_code]
        problem(answer, answer.status_code, next(one for one in names if f"/problems/{one}" in answer.text))


@pytest.mark.parametrize("value", STRANGE.values(), ids=STRANGE)
@pytest.mark.parametrize("address", LISTS)
def test_no_value_of_a_query_breaks_a_list(
    client: TestClient, operations: dict[str, Data], address: str, value: str
) -> None:
    for name in _parameters(operations, address):
        short = "&limit=1" if "limit" in _parameters(operations, address) and name != "limit" else ""
        _harmless(client, f"{address}?{name}={value}{short}", {200, 422})


@pytest.mark.parametrize("value", STRANGE.values(), ids=STRANGE)
@pytest.mark.parametrize("address", PATHS)
def test_no_value_in_a_path_breaks_an_address(client: TestClient, address: str, value: str) -> None:
    _harmless(client, address.format(value), {404, 422})


@pytest.mark.parametrize("address", LISTS)
def test_no_nul_in_a_query_breaks_a_list(client: TestClient, operations: dict[str, Data], address: str) -> None:
    for name in _parameters(operations, address):
        _harmless(client, f"{address}?{name}=%00", {200, 422})


@pytest.mark.parametrize("address", PATHS)
def test_no_nul_in_a_path_breaks_an_address(client: TestClient, address: str) -> None:
    _harmless(client, address.format("%00"), {404, 422})


@pytest.mark.parametrize("value", STRANGE.values(), ids=STRANGE)
def test_no_name_of_a_parameter_breaks_a_list(client: TestClient, value: str) -> None:
    _harmless(client, f"{LIST}?{value}=1", {200, 422})


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept-Language": "\x00"},
        {"Accept-Language": "ko;q=abc, en;q=, ;;;, *;q=9e999, ko;q=nan"},
        {"Accept-Language": "ko," * 3000},
        {"If-None-Match": '"' + "a" * 8000},
        {"If-None-Match": ",,,W/,"},
        {"Accept": "nonsense"},
        {"Accept": ""},
        {"X-Request-ID": "a\tb"},
        {"Cookie": "=;=;"},
        {"Range": "bytes=0-1"},
        {"Content-Type": "multipart/form-data"},
        {"Transfer-Encoding": "identity"},
    ],
)
def test_no_header_breaks_a_list(client: TestClient, headers: dict[str, str]) -> None:
    assert client.get(LIST, headers=headers).status_code == 200


@pytest.mark.parametrize("path", [b"/v1/entries/\xff\xfe", b"/v1/\x00", b"/v1/entries/a b", b"*", b"", b"v1/topics"])
def test_no_raw_path_breaks_the_server(client: TestClient, path: bytes) -> None:
    assert ask_raw(client.app, path)[0]["status"] == 404


@pytest.mark.parametrize("size", [8200, 20_000, 60_000])
@pytest.mark.parametrize("address", [LIST, "/v1/nothing", "/health/live", "/docs", "/openapi.json"])
def test_an_address_that_is_too_long_is_refused(client: TestClient, address: str, size: int) -> None:
    body = problem(client.get(f"{address}?q={'a' * size}"), 414, "uri-too-long")
    assert "8192" in body["detail"]


def test_a_path_that_is_too_long_is_refused_and_not_sent_back_whole(client: TestClient) -> None:
    answer = client.get(f"/v1/entries/{'a' * 20_000}")
    problem(answer, 414, "uri-too-long")
    assert len(answer.content) < 1000


def test_the_longest_address_that_is_taken_is_taken(client: TestClient) -> None:
    query = "&".join(f"topic={topic['id']}" for topic in ask(client, "/v1/topics")["items"])
    assert client.get(f"{LIST}?{query}&{query[: query.index('&', 200)]}").status_code == 200


def test_what_was_sent_never_comes_back_as_markup(client: TestClient) -> None:
    answer = client.get("/v1/entries/<script>alert(1)</script>")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_every_parameter_of_a_list_is_one_of_those_tested_here(operations: dict[str, Data]) -> None:
    tested = {name for address in LISTS for name in _parameters(operations, address)}
    for address in (*PAGED_LISTS, *WHOLE_LISTS):
        assert set(_parameters(operations, address)) <= tested | {"state"}


@pytest.fixture(scope="module")
def texts(richer: TestClient) -> dict[str, str]:
    """The folded text of each entry, in both languages, by id."""
    found: dict[str, str] = {}
    for language in ("en", "ko"):
        for item in items(richer, "/v1/entries", {"lang": language}):
            own = " ".join([item["id"], *(item[name] for name in OWN_TEXT if item.get(name))])
            found[item["id"]] = f"{found.get(item['id'], '')} {fold(own)}"
    return found


@pytest.mark.parametrize("sign", ["%", "_", "/", "\\", "'", '"', "30 %", "50%", "*", "?", "^", "$", "[", "%%", "__"])
def test_a_sign_in_q_means_itself(richer: TestClient, texts: dict[str, str], sign: str) -> None:
    words = fold(sign).split()
    wanted = [id_ for id_, text in texts.items() if all(word in text for word in words)]
    assert ids(richer, "/v1/entries", {"q": sign, "view": "summary"}) == wanted


def test_signs_in_q_are_tested_with_entries_that_have_them_and_entries_that_do_not(texts: dict[str, str]) -> None:
    for sign in ("%", "_", "/", "\\", "'", "["):
        assert 0 < sum(sign in text for text in texts.values()) < len(texts)


@pytest.mark.parametrize("address", ["/v1/entries", "/v1/requirements", "/v1/sources"])
@pytest.mark.parametrize("blank", [" ", "\t", "\u3000", "\x1f"])
def test_a_q_without_words_is_refused(client: TestClient, address: str, blank: str) -> None:
    problem(client.get(address, params={"q": blank}), 422, "invalid-parameter")


@pytest.mark.parametrize("address", ["/v1/entries", "/v1/sources"])
def test_a_nul_in_q_matches_nothing_or_is_refused(client: TestClient, address: str) -> None:
    answer = client.get(f"{address}?q=%00")
    assert answer.status_code == 422 or answer.json()["total"] == 0


@pytest.mark.parametrize("place", ["", "x", "-1", "9" * 400, "1.5", "²", "a b", "a b c d", "١"])
@pytest.mark.parametrize("address", [*(one for one in PAGED_LISTS if one != "/v1/qa"), "/v1/search"])
def test_a_forged_place_in_a_list_is_refused_or_only_a_place(whole: TestClient, address: str, place: str) -> None:
    asked: dict[str, str | int] = {**QUESTIONS.get(address, {}), "limit": 1}
    following = ask(whole, address, asked)["next"]
    assert following is not None
    forged = replace(decode_cursor(following), key=place, id=place).encode()
    answer = whole.get(address, params={**asked, "cursor": forged})
    if answer.status_code != 200:
        problem(answer, 422, "invalid-parameter")
