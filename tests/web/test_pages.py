"""What holds for every page: language, markup, size, tags, and that nothing comes from elsewhere."""

import re
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from tests.web.markup import Markup

PAGES = [
    "/",
    "/?measure=reliance",
    "/?measure=coverage&product_type=generic",
    "/countries/MY",
    "/countries/KR",
    "/guides/MY/biosimilar",
    "/guides/SG/new-chemical-entity",
    "/guides/TH/generic",
    "/entries/my-new-drug-full",
    "/entries/my-rel-mfds-frp",
    "/entries/my-pol-elabel",
    "/entries/my-pol-elabel/history",
    "/entries/my-pol-elabel/report",
    "/search",
    "/search?q=biosimilar+malaysia+how+long",
    "/calendar",
    "/calendar?country=MY&status=",
    "/changes",
    "/changes/1",
    "/changes/1?kind=policy&limit=100",
    "/events",
    "/events/kpa-2019-asean",
    "/sources/npra-charter",
    "/where-first",
    "/where-first?product_type=biosimilar&rank_by=observed",
    "/compare",
    "/compare?product_type=biosimilar",
    "/compare?country=MY&country=SG&country=TH&product_type=biosimilar&part=papers",
    "/compare?country=MY&country=SG&topic=cpp&product_type=biosimilar",
    "/reliance",
    "/reliance?reference=US-FDA&product_type=generic",
    "/forecast",
    "/forecast?procedure=my-new-drug-full&submit_on=2026-12-01&prerequisites=yes",
]
LARGEST = 165_000  # the board of reliance of thirteen jurisdictions, in Korean; packed it is a tenth
START = 60_000


@pytest.fixture(params=["en", "ko"])
def language(request: pytest.FixtureRequest) -> str:
    """Each language."""
    return str(request.param)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_sound(client: TestClient, language: str, address: str) -> None:
    answer = client.get(f"/{language}{address}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-language"] == language
    assert len(answer.content) < (START if address.startswith("/?") or address == "/" else LARGEST)
    page = Markup(answer.text)
    _speaks(page, language, address)
    _is_accessible(page)
    _loads_nothing_from_elsewhere(page)


def _speaks(page: Markup, language: str, address: str) -> None:
    """The page names its language, and leads to itself in the other one."""
    assert page.one("html").get("lang") == language
    alternates = {one.get("hreflang"): one.get("href") for one in page.all("link") if one.get("rel") == "alternate"}
    assert {"en": f"/en{address}", "ko": f"/ko{address}"}.items() <= alternates.items()
    hangul = re.search("[가-힣]", page.all("nav")[0].text)
    assert bool(hangul) == (language == "ko")


def _is_accessible(page: Markup) -> None:
    """What can be told without a browser; the browser's tests look further."""
    levels = [int(one.name[1]) for one in page.elements if re.fullmatch("h[1-6]", one.name)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    ids = [one.get("id") for one in page.elements if one.get("id")]
    assert len(ids) == len(set(ids)), {one for one in ids if ids.count(one) > 1}
    labelled = {one.get("for") for one in page.all("label")}
    for one in page.elements:
        if one.name in ("input", "select", "textarea") and one.get("type") != "hidden":
            assert "label" in one.within or one.get("aria-label") or one.get("id") in labelled, one
        if one.name == "a":
            assert one.text or one.get("aria-label"), one
        if one.name == "th":
            assert one.get("scope"), one
        if one.name == "svg" and one.get("aria-hidden") != "true":
            assert one.get("role") in ("img", "group")
            assert one.get("aria-label")
        for name in ("aria-labelledby", "aria-describedby"):
            assert set(one.get(name).split()) <= set(ids), one


def _loads_nothing_from_elsewhere(page: Markup) -> None:
    for one in page.elements:
        assert not [name for name in one.attributes if name == "style" or name.startswith("on")], one
        if one.name == "script":
            assert "defer" in one.attributes
            assert not one.text
        if one.name in ("script", "img", "link", "form") and one.get("rel") != "canonical":
            where = one.get("src") or one.get("href") or one.get("action")
            assert not urlsplit(where).netloc, one


@pytest.mark.parametrize("address", ["/guides/MY/biosimilar", "/search?q=fee", "/changes/1", "/calendar"])
def test_a_page_that_is_had_already_is_not_sent_again(client: TestClient, address: str) -> None:
    first = client.get(f"/en{address}")
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "public, no-cache"
    again = client.get(f"/en{address}", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["content-security-policy"] == first.headers["content-security-policy"]
    assert client.get(f"/ko{address}", headers={"If-None-Match": tag}).status_code == 200


def test_a_page_is_in_the_language_of_its_address_whatever_the_reader_prefers(client: TestClient) -> None:
    page = client.get("/ko/countries/MY", headers={"Accept-Language": "en", "Accept": "application/json"})
    assert page.headers["content-type"].startswith("text/html")
    assert Markup(page.text).one("h1").text.startswith("말레이시아")


@pytest.mark.parametrize(("preferred", "language"), [("ko-KR,en;q=0.5", "ko"), ("de", "en"), ("", "en")])
def test_the_root_leads_to_the_readers_language(client: TestClient, preferred: str, language: str) -> None:
    answer = client.get("/", headers={"Accept-Language": preferred})
    assert (answer.status_code, answer.headers["location"]) == (302, f"/{language}/")
    assert answer.headers["vary"].startswith("Accept-Language")
    assert client.get(f"/{language}").headers["location"] == f"/{language}/"


def test_pages_say_what_a_browser_may_do(client: TestClient) -> None:
    headers = client.get("/en/").headers
    policy = dict(one.strip().split(" ", 1) for one in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"


def test_files_are_kept_for_ever_under_the_version_that_names_them(client: TestClient) -> None:
    page = Markup(client.get("/en/").text)
    files = [one.get("href") for one in page.all("link") if one.get("rel") in ("stylesheet", "icon")]
    files += [one.get("src") for one in page.all("script")]
    assert len(files) == 3
    for file in files:
        answer = client.get(file)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        name = file.rpartition("/")[2]
        assert client.get(f"/static/older/{name}").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("name", ["nothing.css", "..%2froutes.py", "%2e%2e/routes.py", "site.css%00", "SITE.CSS"])
def test_no_other_file_is_sent(client: TestClient, name: str) -> None:
    answer = client.get(f"/static/now/{name}")
    assert answer.status_code in (404, 422)
    assert b"import" not in answer.content


def test_what_pages_lead_to_is_there(client: TestClient) -> None:
    """Every link of some pages leads to an answer; those to entries are tried in part."""
    leading: set[str] = set()
    for address in ("/en/", "/ko/countries/SG", "/en/events/kpa-2019-asean", "/ko/search?q=gmp", "/en/changes/1"):
        page = Markup(client.get(address).text)
        leading |= {one.partition("#")[0] for one in page.links if one.startswith("/")}
    tried = sorted(one for one in leading if "/entries/" not in one) + sorted(leading)[:40]
    assert len(tried) > 60
    wrong = {
        one: answer.status_code for one in dict.fromkeys(tried) if (answer := client.get(one)).status_code >= 400
    }
    assert not wrong


def test_fragments_lead_to_something(client: TestClient) -> None:
    """A link to a place in the same page has one."""
    page = Markup(client.get("/en/guides/MY/biosimilar").text)
    ids = {one.get("id") for one in page.elements}
    assert {one[1:] for one in page.links if one.startswith("#")} <= ids
