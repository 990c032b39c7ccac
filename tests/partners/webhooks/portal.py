"""A partner's side of webhooks: its key, its receiver, and a worker on a clock that tests set."""

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
import standardwebhooks.webhooks as library
from httpx2 import Response
from sqlalchemy import Connection, Engine, select, update
from standardwebhooks import Webhook
from starlette.testclient import TestClient

from app.access.keys import issuing
from app.access.keys.issuing import Wish
from app.access.keys.models import PartnerRow
from app.access.keys.scopes import PartnerClass, Scope
from app.access.people import Person
from app.access.roles import Role
from app.access.work import Work
from app.audit.models import AuditRow
from app.database.engine import writing
from app.editions.outbox import post_edition
from app.editions.publish import after_publishing
from app.outside.addresses import Reach
from app.partners.webhooks.signatures import Root
from app.partners.webhooks.working import Means, Worker
from app.settings import ROOT
from tests.access.atlas import Clock, told
from tests.editions.life import edition, record

after_publishing(post_edition)

Data = dict[str, Any]

ROOT_KEY = "a root that is long enough for tests"
START = datetime(2026, 12, 2, 12, tzinfo=UTC)
ADA = Person(1, "ada", Role.admin, active=True, created_at=START, by_provider=False)


def make_partner(connection: Connection, name: str, *scopes: Scope, days: int = 365) -> str:
    """A partner with one key; the whole key."""
    work = Work(connection, ADA, START)
    made = issuing.create_partner(work, name, PartnerClass.partner, None, "a test")
    wish = Wish(made["id"], "production", frozenset(scopes), (), days)
    return issuing.issue(work, wish, "a test")[1]


@dataclass(frozen=True)
class Receiver:
    """The receiver's process, from outside."""

    base: str

    def url(self, name: str = "one") -> str:
        """Where it takes webhooks in."""
        return f"{self.base}/hook/{name}"

    def play(self, *turns: Data, then: Data | None = None, name: str = "one") -> None:
        """What it does next, and then."""
        told = {"turns": turns, **({"then": then} if then else {})}
        urlopen(Request(f"{self.base}/plays/{name}", json.dumps(told).encode(), method="PUT")).close()

    def seen(self, name: str = "one") -> list[Data]:
        """What came, in order."""
        with urlopen(f"{self.base}/seen/{name}") as answer:
            seen: list[Data] = json.load(answer)
        return seen

    def events(self, name: str = "one") -> list[Data]:
        """The bodies of what came."""
        return [json.loads(one["body"]) for one in self.seen(name)]


def receiver_process(port: int = 0, file: Path | None = None) -> subprocess.Popen[str]:
    """A receiver's process; the first line that it prints is its port."""
    command = [sys.executable, "-m", "tests.partners.webhooks.receiver", str(port), *([str(file)] if file else [])]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@contextmanager
def receiver() -> Iterator[tuple[Receiver, subprocess.Popen[str]]]:
    """The receiver's process, from its start to its end."""
    with receiver_process() as process:
        assert process.stdout is not None
        try:
            yield Receiver(f"http://127.0.0.1:{int(process.stdout.readline())}"), process
        finally:
            process.kill()


