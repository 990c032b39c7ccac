"""The examples of the OpenAPI document are real answers, one for each operation that answers JSON."""

from starlette.testclient import TestClient

from tests.docs.answered import answer_to, cut, examples_shown


def test_every_example_is_what_the_seeded_atlas_answers(client: TestClient) -> None:
    kept = examples_shown()
    assert {name: answer_to(client, name, one) for name, one in kept.items()} == {
        name: one["answer"] for name, one in kept.items()
    }


def test_lists_are_cut_and_nothing_else() -> None:
    assert cut({"a": [{"b": [1, 2, 3, 4]}, {"b": []}], "c": None}) == {"a": [{"b": [1, 2, 3]}], "c": None}
