"""A partner's side of watches."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from httpx2 import Response
from sqlalchemy import Engine, select
from starlette.testclient import TestClient

from app.audit.models import AuditRow
from tests.access.atlas import Clock, told

Data = dict[str, Any]

START = datetime.fromisoformat("2026-12-02T12:00:00+00:00")


@dataclass
class Portal:
    """A partner's portal, and a key of another partner."""

    client: TestClient
    engine: Engine
    clock: Clock
    key: str
    other: str

    def ask(self, method: str, path: str = "", body: Any = None, key: str | None = None, **headers: str) -> Response:
        """What the portal is answered at its watches; headers are named with underscores."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        given["Authorization"] = f"Bearer {key or self.key}"
        more: Data = {} if body is None else {"json": body}
        return self.client.request(method, f"/v1/watches{path}", headers=given, **more)

    def watch(self, name: str = "ours", **filters: Any) -> Data:
        """A new watch of the portal's, with the addresses of its feeds."""
        return told(self.ask("POST", body={"name": name, "filters": filters}), 201)

    def change(self, id_: str, **body: Any) -> Data:
        """Change a watch as it is now."""
        tag = self.ask("GET", f"/{id_}").headers["etag"]
        return told(self.ask("PATCH", f"/{id_}", body, If_Match=tag))

    def matches(self, id_: str) -> list[str]:
        """Ids of the entries that a watch finds."""
        return [one["id"] for one in told(self.ask("GET", f"/{id_}/matches"))["items"]]

    def acts(self) -> list[str]:
        """What the trail tells of watches."""
        query = select(AuditRow.action).where(AuditRow.object_type == "watch").order_by(AuditRow.seq)
        with self.engine.connect() as connection:
            return list(connection.scalars(query))
