"""The examples of the OpenAPI document: requests and what the seeded atlas answers, with long lists cut."""

import json
from typing import Any

from starlette.testclient import TestClient

from app.http.openapi import EXAMPLES

Data = dict[str, Any]


def answer_to(client: TestClient, operation: str, example: Data) -> Data:
    """What the server answers to an example's request, cut to what a page can show."""
    method = operation.split(" ")[0]
    answer = client.request(method, example["request"], json=example.get("body"))
    assert answer.status_code == 200, f"{operation}: {answer.text[:500]}"
    shown: Data = cut(answer.json())
    return shown


def cut(value: Any) -> Any:
    """The value with at most one object, or three plain values, in each of its lists."""
    if isinstance(value, dict):
        return {name: cut(member) for name, member in value.items()}
    if isinstance(value, list):
        return [cut(one) for one in value[: 1 if value and isinstance(value[0], dict | list) else 3]]
    return value


def examples_shown() -> dict[str, Data]:
    """The examples as they are kept, by operation."""
    kept: dict[str, Data] = json.loads(EXAMPLES.read_text())
    return kept


def reprint_answers(client: TestClient) -> None:
    """Write anew what the requests are answered; a new request needs no answer written by hand."""
    kept = {
        operation: {**example, "answer": answer_to(client, operation, example)}
        for operation, example in sorted(examples_shown().items())
    }
    EXAMPLES.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n")
