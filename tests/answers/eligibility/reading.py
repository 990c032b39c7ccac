"""How the tests of eligibility ask, and read one procedure out of the answer."""

from typing import Any

from starlette.testclient import TestClient

Data = dict[str, Any]
PLACES = ("open", "undecided", "closed", "older")


def answer(client: TestClient, **query: Any) -> Data:
    """The answer to a question that must be a good one."""
    got = client.get("/v1/eligibility", params=query)
    assert got.status_code == 200, got.text[:500]
    body: Data = got.json()
    return body


def rows(body: Data) -> dict[str, Data]:
    """All rows by the procedure, wherever they stand."""
    return {row["procedure"]: row for place in PLACES for row in body[place]}


def outcomes(client: TestClient, **query: Any) -> dict[str, str]:
    """The outcome of each procedure."""
    return {id_: row["outcome"] for id_, row in rows(answer(client, **query)).items()}


def condition(row: Data, code: str) -> Data:
    """One condition of a row or path."""
    (found,) = [one for one in row["conditions"] if one["condition"] == code]
    return dict(found)


def path(row: Data, id_: str) -> Data:
    """One path of a row."""
    (found,) = [one for one in row["paths"] if one["id"] == id_]
    return dict(found)