@dataclass
class Portal:
    """A partner's portal."""

    client: TestClient
    engine: Engine
    clock: Clock
    key: str
    receiver: Receiver
    name: str
    secrets: dict[str, str] = field(default_factory=dict)
    seconds: float = 5.0

    def ask(self, method: str, path: str = "", body: Any = None, key: str | None = None, **headers: str) -> Response:
        """What the portal is answered; headers are named with underscores."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        given["Authorization"] = f"Bearer {key or self.key}"
        more: Data = {} if body is None else {"json": body}
        return self.client.request(method, f"/v1/webhooks{path}", headers=given, **more)

    def hook(self, name: str | None = None, **body: Any) -> Data:
        """A new webhook of the portal's."""
        asked = {"url": self.receiver.url(name or self.name), "label": "a test", **body}
        made = told(self.ask("POST", body=asked), 201)
        self.secrets[made["id"]] = made["secret"]
        return made

    def change(self, id_: str, **body: Any) -> Data:
        """Change a webhook as it is now."""
        tag = self.ask("GET", f"/{id_}").headers["etag"]
        return told(self.ask("PATCH", f"/{id_}", body, If_Match=tag))

    def worker(self) -> Worker:
        """A worker."""
        means = Means(Root(ROOT_KEY.encode()), Reach.loopback, self.seconds, log_days=30)
        return Worker(self.engine, means, self.clock)

    def work(self) -> Worker:
        """Do all that is due."""
        worker = self.worker()
        worker.drain()
        return worker

    def deliveries(self, id_: str, query: str = "") -> Data:
        """The log of a webhook."""
        return told(self.ask("GET", f"/{id_}/deliveries{query}"))

    def seen(self) -> list[Data]:
        """What came to the portal's receiver."""
        return self.receiver.seen(self.name)

    def changes(self) -> list[tuple[str, int]]:
        """Entry and edition of each change that came."""
        bodies = [json.loads(one["body"]) for one in self.seen()]
        return [(one["data"]["id"], one["data"]["edition"]) for one in bodies if one["type"] == "entry.changed"]

    def another(self, name: str, *scopes: Scope) -> str:
        """The key of another partner."""
        key = in_one(self.engine, name, *scopes)
        self.client.app.state.keys.forget()  # type: ignore[attr-defined]  # the application
        return key

    def set_partner(self, *, active: bool) -> None:
        """Switch the partner's keys off or on, as staff would."""
        with writing(self.engine) as connection:
            connection.execute(update(PartnerRow).values(active=active))

    def acts(self) -> list[tuple[str, str, str]]:
        """What the trail tells of webhooks: actor, kind of actor, action."""
        query = select(AuditRow.actor, AuditRow.actor_kind, AuditRow.action).where(AuditRow.object_type == "webhook")
        with self.engine.connect() as connection:
            return [
                (row.actor, row.actor_kind, row.action) for row in connection.execute(query.order_by(AuditRow.seq))
            ]


def verified(secret: str, one: Data, patch: pytest.MonkeyPatch) -> Any:
    """The body, if the library says that it was signed with the secret at the time that it names."""
    sent = datetime.fromtimestamp(int(one["headers"]["webhook-timestamp"]), UTC)

    class Then(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]  # the library asks with a zone
            return sent

    with patch.context() as then:
        then.setattr(library, "datetime", Then)
        return Webhook(secret).verify(one["body"], one["headers"])


_says = count(1)


def publish(portal: Portal, *ids: str, withdraw: tuple[str, ...] = (), **values: Any) -> int:
    """Publish a change of each of these requirements, and withdraw others; the edition's number."""
    when = portal.clock.at.isoformat(timespec="seconds")
    records = [
        record("requirement", id_, country=id_[:2].upper(), statement=f"Statement {next(_says)}", **values)
        for id_ in ids
    ]
    leaving = [(id_, "it was wrong") for id_ in withdraw]
    return edition(portal.engine, *records, when=when, withdraw=leaving).number


def in_one(engine: Engine, name: str, *scopes: Scope) -> str:
    """A partner with one key, in a transaction of its own."""
    with writing(engine) as connection:
        return make_partner(connection, name, *scopes)


def _environment(engine: Engine, data: Path) -> dict[str, str]:
    """The environment of a process beside an atlas."""
    return {
        "DATABASE_URL": engine.url.render_as_string(hide_password=False),
        "ATLAS_DATA": str(data),
        "ATLAS_WEBHOOK_KEY": ROOT_KEY,
        "ATLAS_OUTSIDE_LOOPBACK": "true",
        "ATLAS_WEBHOOK_SECONDS": "2",
    }


def start(engine: Engine, data: Path, *options: str) -> subprocess.Popen[str]:
    """A worker process."""
    command = [sys.executable, "-m", "tests.partners.webhooks.worker", *options]
    environment = {**_environment(engine, data), **os.environ}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def in_order(bodies: list[Data]) -> bool:
    """Did the first message of each change of an entry come after those of the changes before it?"""
    newest: dict[str, list[int]] = defaultdict(list)
    for one in bodies:
        if one["type"] == "entry.changed" and one["data"]["edition"] not in newest[one["data"]["id"]]:
            newest[one["data"]["id"]].append(one["data"]["edition"])
    return all(editions == sorted(editions) for editions in newest.values())
