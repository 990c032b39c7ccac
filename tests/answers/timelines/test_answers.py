"""What an answer about timelines says besides its figures, and what it refuses."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.answers.timelines.schemas import TimelineAnswer
from tests.contract.asking import ask, fault

Data = dict[str, Any]
TIMELINES = "/v1/timelines"
NCE = f"{TIMELINES}?product_type=new-chemical-entity"


@pytest.mark.parametrize(
    ("query", "parameter", "near"),
    [
        ("", "product_type", None),
        ("product_type=biosimlar", "product_type", "biosimilar"),
        ("product_type=generic&country=MYS", "country", None),
        ("product_type=generic&licence=marketing-authorization", "licence", "marketing-authorisation"),
        ("product_type=generic&rank_by=measured", "rank_by", None),
        ("product_type=generic&applies_on=2026-02-30", "applies_on", None),
        ("product_type=generic&applies_on=2026", "applies_on", None),
        ("product_type=generic&product_type=otc", "product_type", None),
        ("product_type=generic&variant=standard", "variant", None),
    ],
)
def test_what_is_not_valid_is_refused_with_the_nearest(
    atlas: TestClient, query: str, parameter: str, near: str | None
) -> None:
    error = fault(atlas.get(f"{TIMELINES}?{query}"), parameter)
    if near:
        assert error["did_you_mean"] == near


def test_countries_are_taken_in_either_case_once_and_ranked_among_themselves(atlas: TestClient) -> None:
    answer = ask(atlas, f"{NCE}&country=sg&country=MY&country=my&country=asean")
    assert [(one["country"], one["rank"]) for one in answer["ranking"]] == [("MY", 1), ("SG", 2)]
    assert [one["country"] for one in answer["other_jurisdictions"]] == ["ASEAN"]


def test_both_languages_say_the_same_in_their_own_words(atlas: TestClient) -> None:
    english, korean = (ask(atlas, f"{NCE}&lang={lang}") for lang in ("en", "ko"))
    assert _korean(korean["rule"])
    assert not _korean(english["rule"])
    for one, other in zip(english["ranking"], korean["ranking"], strict=True):
        assert (one["country"], one["rank"]) == (other["country"], other["rank"])
        assert _korean(other["statutory"]["reason"])
        assert _korean(other["observed"]["reason"])
        assert not _korean(one["statutory"]["reason"])
        for path, same in zip(one["paths"], other["paths"], strict=True):
            assert path["clock"]["days"] == same["clock"]["days"]
            assert [each["code"] for each in path["conditions"]] == [each["code"] for each in same["conditions"]]
            assert all(_korean(each["message"]) for each in same["conditions"])
            assert not any(_korean(each["message"]) for each in path["conditions"])
            arithmetic = same["clock"]["arithmetic"]
            assert arithmetic is None or arithmetic.endswith("역일") or "역일 이" in arithmetic
    assert all(_korean(one["message"]) for one in korean["warnings"])
    assert not any(_korean(one["message"]) for one in english["warnings"])


def _korean(text: str) -> bool:
    return any("가" <= letter <= "힣" for letter in text)


def test_every_entry_that_a_figure_rests_on_is_in_the_evidence(atlas: TestClient) -> None:
    answer = ask(atlas, NCE)
    evidence = {one["id"] for one in answer["evidence"]}
    named = {id_ for one in answer["ranking"] for part in ("statutory", "observed") for id_ in one[part]["entries"]}
    named |= {id_ for one in answer["ranking"] for path in one["paths"] for id_ in path["entries"]}
    named |= {figure["id"] for one in answer["ranking"] for each in one["observed_times"].values() for figure in each}
    assert len(named) > 20
    assert named <= evidence
    assert all(one["sources"] for one in answer["evidence"])


def test_the_answer_has_a_tag_that_depends_on_the_question(atlas: TestClient) -> None:
    answer = atlas.get(NCE)
    assert atlas.get(NCE, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    others = [f"{NCE}&rank_by=observed", f"{NCE}&country=MY", f"{NCE}&applies_on=2027-01-01", f"{NCE}&lang=ko"]
    tags = {atlas.get(address).headers["etag"] for address in others}
    assert len(tags | {answer.headers["etag"]}) == 5


def test_the_past_is_answered_too(atlas: TestClient) -> None:
    # The plan that made Korea's 295 days began in 2025.
    found = {one["country"]: one for one in ask(atlas, f"{NCE}&applies_on=2024-12-31")["ranking"]}
    assert found["KR"]["rank"] is None
    assert [path["procedure"] for path in found["KR"]["coming"]] == ["kr-new-drug-ma"]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_product_type_answers_as_its_model_promises(atlas: TestClient, language: str) -> None:
    types = [one["id"] for one in ask(atlas, "/v1/product-types")["items"]]
    for product_type in types:
        for licence in ("marketing-authorisation", "variation", "gmp"):
            query = {"product_type": product_type, "licence": licence, "lang": language}
            answer = ask(atlas, "/v1/timelines", query)
            TimelineAnswer.model_validate(answer)
            ranks = [one["rank"] for one in answer["ranking"] if one["rank"] is not None]
            assert ranks == sorted(ranks)
            assert [one["rank"] for one in answer["ranking"]][: len(ranks)] == ranks
