"""The feed for feed readers is well-formed, whole, and keeps its ids."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from tests.conftest import opened
from tests.contract.asking import ask, fault
from tests.database.databases import Databases
from tests.editions.life import FIRST, asking, edition, record, redact

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def lived(databases: Databases, small: str) -> Iterator[TestClient]:
    with opened(databases, databases.copy(small)) as engine:
        title = {"en": 'Fees & <forms> "A"', "ko": "수수료 <양식>"}
        edition(engine, record("requirement", "xx-new", title=title), withdraw=[("xx-fee", "a & b < c")])
        redact(engine, "xx-doomed")
        edition(engine, record("requirement", "xx-fee"), when="2027-01-01T12:00:00")
        with asking(engine) as client:
            yield client


def read(client: TestClient, address: str) -> ET.Element:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/atom+xml")
    return ET.fromstring(answer.content)


def texts(feed: ET.Element, name: str) -> list[str]:
    return [entry.findtext(f"{ATOM}{name}") or "" for entry in feed.iter(f"{ATOM}entry")]


def test_newest_first_with_what_each_needs(lived: TestClient) -> None:
    feed = read(lived, "/v1/changes.atom?limit=4")
    assert texts(feed, "title") == [
        "Added: Title of xx-fee",
        "Withdrawn: Title of xx-fee",
        'Added: Fees & <forms> "A"',
        "Content removed: xx-doomed",
    ]
    assert texts(feed, "updated")[0] == feed.findtext(f"{ATOM}updated") == "2027-01-01T12:00:00Z"
    assert "a & b < c" in texts(feed, "summary")[1]
    for name in ("id", "title", "updated"):
        assert all(texts(feed, name))
        assert feed.findtext(f"{ATOM}{name}")
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    for link in feed.iter(f"{ATOM}link"):
        assert lived.get(link.attrib["href"]).status_code == 200


def test_in_korean(lived: TestClient) -> None:
    feed = read(lived, "/v1/changes.atom?limit=3&lang=ko")
    assert texts(feed, "title")[2] == "추가: 수수료 <양식>"


def test_pages_lead_to_every_change_once_under_ids_that_stay(lived: TestClient) -> None:
    address, ids = "/v1/changes.atom?limit=3", []
    while address:
        feed = read(lived, address)
        ids += texts(feed, "id")
        (address,) = [one.attrib["href"] for one in feed.findall(f"{ATOM}link") if one.attrib["rel"] == "next"] or [
            ""
        ]
        address = address and f"{address}&limit=3"
    changes = ask(lived, "/v1/changes", {"limit": 200})["items"]
    assert len(ids) == len(set(ids)) == len(changes) == len(FIRST) + 4
    assert ids == texts(read(lived, "/v1/changes.atom?limit=200"), "id")


def test_filters_and_tags(lived: TestClient) -> None:
    assert texts(read(lived, "/v1/changes.atom?country=YY"), "title") == ["Added: Title of yy-one"]
    tag = lived.get("/v1/changes.atom").headers["etag"]
    assert lived.get("/v1/changes.atom", headers={"If-None-Match": tag}).status_code == 304
    fault(lived.get("/v1/changes.atom?since=1"), "since")
