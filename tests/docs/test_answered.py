"""The examples of the OpenAPI document are real answers, one for each operation that answers JSON."""

from starlette.testclient import TestClient

from tests.database.databases import Databases
from tests.docs.answered import answers_to, examples_shown
from tests.docs.desk import cut, desk


def test_every_example_is_what_the_seeded_atlas_answers(
    client: TestClient, databases: Databases, seeded: str
) -> None:
    kept = examples_shown()
    address = databases.copy(seeded)
    with desk(address) as people:
        assert answers_to(client, people, kept) == kept
    databases.drop(address)


def test_lists_are_cut_and_nothing_else() -> None:
    assert cut({"a": [{"b": [1, 2, 3, 4]}, {"b": []}], "c": None}) == {"a": [{"b": [1, 2, 3]}], "c": None}
