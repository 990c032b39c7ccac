"""Problem documents: what they say, and how they find the nearest valid word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.http.problems import (
    MEDIA_TYPE,
    TITLES,
    Problem,
    ProblemDocument,
    ProblemError,
    invalid_parameter,
    nearest,
    parameter_error,
    problem_response,
)

WORDS = ["biosimilar", "biologic", "generic", "vaccine", "KR-MFDS", "gmp-evidence", "product_type"]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("biosimlar", "biosimilar"),
        ("BIOSIMILAR", "biosimilar"),
        ("biologics", "biologic"),
        ("kr-mfd", "KR-MFDS"),
        ("gmp_evidence", "gmp-evidence"),
        ("produkt_type", "product_type"),
        ("vacine", "vaccine"),
        ("xyz", None),
        ("", None),
        ("백신", None),
    ],
)
def test_the_nearest_word_is_the_one_most_like_it_in_either_case(value: str, found: str | None) -> None:
    assert nearest(value, WORDS) == found


def test_of_no_words_none_is_nearest() -> None:
    assert nearest("anything", []) is None


@given(st.text(max_size=50))
def test_the_nearest_word_is_always_one_of_the_words(value: str) -> None:
    assert nearest(value, WORDS) in {None, *WORDS}


@given(st.sampled_from(WORDS))
def test_a_word_is_nearest_to_itself(word: str) -> None:
    assert nearest(word, WORDS) == word


def test_few_valid_values_are_listed_and_many_are_not() -> None:
    few, many = [f"w{n:02}" for n in range(60)], [f"w{n:02}" for n in range(61)]
    assert parameter_error("a", "no", "w1", few[::-1]).expected == few
    assert parameter_error("a", "no", "w1", many).expected is None
    assert parameter_error("a", "no", "w1", []).expected is None
    assert parameter_error("a", "no", "w01x", many).did_you_mean == "w01"


def test_an_invalid_parameter_is_named_in_detail_and_error() -> None:
    problem = invalid_parameter("topic", "no topic is called cpq", value="cpq", valid=["cpp", "fees"])
    assert (problem.status, problem.detail) == (422, "topic: no topic is called cpq")
    assert problem.errors == [
        ProblemError(
            parameter="topic", message="no topic is called cpq", expected=["cpp", "fees"], did_you_mean="cpp"
        )
    ]


@pytest.mark.parametrize("name", TITLES)
def test_every_problem_is_sent_whole_with_its_status_and_without_empty_members(name: str) -> None:
    problem = Problem(name, "It went wrong.", headers={"Allow": "GET"})
    response = problem_response(problem, path="/v1/x", request_id="abcdefgh")
    assert response.status_code == TITLES[name][0]
    assert response.headers["content-type"] == MEDIA_TYPE
    assert (response.headers["cache-control"], response.headers["allow"]) == ("no-store", "GET")
    document = ProblemDocument.model_validate_json(bytes(response.body))
    assert document.model_dump(exclude_none=True, exclude_defaults=True) == {
        "type": f"/problems/{name}",
        "title": TITLES[name][1],
        "status": TITLES[name][0],
        "detail": "It went wrong.",
        "instance": "/v1/x",
        "request_id": "abcdefgh",
    }
    assert b"null" not in response.body
    assert b"errors" not in response.body


def test_a_problem_tells_reason_history_and_every_error() -> None:
    errors = [ProblemError(parameter="a", message="one"), ProblemError(pointer="/b/0", message="two")]
    problem = Problem("withdrawn", "Gone.", errors=errors, history="/v1/entries/x/revisions", reason="It was wrong")
    document = ProblemDocument.model_validate_json(
        bytes(problem_response(problem, path="/v1/x", request_id=None).body)
    )
    assert (document.reason, document.history) == ("It was wrong", "/v1/entries/x/revisions")
    assert document.errors == errors


def test_titles_and_statuses_are_those_of_errors() -> None:
    for name, (status, title) in TITLES.items():
        assert 300 <= status < 600
        assert title[0].isupper()
        assert name == name.lower()
