"""The body as it comes in: hostile ones are refused with a pointer, and nothing of any is kept."""

import json
import logging
from typing import Any

import pytest
from sqlalchemy import Engine, MetaData, func, select
from starlette.testclient import TestClient

from tests.answers.readiness.asked import Data, one, ready
from tests.contract.asking import problem
from tests.editions.life import asking

PATH = "/v1/readiness"
GOOD: Data = {"country": "MY", "product_type": "generic", "documents": ["CPP"]}
JSON = {"content-type": "application/json"}
SECRET = "Zebrafish Annex Qwxz 비밀서류"
"""A paper that nobody else would name."""


def _errors(client: TestClient, body: Any) -> dict[str, Data]:
    """What is at fault in a body, by its JSON pointer."""
    errors: list[Data] = problem(client.post(PATH, json=body), 422, "invalid-parameter")["errors"]
    return {error["pointer"]: error for error in errors}


@pytest.mark.parametrize(
    ("change", "pointers"),
    [
        ({"country": 5}, ["/country"]),
        ({"country": ""}, ["/country"]),
        ({"country": None, "product_type": {}}, ["/country", "/product_type"]),
        ({"documents": "CPP"}, ["/documents"]),
        ({"documents": {"0": "CPP"}}, ["/documents"]),
        ({"documents": None}, ["/documents"]),
        ({"documents": ["CPP", 5, None, ["CPP"], {"id": "cpp"}, True]}, [f"/documents/{n}" for n in range(1, 6)]),
        ({"documents": ["", "   ", "a\0b", "a\x1bb", "\t"]}, [f"/documents/{n}" for n in range(5)]),
        ({"documents": ["x" * 200, "x" * 201]}, ["/documents/1"]),
        ({"documents": ["CPP"] * 301}, ["/documents"]),
        ({"procedure": 1}, ["/procedure"]),
        ({"designation": [1]}, ["/designation/0"]),
        ({"designation": ["orphan"] * 21}, ["/designation"]),
        ({"approved_by": {"KR-MFDS": 1}}, ["/approved_by"]),
        ({"applies_on": "tomorrow"}, ["/applies_on"]),
        ({"applies_on": "2026-02-30"}, ["/applies_on"]),
        ({"applies_on": "2026"}, ["/applies_on"]),
        ({"document": ["CPP"]}, ["/document"]),
        ({"a/b~c": 1}, ["/a~1b~0c"]),
        ({"edition": 1, "lang": "ko"}, ["/edition", "/lang"]),
    ],
)
def test_what_a_body_may_not_hold_is_refused_by_its_pointer(
    atlas: TestClient, change: Data, pointers: list[str]
) -> None:
    assert sorted(_errors(atlas, {**GOOD, **change})) == sorted(pointers)


@pytest.mark.parametrize("missing", ["country", "product_type", "documents"])
def test_what_a_body_must_hold_is_asked_for(atlas: TestClient, missing: str) -> None:
    assert list(_errors(atlas, {name: value for name, value in GOOD.items() if name != missing})) == [f"/{missing}"]


@pytest.mark.parametrize("body", [[], [GOOD], "CPP", 5, True])
def test_a_body_that_is_no_object_is_refused(atlas: TestClient, body: Any) -> None:
    assert list(_errors(atlas, body)) == ["/"]


@pytest.mark.parametrize(
    ("change", "pointer", "nearest"),
    [
        ({"country": "MYX"}, "/country", "MY"),
        ({"product_type": "genric"}, "/product_type", "generic"),
        ({"procedure": "my-generic-ful"}, "/procedure", "my-generic-full"),
        ({"procedure": "my-generic-full\0"}, "/procedure", "my-generic-full"),
        ({"procedure": "my-generic-full", "variant": "standrd"}, "/variant", "standard"),
        ({"designation": ["otc", "orphn"]}, "/designation/1", "orphan"),
        ({"approved_by": "KR-MFD"}, "/approved_by/0", "KR-MFDS"),
    ],
)
def test_an_unknown_word_is_refused_with_the_nearest(
    atlas: TestClient, change: Data, pointer: str, nearest: str
) -> None:
    errors = _errors(atlas, {**GOOD, **change})
    assert list(errors) == [pointer]
    assert errors[pointer]["did_you_mean"] == nearest


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"procedure": "sg-gda-abridged"}, "/procedure"),  # of another country
        ({"procedure": "my-local-prh"}, "/procedure"),  # no procedure
        ({"variant": "standard"}, "/variant"),  # of which procedure?
        ({"approved_by": ["KR-MFDS:2025-13"]}, "/approved_by/0"),
        ({"approved_by": ["none", "KR-MFDS"]}, "/approved_by"),
        ({"designation": ["orphan", "none"]}, "/designation"),
    ],
)
def test_a_word_in_the_wrong_place_is_refused(atlas: TestClient, change: Data, pointer: str) -> None:
    assert list(_errors(atlas, {**GOOD, **change})) == [pointer]


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"not json",
        b'{"country": "\xff"}',
        b"[" * 100_000 + b"]" * 100_000,
        b'{"documents": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b'{"country": ' + b"9" * 10_000 + b"}",
    ],
)
def test_what_is_no_json_or_too_deep_is_malformed(atlas: TestClient, content: bytes) -> None:
    problem(atlas.post(PATH, content=content, headers=JSON), 400, "malformed-body")


@pytest.mark.parametrize(
    "content", [b'{"documents": [NaN]}', b'{"country": "\\ud800"}', b'{"\\ud800": 1}', b"null", b""]
)
def test_json_that_says_nothing_of_use_is_refused(atlas: TestClient, content: bytes) -> None:
    problem(atlas.post(PATH, content=content, headers=JSON), 422, "invalid-parameter")


