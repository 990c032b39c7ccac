"""Partners with keys, and what their portals are answered."""

from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from tests.access.atlas import Atlas, Data, told

WHY = "as agreed"


def partner(atlas: Atlas, name: str = "Hanul", **body: Any) -> Data:
    """A new partner."""
    return told(atlas.ask("ada", "POST", "/partners", {"name": name, "reason": WHY, **body}), 201)


def key(atlas: Atlas, of: int, **body: Any) -> Data:
    """A new key of a partner, with its secret."""
    return told(atlas.ask("ada", "POST", "/keys", {"partner": of, "label": "production", "reason": WHY, **body}), 201)


def secret(atlas: Atlas, *scopes: str, **body: Any) -> str:
    """The whole of a new key, of a partner of its own."""
    count = len(told(atlas.ask("ada", "GET", "/partners"))["items"])
    whole: str = key(atlas, partner(atlas, f"Partner {count}")["id"], scopes=list(scopes), **body)["secret"]
    return whole


def id_of(whole: str) -> str:
    """The public id in a key."""
    return whole[3:11]


def call(client: TestClient, whole: str | None, path: str = "/v1/me", method: str = "GET", **more: Any) -> Response:
    """What a portal is answered; headers are named with underscores."""
    body = {"json": more.pop("json")} if "json" in more else {}
    headers = {name.replace("_", "-"): value for name, value in more.items()}
    if whole is not None:
        headers["Authorization"] = f"Bearer {whole}"
    return client.request(method, path, headers=headers, **body)
