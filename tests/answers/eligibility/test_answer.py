"""The answer as a whole: what it names, both languages, editions, and bad questions."""

import re
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from app.answers.eligibility.schemas import EligibilityAnswer
from tests.answers.eligibility.made import procedure
from tests.answers.eligibility.reading import PLACES, answer, outcomes, rows
from tests.contract.asking import fault
from tests.editions.life import asking, edition

HANGUL = re.compile("[가-힣]")


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_it_is_what_the_document_promises(atlas: TestClient, lang: str) -> None:
    body = answer(atlas, country="MY", product_type="biosimilar", approved_by="KR-MFDS:2024", lang=lang)
    EligibilityAnswer.model_validate(body)
    assert body["meta"]["language"] == lang


def test_every_procedure_of_the_country_stands_in_one_place(atlas: TestClient) -> None:
    body = answer(atlas, country="MY", product_type="biosimilar")
    listed = atlas.get("/v1/procedures?country=MY&limit=200&view=summary").json()["items"]
    placed = [row["procedure"] for place in PLACES for row in body[place]]
    assert sorted(placed) == sorted(one["id"] for one in listed)


def test_only_the_licence_that_was_asked_for(atlas: TestClient) -> None:
    body = answer(atlas, country="TH", product_type="generic", licence="gmp")
    assert {row["licence"] for row in rows(body).values()} == {"gmp"}


def test_the_case_is_shown_as_it_was_told(atlas: TestClient) -> None:
    body = answer(atlas, country="my", product_type="generic", approved_by=["us-fda:2025-03", "KR-MFDS"])
    assert body["country"] == "MY"
    assert body["case"] == {
        "designations": None,
        "approved_by": [{"authority": "KR-MFDS", "on": None}, {"authority": "US-FDA", "on": "2025-03"}],
        "inspected_by": None,
        "same_product": "unknown",
        "local_holder": "unknown",
    }
    nowhere = answer(atlas, country="MY", product_type="generic", approved_by="none", designation="None")
    assert (nowhere["case"]["approved_by"], nowhere["case"]["designations"]) == ([], [])


@pytest.mark.parametrize("country", ["MY", "SG", "TH", "ASEAN", "KR"])
def test_both_languages_give_one_answer(atlas: TestClient, country: str) -> None:
    told: dict[str, Any] = {"country": country, "product_type": "biologic", "approved_by": "US-FDA:2026"}
    english, korean = (rows(answer(atlas, **told, lang=lang)) for lang in ("en", "ko"))
    assert {id_: row["outcome"] for id_, row in english.items()} == {
        id_: row["outcome"] for id_, row in korean.items()
    }
    for row in korean.values():
        assert HANGUL.search(row["reason"]), row["reason"]
        for condition in row["conditions"]:
            assert HANGUL.search(condition["explanation"])
            assert "{" not in condition["explanation"]
    for row in english.values():
        assert not HANGUL.search(row["reason"])


def test_a_country_without_procedures_says_so(atlas: TestClient) -> None:
    body = answer(atlas, country="BR", product_type="generic")
    assert [body[place] for place in PLACES] == [[], [], [], []]
    assert [one["code"] for one in body["warnings"]] == ["nothing-recorded"]


@pytest.mark.parametrize(
    ("query", "parameter", "nearest"),
    [
        ({"country": "MYY", "product_type": "generic"}, "country", "MY"),
        ({"country": "MY", "product_type": "biosimlar"}, "product_type", "biosimilar"),
        ({"country": "MY", "product_type": "generic", "approved_by": "KR-MFD"}, "approved_by", "KR-MFDS"),
        ({"country": "MY", "product_type": "generic", "approved_by": "KR-MFDS:2026-13"}, "approved_by", None),
        ({"country": "MY", "product_type": "generic", "approved_by": "KR-MFDS:soon"}, "approved_by", None),
        ({"country": "MY", "product_type": "generic", "approved_by": ["none", "KR-MFDS"]}, "approved_by", None),
        ({"country": "MY", "product_type": "generic", "inspected_by": "mfds"}, "inspected_by", None),
        ({"country": "MY", "product_type": "generic", "designation": "orfan"}, "designation", "orphan"),
        ({"country": "MY", "product_type": "generic", "same_product": "maybe"}, "same_product", None),
        ({"country": "MY", "product_type": "generic", "licence": "gmpp"}, "licence", "gmp"),
        ({"country": "MY", "product_type": "generic", "applies_on": "2026-02-30"}, "applies_on", None),
        ({"country": "MY", "product_type": "generic", "aproved_by": "KR-MFDS"}, "aproved_by", "approved_by"),
        ({"product_type": "generic"}, "country", None),
        ({"country": "MY"}, "product_type", None),
        ({"country": ["MY", "SG"], "product_type": "generic"}, "country", None),
    ],
)
def test_a_bad_question_is_told_what_is_wrong(
    atlas: TestClient, query: dict[str, Any], parameter: str, nearest: str | None
) -> None:
    found = fault(atlas.get("/v1/eligibility", params=query), parameter)
    if nearest:
        assert found["did_you_mean"] == nearest


def test_each_edition_keeps_its_own_answer(engine: Engine) -> None:
    edition(engine, procedure("xx-new", product_types=["generic"]), when="2026-12-01T12:00:00")
    changed = procedure("xx-new", {"local_holder": True}, product_types=["generic"])
    edition(engine, changed, when="2026-12-02T12:00:00")
    with asking(engine) as client:
        told = {"country": "XX", "product_type": "generic"}
        assert "xx-new" not in outcomes(client, **told, edition=1)
        assert outcomes(client, **told, edition=2)["xx-new"] == "open"
        assert outcomes(client, **told)["xx-new"] == "undecided"
        assert outcomes(client, **told, as_of="2026-12-01")["xx-new"] == "open"


def test_the_answer_has_a_tag(crafted_atlas: TestClient) -> None:
    query = {"country": "XX", "product_type": "generic"}
    tag = crafted_atlas.get("/v1/eligibility", params=query).headers["etag"]
    assert crafted_atlas.get("/v1/eligibility", params=query, headers={"If-None-Match": tag}).status_code == 304


def test_a_regional_procedure_counts_where_it_was_adopted(engine: Engine) -> None:
    adopted = [{"jurisdiction": "YY", "source": "xx-law"}]
    edition(engine, procedure("xx-shared", {"local_holder": True}, product_types=["generic"], adopted_by=adopted))
    with asking(engine) as client:
        assert outcomes(client, country="YY", product_type="generic")["xx-shared"] == "undecided"
