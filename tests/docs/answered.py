"""The examples of the OpenAPI document: requests and what the seeded atlas answers, with long lists cut."""

import json

from starlette.testclient import TestClient

from app.http.openapi import EXAMPLES
from tests.docs.desk import Data, Desk, cut


def answers_to(client: TestClient, desk: Desk, examples: dict[str, Data]) -> dict[str, Data]:
    """The examples with what the server answers to each. Those of staff (with a `step`) tell one story, in order.

    `like` says that an operation answers what another one does: some need more than a request.
    """
    ordered = sorted(examples.items(), key=lambda item: (item[1].get("step", 0), item[0]))
    found = {name: _answered(client, desk, name, one) for name, one in ordered if "like" not in one}
    for name, one in examples.items():
        if "like" in one:
            found[name] = {**one, "answer": found[one["like"]]["answer"]}
    return dict(sorted(found.items()))


def _answered(client: TestClient, desk: Desk, operation: str, example: Data) -> Data:
    if "step" in example:
        return desk.answered(operation.split(" ", maxsplit=1)[0], example)
    answer = client.request(operation.split(" ", maxsplit=1)[0], example["request"], json=example.get("body"))
    assert answer.status_code == 200, f"{operation}: {answer.text[:500]}"
    return {**example, "answer": cut(answer.json())}


def examples_shown() -> dict[str, Data]:
    """The examples as they are kept, by operation."""
    kept: dict[str, Data] = json.loads(EXAMPLES.read_text())
    return kept


def reprint_answers(client: TestClient, desk: Desk) -> None:
    """Write anew what the requests are answered; a new request needs no answer written by hand."""
    kept = answers_to(client, desk, examples_shown())
    EXAMPLES.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n")
