"""Asking the atlas: with a key, with patience, and with a download that goes on where it broke off."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

Data = dict[str, Any]

_WAITS = (0.5, 1, 2, 4, 8, 15)  # seconds; together half a minute
_LONGEST = 60.0  # seconds that we wait because the atlas says so
_LATER = frozenset({429, 500, 502, 503, 504})


class Away(Exception):
    """The atlas cannot be reached, or has no answer at this moment. Later it may."""


class Refused(Exception):
    """The atlas answers that the request is not right; asking again does not help."""


class Atlas:
    """An atlas at an address, asked with a key. `waits` are the seconds between attempts."""

    def __init__(
        self, base: str, key: str, *, waits: tuple[float, ...] = _WAITS, transport: httpx.BaseTransport | None = None
    ) -> None:
        headers = {"Authorization": f"Bearer {key}", "User-Agent": "atlas-portal-example"}
        timeout = httpx.Timeout(30, connect=5)
        self._http = httpx.Client(base_url=base, headers=headers, timeout=timeout, transport=transport)
        self._waits = waits

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._http.close()

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        """An answer, also 304 and redirects. Raises `Refused` for other 4xx, `Away` when patience is at its end."""
        for wait in (*self._waits, None):
            try:
                answer = self._http.request(method, path, **more)
            except httpx.TransportError as error:
                why, asked = str(error) or type(error).__name__, 0.0
            else:
                if answer.status_code not in _LATER:
                    return _refusing(answer)
                why, asked = f"{answer.status_code} {answer.text[:200]}", _retry_after(answer)
            if wait is None or asked > _LONGEST:
                break
            time.sleep(max(wait, asked))
        raise Away(f"{method} {path}: {why}")

    def changes(self, **query: Any) -> Iterator[Data]:
        """The pages of the change feed."""
        cursor: str | None = None
        while True:
            page: Data = self.ask("GET", "/v1/changes", params=query | ({"cursor": cursor} if cursor else {})).json()
            yield page
            cursor = page["next"]
            if cursor is None:
                return

    def news(self, tag: str | None, **query: Any) -> tuple[Data, str] | None:
        """The first page of the change feed and its tag; null where nothing is new since `tag`."""
        headers = {"If-None-Match": tag} if tag else {}
        answer = self.ask("GET", "/v1/changes", params=query, headers=headers)
        return None if answer.status_code == httpx.codes.NOT_MODIFIED else (answer.json(), answer.headers["etag"])

    def manifest(self, edition: int) -> str:
        """The head of an edition's manifest."""
        return self.ask("GET", f"/v1/editions/{edition}/manifest").text

    def signatures(self, edition: int) -> list[Data]:
        """The signatures over it."""
        found: list[Data] = self.ask("GET", f"/v1/editions/{edition}/signatures").json()["signatures"]
        return found

    def keys(self) -> list[Data]:
        """The public keys of the signatures."""
        found: list[Data] = self.ask("GET", "/.well-known/licensing-atlas-keys.json").json()["keys"]
        return found

    def download(self, folder: Path) -> Path:
        """The export of the newest edition, in a file. What an earlier process left of it is not fetched again."""
        for wait in (*self._waits, None):
            try:
                return self._go_on(folder)
            except httpx.TransportError as error:
                why = str(error) or type(error).__name__
            if wait is not None:
                time.sleep(wait)
        raise Away(f"the export broke off: {why}")

    def _go_on(self, folder: Path) -> Path:
        file, note = folder / "export.ndjson", folder / "export.json"
        had: Data = json.loads(note.read_text()) if note.exists() and file.exists() else {}
        headers = {"Accept-Encoding": "identity"}  # a range is of the bytes as they are sent
        if had:
            size = file.stat().st_size
            headers |= {"Range": f"bytes={size}-", "If-Range": had["etag"]}
        path = had.get("path") or self.ask("GET", "/v1/exports/latest.ndjson").headers["location"]
        with self._streamed(path, headers) as answer:
            if answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                return file  # all of it is here; whether it is right, its hashes say
            goes_on = answer.status_code == httpx.codes.PARTIAL_CONTENT
            if not goes_on:
                file.unlink(missing_ok=True)
                _write(note, json.dumps({"path": path, "etag": answer.headers["etag"]}))
            with file.open("ab") as out:
                for piece in answer.iter_bytes():
                    out.write(piece)
        return file

    @contextmanager
    def _streamed(self, path: str, headers: dict[str, str]) -> Iterator[httpx.Response]:
        with self._http.stream("GET", path, headers=headers) as answer:
            if answer.status_code in _LATER:
                raise httpx.RemoteProtocolError(f"{path}: {answer.status_code}")
            if answer.status_code != httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE and answer.is_error:
                answer.read()
                _refusing(answer)
            yield answer


def forget_download(folder: Path) -> None:
    """Remove what a download left."""
    for name in ("export.json", "export.ndjson"):
        (folder / name).unlink(missing_ok=True)


def _refusing(answer: httpx.Response) -> httpx.Response:
    if not answer.is_client_error:
        return answer
    if answer.headers.get("content-type") == "application/problem+json":
        problem = answer.json()
        raise Refused(f"{answer.request.url.path}: {problem['title']}. {problem['detail']}")
    raise Refused(f"{answer.request.url.path}: {answer.status_code}")


def _retry_after(answer: httpx.Response) -> float:
    said = answer.headers.get("retry-after", "")
    return float(said) if said.isdecimal() else 0.0


def _write(path: Path, text: str) -> None:
    """Write all of a small file or none of it."""
    beside = path.with_suffix(".new")
    beside.write_text(text)
    beside.replace(path)
