"""The newest edition is known without a query, and never a moment too long."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from app.database.engine import open_engine, reading
from app.editions.heads import Heads
from app.editions.snapshot import newest_head
from tests.editions.life import edition, record, redact


@pytest.fixture
def heads(engine: Engine) -> Iterator[Heads]:
    made = Heads(engine)
    yield made
    made.close()


def test_it_is_what_the_database_has_at_every_step(engine: Engine, heads: Heads) -> None:
    def agrees() -> bool:
        with reading(engine) as connection:
            there = newest_head(connection)
        known = [heads.newest(), heads.newest()]
        return known == [there, there] if engine.dialect.name == "sqlite" else known == [None, None]

    assert agrees()
    edition(engine, record("requirement", "xx-new"), when="2026-12-24T00:00:00")
    assert agrees()
    redact(engine, "xx-doomed")
    assert agrees()
    heads.close()
    assert agrees()


def test_without_a_database_it_fails_and_recovers(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/none.db")
    heads = Heads(engine)
    for _ in range(2):
        with pytest.raises(OperationalError, match="no such table"):
            heads.newest()
    heads.close()
    engine.dispose()
