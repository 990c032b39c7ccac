"""The oracle's two sides: the committed index of the research, and the API's answers to it."""

import pytest
from starlette.testclient import TestClient

from tests.oracle.answers import Answers, collect
from tests.oracle.build_index import read_index
from tests.oracle.research import Numbers, Record


@pytest.fixture(scope="session")
def index() -> list[Record]:
    """Every record of the research, from the committed index."""
    return read_index()


@pytest.fixture(scope="session")
def numbers(index: list[Record]) -> Numbers:
    """Finds numbers, blind to the ids of the index."""
    return Numbers(record.id for record in index)


@pytest.fixture(scope="session")
def answers(client: TestClient, index: list[Record]) -> Answers:
    """What the API answers about every record, in English."""
    return collect(client, index)
