"""An atlas with three editions, a withdrawal, a redaction and statements that are nobody's business, and a key."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.conftest import TODAY, opened
from tests.database.databases import Databases
from tests.editions.life import edition, record, redact
from tests.partners.keys import issued

SAID = "what was said behind closed doors"


@dataclass(frozen=True)
class Atlas:
    """An engine, a client that has leave to export, and where exports are stored."""

    engine: Engine
    client: TestClient
    stored: Path


@pytest.fixture(scope="module")
def lived(databases: Databases, small: str) -> Iterator[Engine]:
    with opened(databases, databases.copy(small)) as engine:
        session = record("session", "xx-forum-a", event="xx-forum", title={"en": "Fees", "ko": "수수료"})
        event = record("event", "xx-forum", name={"en": "A forum", "ko": "포럼"}, starts_on="2025-09-03")
        said = {"session": "xx-forum-a", "jurisdiction": "XX", "kind": "issue"}
        edition(
            engine,
            record("requirement", "xx-dossier", statement={"en": "Another.", "ko": "다른 내용"}),
            session,
            event,
            record("statement", "xx-forum-a-1", **said, disclosure="internal", text=SAID),
            record("statement", "xx-forum-a-2", **said, disclosure="public", text="said aloud"),
            withdraw=[("xx-fee", "it was wrong")],
        )
        redact(engine, "xx-doomed")
        edition(engine, record("requirement", "xx-fee"), when="2027-01-01T12:00:00")
        yield engine


@pytest.fixture(scope="module")
def key(lived: Engine) -> dict[str, str]:
    return issued(lived, "export")


@pytest.fixture(scope="module")
def scopeless(lived: Engine) -> dict[str, str]:
    """A key without leave to export."""
    return issued(lived, "webhooks")


@pytest.fixture
def atlas(lived: Engine, key: dict[str, str], scopeless: dict[str, str], tmp_path: Path) -> Iterator[Atlas]:
    address = lived.url.render_as_string(hide_password=False)
    app = create_app(Settings(database_url=address, data=tmp_path), today=lambda: TODAY)
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as client:
        client.headers.update(key)
        client.headers["Accept-Encoding"] = "identity"
        yield Atlas(lived, client, tmp_path / "exports")
