"""What crawlers are told: every page is in the site map, and leads somewhere."""

import re

from starlette.testclient import TestClient


def test_crawlers_find_the_site_map(client: TestClient) -> None:
    robots = client.get("/robots.txt", headers={"Host": "atlas.example"})
    assert robots.headers["content-type"].startswith("text/plain")
    assert "Disallow: /v1/staff/" in robots.text
    assert "Sitemap: http://atlas.example/sitemap.xml" in robots.text


def test_the_site_map_has_every_entry_in_both_languages(client: TestClient) -> None:
    answer = client.get("/sitemap.xml")
    assert answer.headers["content-type"] == "application/xml"
    found = re.findall("<loc>http://testserver(/[^<]*)</loc>", answer.text)
    assert len(found) == len(set(found))
    total = client.get("/v1/entries?limit=1").json()["total"]
    for language in ("en", "ko"):
        assert len([one for one in found if one.startswith(f"/{language}/entries/")]) == total
    for one in found[:18] + found[:: len(found) // 20]:
        assert client.get(one).status_code == 200, one


def test_no_cache_keeps_the_name_of_a_host(client: TestClient) -> None:
    for address in ("/robots.txt", "/sitemap.xml"):
        assert "public" not in client.get(address).headers["cache-control"]
