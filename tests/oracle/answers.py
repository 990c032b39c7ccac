"""Collects what the API answers about each record of the research, over HTTP alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.testclient import TestClient

from tests.oracle.changes import Changes
from tests.oracle.research import KINDS, Record

Data = dict[str, Any]


@dataclass(frozen=True)
class Answers:
    """Answers by research id, and the research ids behind everything that the API lists."""

    of: Mapping[str, list[Data]]
    listed: Mapping[str, set[str]]


def collect(client: TestClient, records: Iterable[Record], changes: Changes) -> Answers:
    """What is answered for every record under its research id, and everything that is listed."""
    authorities = every(client, "/v1/authorities")
    lists = {
        "entries": every(client, "/v1/entries"),
        "conflicts": every(client, "/v1/disagreements"),
        "gaps": every(client, "/v1/gaps"),
        "sources": every(client, "/v1/sources"),
        **_forum(client),
    }
    in_lists = {item["id"]: item for name in lists if name not in ("entries", "sources") for item in lists[name]}
    in_lists |= {item["research_id"]: item for item in authorities if item["research_id"]}
    in_lists |= {item["id"]: item for authority in authorities for item in authority["memberships"]}
    whole = {name: {item["id"]: item for item in lists[name]} for name in ("entries", "sources")}
    found: dict[str, list[Data]] = {}
    origins: dict[str, set[str]] = {}
    for record in records:
        name = "entries" if record.section in KINDS else "sources"
        if record.section in KINDS or record.section == "sources":
            id_ = changes.source(record.id) if name == "sources" else record.id
            item = whole[name].get(id_)
            found[record.id] = [item] if item and not _asked_alone(record) else _read(client, f"/v1/{name}/{id_}")
            for answer in found[record.id]:
                assert _same(answer, whole[name][answer["id"]]), f"{id_} is another in the list"
                origins.setdefault(answer["id"], set()).add(record.id)
        elif record.id in in_lists:
            found[record.id] = [in_lists[record.id]]
    listed = {name: {item["id"] for item in items} for name, items in lists.items()}
    for name in ("entries", "sources"):
        listed[name] = {origin for id_ in listed[name] for origin in origins.get(id_, {id_})}
    listed["authorities"] = {item["research_id"] for item in authorities if item["research_id"]}
    listed["memberships"] = {item["id"] for authority in authorities for item in authority["memberships"]}
    return Answers({id_: answers for id_, answers in found.items() if answers}, listed)


def _asked_alone(record: Record) -> bool:
    """One record of sixteen is asked for by its id; the others are read from their list, which must say the same."""
    return record.sha256.startswith("0")


def _same(answer: Data, item: Data) -> bool:
    return all(answer[name] == value for name, value in item.items() if name not in ("edition", "meta"))


def _forum(client: TestClient) -> dict[str, list[Data]]:
    """Events, their sessions and the statements made there, each by itself and with what it belongs to."""
    found: dict[str, list[Data]] = {"events": [], "sessions": [], "statements": []}
    for listed in every(client, "/v1/events"):
        event = client.get(f"/v1/events/{listed['id']}", params={"lang": "en"}).json()
        for session in event.pop("sessions_in_full"):
            for statement in session.pop("statements"):
                found["statements"].append({**statement, "session": session["id"]})
            found["sessions"].append({**session, "event": event["id"]})
        found["events"].append({name: value for name, value in event.items() if name != "statements"})
    return found


def every(client: TestClient, path: str, **query: str | list[str]) -> list[Data]:
    """All items of a list, page by page to the last."""
    items: list[Data] = []
    asked: dict[str, str | list[str]] = {"lang": "en", "limit": "200", **query}
    if path == "/v1/authorities":
        del asked["limit"]
    while True:
        response = client.get(path, params=asked)
        assert response.status_code == 200, response.text
        page = response.json()
        assert page["edition"] == 1
        items += page["items"]
        if page["next"] is None:
            assert len(items) == page["total"]
            return items
        assert page["items"], "a page with a next page is never empty"
        asked = {**asked, "cursor": page["next"]}


def _read(client: TestClient, path: str) -> list[Data]:
    """One record in English: itself, its parts where it was split, its survivor where it was merged, or nothing."""
    response = client.get(path, params={"lang": "en"})
    if response.status_code == 200:
        return [response.json()]
    if response.status_code == 300:
        parts = response.json()["parts"]
        assert len(parts) > 1, f"{path} was split into one part"
        return [answer for part in parts for answer in _read(client, f"/v1/entries/{part}")]
    if response.status_code == 308:
        return _read(client, response.headers["Location"].partition("?")[0])
    assert response.status_code == 404, response.text
    return []
