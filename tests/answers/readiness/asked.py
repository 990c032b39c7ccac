"""How the tests of readiness ask and read."""

from typing import Any

from starlette.testclient import TestClient

from app.answers.readiness.schemas import ReadinessAnswer

Data = dict[str, Any]
LISTS = ("present", "partly", "missing", "conditional", "recommended")


def ready(client: TestClient, *, query: str = "", **body: Any) -> Data:
    """The answer to a question, which must fit its model."""
    answer = client.post(f"/v1/readiness{query}", json={"documents": [], **body})
    assert answer.status_code == 200, answer.text[:500]
    data: Data = answer.json()
    ReadinessAnswer.model_validate(data)
    return data


def one(client: TestClient, procedure: str, **body: Any) -> Data:
    """How the papers stand for one procedure."""
    (found,) = ready(client, procedure=procedure, **body)["procedures"]
    assert found["procedure"] == procedure
    return dict(found)


def what(demand: Data) -> str:
    """A demand in short: a document, or `2 of a | b+c`."""
    if demand["kind"] == "paper":
        return str(demand["document"])
    choices = ("+".join(str(paper["document"]) for paper in choice["papers"]) for choice in demand["choices"])
    return f"{demand['at_least']} of {' | '.join(choices)}"


def short(found: Data, name: str) -> set[str]:
    """A list of a procedure, each demand in short."""
    return {what(demand) for demand in found[name]}


def demand(found: Data, wanted: str) -> Data:
    """The one demand that is this in short, wherever it stands."""
    (shown,) = [row for name in LISTS for row in found[name] if what(row) == wanted]
    return dict(shown)


def documents_of(found: Data) -> list[str]:
    """All documents that a procedure asks for, choices included."""
    rows = [row for name in LISTS for row in found[name]]
    papers = [
        paper for row in rows if row["kind"] == "choice" for choice in row["choices"] for paper in choice["papers"]
    ]
    return sorted({paper["document"] for paper in [*rows, *papers] if paper.get("document")})
