"""An atlas and a portal, each a process that can be killed and started again, and a look into both stores."""

import hashlib
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pydantic import SecretStr
from sqlalchemy import Engine, select

from app.database.engine import writing
from app.editions.outbox import post_edition
from app.editions.publish import _following, after_publishing
from app.knowledge.models import Edition
from app.partners.signing.keys import Signer
from app.partners.signing.sign import sign_missing, sign_published, sign_with
from app.settings import ROOT, Settings
from app.vocabulary.dates import instant_text
from tests.editions.life import FIRST_DAY, at, edition, record
from tests.partners.keys import issued

PORTAL = ROOT / "examples" / "portal"
SIGNER = Signer(Ed25519PrivateKey.from_private_bytes(b"1" * 32))
PATIENCE = 90.0  # seconds until what has to happen has happened


def pem(signer: Signer) -> str:
    """A private key as settings take it."""
    return signer.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def publishing(engine: Engine) -> Iterator[None]:
    """What follows publishing in the composition root: a signature and events. Edition 1 is signed as well."""
    before = list(_following)
    after_publishing(sign_published)
    after_publishing(post_edition)
    sign_with(engine, Settings(database_url="sqlite://", signing_key=SecretStr(pem(SIGNER))))
    with writing(engine) as connection:
        sign_missing(connection, SIGNER, at=at(FIRST_DAY))
    yield
    _following[:] = before


class Side:
    """A process that is killed now and then, and started again."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str], log: Path) -> None:
        self.name = name
        self.kills = 0
        self._command = command
        self._environment = {**os.environ, **environment}
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, env=self._environment, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT
            )

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        assert self._process is not None
        assert self._process.poll() is None, f"{self.name} ended by itself:\n{self._log.read_text()[-3000:]}"
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self.kills += 1

    def end(self) -> None:
        """End it for good."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()


@dataclass
class Both:
    """The atlas's process, the portal's, and the stores of both."""

    engine: Engine
    folder: Path
    atlas: Side
    portal: Side
    atlas_address: str
    portal_address: str
    environment: dict[str, str]
    published: int = 1

    def command(self, *arguments: str) -> str:
        """What a command of the portal printed; it must succeed."""
        done = subprocess.run(
            [*_portal(self.folder, self.atlas_address), *arguments],
            env={**os.environ, **self.environment},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def publish(self, statement: str, *ids: str, withdraw: str | None = None) -> None:
        """Publish the next edition."""
        records = [record("requirement", one, statement=statement) for one in ids]
        leaving = [(withdraw, "it was wrong")] if withdraw else []
        moment = max(datetime.now(UTC), at(FIRST_DAY) + timedelta(seconds=self.published))
        self.published = edition(self.engine, *records, when=moment.isoformat(), withdraw=leaving).number

    def arrived(self) -> bool:
        """Does the portal hold the newest edition?"""
        return self.portal_store("SELECT max(number) FROM edition") == [(self.published,)]

    def wait_until(self, true: Callable[[], bool]) -> None:
        """Wait, but not for ever."""
        until = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < until, (self.folder / "portal.log").read_text()[-3000:]
            time.sleep(0.05)

    def ready(self) -> bool:
        """Does the atlas answer?"""
        try:
            with urlopen(f"{self.atlas_address}/health/ready", timeout=5) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def read(self, path: str) -> bytes:
        """What the atlas answers at a path."""
        with urlopen(f"{self.atlas_address}{path}", timeout=30) as answer:
            body: bytes = answer.read()
            return body

    def portal_store(self, query: str) -> list[tuple[Any, ...]]:
        """What the portal's store holds, read beside it; nothing while there is none."""
        with closing(sqlite3.connect(self.folder / "portal.db", timeout=30)) as store:
            made = store.execute("SELECT count(*) FROM sqlite_master WHERE name = 'message'").fetchone() == (1,)
            return store.execute(query).fetchall() if made else []

    def prove(self) -> int:
        """The edition that the portal holds, every content of which has the hash that the atlas's manifest names.

        Nothing of the portal's own proofs is used: hashes are made from the bytes in its store and put together to
        the edition's hash, and that is compared with the one in the atlas's database.
        """
        with closing(sqlite3.connect(self.folder / "portal.db", timeout=30, isolation_level=None)) as store:
            store.execute("BEGIN")
            ((number,),) = store.execute("SELECT edition FROM place").fetchall()
            records = store.execute("SELECT part, type, id, revision, sha256, content FROM record").fetchall()
        with self.engine.connect() as connection:
            query = select(Edition.published_at, Edition.previous_sha256, Edition.head_sha256)
            when, previous, sha256 = connection.execute(query.where(Edition.number == number)).one()
        lines: dict[str, list[str]] = {}
        for part, type_, id_, revision, named, content in records:
            found = named if content is None else hashlib.sha256(content.encode()).hexdigest()
            lines.setdefault(part, []).append(f"{type_} {id_} {revision} {found}\n")
        hashes = {part: hashlib.sha256("".join(sorted(those)).encode()).hexdigest() for part, those in lines.items()}
        head = [
            f"edition {number}",
            f"published_at {instant_text(when)}",
            f"previous_head {previous or 'none'}",
            *(f"{hashes[part]}  {part}.txt" for part in sorted(hashes)),
        ]
        assert hashlib.sha256(("\n".join(head) + "\n").encode()).hexdigest() == sha256, f"edition {number}"
        return int(number)


@contextmanager
def both_sides(engine: Engine, folder: Path) -> Iterator[Both]:
    """Both, not started yet."""
    key = issued(engine, "export", "webhooks")["Authorization"].removeprefix("Bearer ")
    atlas_port, portal_port = free_port(), free_port()
    atlas_address = f"http://127.0.0.1:{atlas_port}"
    portal_environment = {"PORTAL_KEY": key, "PYTHONPATH": str(PORTAL)}
    atlas = Side(
        "the atlas",
        [sys.executable, "-m", "app.cli", "serve", "--port", str(atlas_port)],
        {
            "DATABASE_URL": engine.url.render_as_string(hide_password=False),
            "ATLAS_DATA": str(folder / "atlas"),
            "ATLAS_OUTSIDE_LOOPBACK": "true",
            "ATLAS_WEBHOOK_KEY": "a root that is long enough for tests",
            "ATLAS_WEBHOOK_WORKERS": "1",
        },
        folder / "atlas.log",
    )
    serve = ["serve", "--port", str(portal_port), "--every", "2"]
    portal = Side("the portal", [*_portal(folder, atlas_address), *serve], portal_environment, folder / "portal.log")
    with publishing(engine):
        try:
            yield Both(
                engine, folder, atlas, portal, atlas_address, f"http://127.0.0.1:{portal_port}", portal_environment
            )
        finally:
            portal.end()
            atlas.end()


def _portal(folder: Path, atlas: str) -> list[str]:
    return [sys.executable, "-m", "atlas_portal", "--data", str(folder), "--atlas", atlas]


def kill_at_random(both: Both, chance: random.Random, most: int) -> None:
    """Kill one side or both up to so many times, at moments that nobody chose, and start what was killed again."""
    for _ in range(chance.randint(0, most)):
        time.sleep(chance.uniform(0, 1.5))
        sides = chance.choice([[both.portal], [both.portal], [both.atlas], [both.atlas, both.portal]])
        for side in sides:
            side.kill()
        for side in sides:
            side.start()
