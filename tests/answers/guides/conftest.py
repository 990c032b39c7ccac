"""The guides that the tests of workbook and page read: all seeded countries, and a small one with hostile texts."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.answers.tables.spreadsheets import HOSTILE
from tests.conftest import client as seeded_client
from tests.conftest import opened
from tests.database.databases import Databases
from tests.editions.conftest import small
from tests.editions.life import asking, edition, record

client = seeded_client


@pytest.fixture(scope="module")
def hostile(databases: Databases, small: str) -> Iterator[TestClient]:
    """A client of an atlas whose titles and statements look like formulas, scripts and markup."""
    texts = [one.strip() for one in HOSTILE]
    with opened(databases, databases.copy(small)) as engine:
        edition(
            engine,
            *(
                record(
                    "requirement",
                    f"zz-{number:02d}",
                    title={"en": text, "ko": text},
                    statement={"en": f"{text} again", "ko": f"{text} 다시"},
                    documents=[{"as_written": {"en": text, "ko": text}}],
                )
                for number, text in enumerate(texts)
            ),
        )
        with asking(engine) as client:
            yield client


__all__ = ["client", "hostile", "small"]
