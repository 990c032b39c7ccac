"""The ranking as a page: it says what `/v1/timelines` says, and drops nothing."""

import pytest
from starlette.testclient import TestClient

from tests.web.markup import Markup


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("query", ["product_type=new-chemical-entity", "product_type=biosimilar&rank_by=observed"])
def test_the_page_has_every_country_of_the_answer_in_its_order(client: TestClient, language: str, query: str) -> None:
    answer = client.get(f"/v1/timelines?{query}&lang={language}").json()
    page = Markup(client.get(f"/{language}/where-first?{query}").text)
    links = [one for one in page.links if one.startswith(f"/{language}/countries/")]
    ranked = [one["country"] for one in answer["ranking"] if one["rank"] is not None]
    assert [one.rpartition("/")[2] for one in links][: len(ranked)] == ranked
    assert {one.rpartition("/")[2] for one in links} >= {one["country"] for one in answer["ranking"]}
    text = page.one("main").text
    assert answer["rule"] in text
    for one in answer["ranking"]:
        assert one["country_name"] in text
        if one["paths"]:
            assert " ".join(one["statutory"]["reason"].split()) in text
    for message in (one["message"] for one in answer["warnings"]):
        assert message in text


def test_measured_times_are_bars_of_their_own(client: TestClient) -> None:
    answer = client.get("/v1/timelines?product_type=new-chemical-entity").json()
    page = Markup(client.get("/en/where-first?product_type=new-chemical-entity").text)
    bars = [one for one in page.all("rect") if "observed" in one.get("class")]
    measured = {one["country_name"]: one["observed"]["days"] for one in answer["ranking"] if one["observed"]["days"]}
    assert len(bars) == len(measured) > 0
    labels = " ".join(one.text for one in page.all("li"))
    for name, days in measured.items():
        assert f"{name}: {days} calendar days measured" in labels


def test_bars_are_as_long_as_the_days_that_they_stand_for(client: TestClient) -> None:
    answer = client.get("/v1/timelines?product_type=new-chemical-entity").json()
    page = Markup(client.get("/en/where-first?product_type=new-chemical-entity").text)
    bars = [one for one in page.all("rect") if str(one.get("class")).startswith("bar authority")]
    widths = [float(one.get("width")) for one in bars]  # pale to the upper end where the lower one is shorter
    days = [one["statutory"]["days"] for one in answer["ranking"] if one["statutory"]["days"]]
    assert len(widths) >= len(days) > 4
    unit = max(widths) / max(days)
    for length in days:
        assert any(abs(width - length * unit) < 0.002 * length * unit + 0.1 for width in widths), length


def test_every_path_stands_on_the_page(client: TestClient) -> None:
    answer = client.get("/v1/timelines?product_type=biosimilar").json()
    links = set(Markup(client.get("/en/where-first?product_type=biosimilar").text).links)
    shown = [
        path["procedure"]
        for one in (*answer["ranking"], *answer["other_jurisdictions"])
        for name in ("paths", "coming", "older")
        for path in one[name]
    ]
    assert shown
    assert {f"/en/entries/{id_}" for id_ in shown} <= links


@pytest.mark.parametrize(("language", "says"), [("en", "it would take place 1"), ("ko", "순위에 든 경우 1위")])
def test_what_stands_apart_has_a_part_of_its_own_and_no_place(client: TestClient, language: str, says: str) -> None:
    answer = client.get("/v1/timelines?product_type=generic").json()
    apart = [one["country"] for one in answer["ranking"] if one["statutory"]["status"] == "apart"]
    assert apart
    page = client.get(f"/{language}/where-first?product_type=generic").text
    part = page.partition('aria-labelledby="part-apart"')[2].partition("</section>")[0]
    assert [code for code in apart if f'/countries/{code}"' in part] == apart
    assert says in " ".join(part.split())
    observed = client.get(f"/{language}/where-first?product_type=generic&rank_by=observed").text
    assert "part-apart" not in observed


def test_an_empty_choice_of_the_form_is_no_choice(client: TestClient) -> None:
    plain = client.get("/en/where-first?product_type=biosimilar").text
    formed = client.get("/en/where-first?product_type=biosimilar&licence=marketing-authorisation&applies_on=").text
    assert Markup(formed).one("main").text == Markup(plain).one("main").text


@pytest.mark.parametrize(
    "query",
    ["product_type=biosimlar", "licence=none", "rank_by=luck", "applies_on=2026-13-01", "nonsense=1", "country=QQ"],
)
def test_what_is_not_known_is_a_page_that_names_it(client: TestClient, query: str) -> None:
    answer = client.get(f"/ko/where-first?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "text/html; charset=utf-8")
    assert query.partition("=")[0] in Markup(answer.text).one("main").text