@pytest.mark.parametrize("type_", ["text/plain", "application/x-www-form-urlencoded", "application/xml", None])
def test_a_body_of_another_type_is_not_understood(atlas: TestClient, type_: str | None) -> None:
    headers = {"content-type": type_} if type_ else {}
    answer = atlas.post(PATH, content=json.dumps(GOOD).encode(), headers=headers)
    problem(answer, 415, "unsupported-media-type")


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_that_is_too_large_is_refused_whether_it_says_so_or_not(atlas: TestClient, declared: bool) -> None:
    large = b" " * 1_100_000
    parts = (large[place : place + 65_536] for place in range(0, len(large), 65_536))
    problem(atlas.post(PATH, content=large if declared else parts, headers=JSON), 413, "body-too-large")


def test_thousands_of_faults_make_no_huge_answer(atlas: TestClient) -> None:
    answer = atlas.post(PATH, json={**GOOD, **{f"k{number}": 1 for number in range(50_000)}})
    assert len(problem(answer, 422, "invalid-parameter")["errors"]) == 100
    assert len(answer.content) < 50_000


def test_the_most_that_may_be_sent_is_answered(atlas: TestClient) -> None:
    papers = [f"{number:03d} {'가나다라마바사' * 30}"[:200] for number in range(300)]
    assert ready(atlas, **{**GOOD, "documents": papers})["counts"] == {
        "sent": 300,
        "recognised": 0,
        "ambiguous": 0,
        "unrecognised": 300,
    }


def test_the_address_takes_no_other_method_and_no_other_parameter(atlas: TestClient) -> None:
    assert problem(atlas.get(PATH), 405, "method-not-allowed")
    problem(atlas.post(f"{PATH}?editon=1", json=GOOD), 422, "invalid-parameter")
    problem(atlas.post(f"{PATH}?edition=9", json=GOOD), 404, "unknown-edition")


def test_country_and_lists_may_be_written_as_people_do(atlas: TestClient) -> None:
    plain = ready(atlas, **{**GOOD, "designation": ["orphan"], "approved_by": ["KR-MFDS"]})
    assert ready(atlas, **{**GOOD, "country": "my", "designation": "orphan", "approved_by": "kr-mfds"}) == plain


def test_an_answer_is_nobody_elses_and_has_a_language(atlas: TestClient) -> None:
    answer = atlas.post(f"{PATH}?lang=ko", json=GOOD)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-language"] == "ko"
    assert "etag" not in answer.headers


def test_both_languages_say_the_same(atlas: TestClient) -> None:
    english, korean = (ready(atlas, query=f"?lang={lang}", **GOOD) for lang in ("en", "ko"))
    assert _bare(english) == _bare(korean)
    found = one(atlas, "my-generic-full", query="?lang=ko", country="MY", product_type="generic", documents=["label"])
    texts = [korean["rule"], *(row["message"] for row in korean["warnings"])]
    texts += [row["explanation"] for name in ("present", "partly", "missing") for row in found[name]]
    assert all(any("가" <= letter <= "힣" for letter in text) for text in texts)


WORDED = {
    *(
        "name",
        "title",
        "explanation",
        "statement",
        "condition",
        "conditions",
        "reason",
        "message",
        "rule",
        "arithmetic",
    ),
    *("korean_procedure", "as_written", "note", "country_name", "product_type_name", "evidence", "meta"),
}
"""Members that are in a language, or hold much that is."""


def _bare(value: Any) -> Any:
    """An answer without its words; of a list of words, how many they are."""
    if isinstance(value, dict):
        lists = {name: len(member) for name, member in value.items() if name in WORDED and isinstance(member, list)}
        return {name: _bare(member) for name, member in value.items() if name not in WORDED} | lists
    return [_bare(member) for member in value] if isinstance(value, list) else value


def test_nothing_that_was_sent_is_logged_or_counted(atlas: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        ready(atlas, **{**GOOD, "documents": [SECRET]})
        _errors(atlas, {**GOOD, "documents": [f"{SECRET}\0"]})
        _errors(atlas, {**GOOD, "country": SECRET})
        _errors(atlas, {**GOOD, SECRET: 1})
        atlas.post(PATH, content=SECRET.encode(), headers=JSON)
    logged = "".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records if record.name != "httpx")
    assert PATH in logged
    assert _parts(SECRET, logged) == []
    assert _parts(SECRET, atlas.get("/metrics").text) == []


def test_a_failure_of_ours_does_not_tell_what_was_sent(
    atlas: TestClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("app.answers.readiness.readiness.evidence", broken)
    answer = atlas.post(PATH, json={**GOOD, "documents": [SECRET]})
    problem(answer, 500, "internal-error")
    assert "broken" in caplog.text
    assert _parts(SECRET, caplog.text + answer.text) == []


def _parts(secret: str, text: str) -> list[str]:
    return [part for part in (secret, *secret.split(" ")) if part.lower() in text.lower()]


def test_nothing_that_was_sent_is_stored(seeded_engine: Engine) -> None:
    before = _rows(seeded_engine)
    with asking(seeded_engine) as client:
        ready(client, **{**GOOD, "documents": [SECRET]})
        ready(client, **{**GOOD, "documents": ["CPP"]})
    assert _rows(seeded_engine) == before


def _rows(engine: Engine) -> dict[str, int]:
    """How many rows each table has."""
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(table)) or 0
            for name, table in metadata.tables.items()
        }


def test_one_callers_papers_do_not_reach_another(atlas: TestClient) -> None:
    clean = ready(atlas, **{**GOOD, "documents": []})
    ready(atlas, **{**GOOD, "documents": [SECRET, "CPP", "DMF"]})
    assert ready(atlas, **{**GOOD, "documents": []}) == clean
