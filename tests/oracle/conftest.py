"""The oracle's two sides: the committed index of the research, and the API's answers to it."""

import pytest
from starlette.testclient import TestClient

from tests.oracle.answers import Answers, collect
from tests.oracle.build_index import read_index
from tests.oracle.changes import PAGE, Changes, read_changes
from tests.oracle.research import Numbers, Record


@pytest.fixture(scope="session")
def index(changes: Changes) -> list[Record]:
    """Every record of the research, from the committed index; under the kind as which it is held."""
    return changes.as_held(read_index())


@pytest.fixture(scope="session")
def numbers(index: list[Record], changes: Changes) -> Numbers:
    """Finds numbers, blind to the ids of the index and to those that took their place."""
    return Numbers([*(record.id for record in index), *changes.ids])


@pytest.fixture(scope="session")
def changes() -> Changes:
    """What became of ids that did not stay what and where they were."""
    return read_changes(PAGE.read_text("utf-8"))


@pytest.fixture(scope="session")
def answers(client: TestClient, index: list[Record], changes: Changes) -> Answers:
    """What the API answers about every record, in English."""
    return collect(client, index, changes)
