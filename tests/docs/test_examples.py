"""The examples of the pages print what the pages say that they print."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.settings import ROOT
from tests.docs.console import SERVER, Example, examples

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BY_PAGE = {str(page.relative_to(ROOT)): examples(page, ROOT) for page in PAGES}


def test_the_readme_shows_what_can_be_asked() -> None:
    readme = BY_PAGE["README.md"]
    assert len(readme) >= 3
    for example in readme:
        assert example.command.startswith("curl -s ")
        assert f"'{SERVER}/v1/" in example.command
        assert example.understood, example.place
        assert example.printed, example.place


def test_every_example_that_asks_the_server_is_run() -> None:
    every = [one for found in BY_PAGE.values() for one in found]
    assert [one.place for one in every if one.command.startswith("curl") and not one.understood] == []


@pytest.mark.parametrize("page", [page for page, found in BY_PAGE.items() if any(one.understood for one in found)])
def test_the_examples_of_a_page_print_what_it_says(client: TestClient, tmp_path: Path, page: str) -> None:
    run = [example for example in BY_PAGE[page] if example.understood]
    printed = {example.place: example.run(client, tmp_path) for example in run}
    assert printed == {example.place: example.printed for example in run}


def test_an_example_that_prints_something_else_is_found(client: TestClient, tmp_path: Path) -> None:
    asked = f"curl -s '{SERVER}/v1/entries?limit=1' | jq -c '[.edition, (.items | length)]'"
    assert Example("here:1", asked, "").run(client, tmp_path) == "[1,1]\n"
    assert Example("here:1", asked.replace("limit=1", "limit=2"), "").run(client, tmp_path) == "[1,2]\n"


def test_commands_are_taken_apart_as_a_shell_does() -> None:
    programs = Example("here:1", "curl -s 'http://a/b?c=d;e|f' -o x.txt; cat x.txt | jq -c '.a | .b'", "").programs
    assert programs == [
        [["curl", "-s", "http://a/b?c=d;e|f", "-o", "x.txt"]],
        [["cat", "x.txt"], ["jq", "-c", ".a | .b"]],
    ]
