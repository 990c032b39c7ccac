"""Sending files, and the tables that tests send."""

import csv
import io
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from httpx2 import Response

from tests.editorial.desk import Data, Office, told

CSV = "text/csv"


def row(id_: str, **values: str) -> dict[str, str]:
    """A requirement as a row; members with a dot are named with two underscores."""
    own = {
        "id": id_,
        "country": "XX",
        "topics": "dossier; fees",
        "title.en": f"Title of {id_}",
        "title.ko": f"{id_} 제목",
        "statement.en": f"What {id_} asks for.",
        "statement.ko": f"{id_} 내용.",
        "obligation": "mandatory",
        "fact_as_of": "2025-03",
        "citations.1.source": "xx-law",
        "citations.1.locator": f"s. {id_}",
    }
    return own | {name.replace("__", "."): value for name, value in values.items()}


def csv_of(rows: Sequence[dict[str, str]], columns: Sequence[str] = ()) -> bytes:
    """Rows as CSV."""
    written = io.StringIO()
    names = list(columns) or list(dict.fromkeys(name for one in rows for name in one))
    writer = csv.DictWriter(written, names, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


def send(desk: Office, data: bytes, name: str = "ed", media_type: str = CSV, **query: Any) -> Response:
    """What somebody is answered who sends a file; `key` is an Idempotency-Key."""
    headers = {"Authorization": f"Bearer {desk.tokens[name]}", "Content-Type": media_type}
    if "key" in query:
        headers["Idempotency-Key"] = query.pop("key")
    if media_type == CSV:
        query.setdefault("kind", "requirement")
    asked = urlencode({name: value for name, value in query.items() if value is not None})
    return desk.client.post(f"/v1/staff/imports?{asked}", content=data, headers=headers)


def report(desk: Office, data: bytes, **query: Any) -> Data:
    """The report of a dry run."""
    return told(send(desk, data, **query))


def taken_in(desk: Office, data: bytes, **query: Any) -> Data:
    """The report of an import that is carried out."""
    return told(send(desk, data, dry_run="false", reason="The list of 2026", **query))


def refused(desk: Office, data: bytes, status: int = 422, **query: Any) -> Data:
    """The problem of an import that is refused."""
    return told(send(desk, data, dry_run="false", reason="The list of 2026", **query), status)


def brief(faults: list[Data]) -> list[tuple[Any, ...]]:
    """Where faults stand and what they say."""
    return [(one.get("row"), one.get("column"), one["message"]) for one in faults]
