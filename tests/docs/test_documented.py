"""Every setting, route, parameter, command and make target is documented, and every link leads somewhere."""

import re
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
import typer
from pydantic.fields import FieldInfo
from starlette.testclient import TestClient
from typer.core import TyperGroup

from app.cli.commands import cli
from app.http.problems import TITLES
from app.settings import ROOT, Settings

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
OPERATIONS = ROOT / "docs" / "operations.md"
API = ROOT / "docs" / "api.md"
ROUTES = [API, ROOT / "docs" / "access.md", ROOT / "docs" / "keys.md", ROOT / "docs" / "syncing.md"]
ROUTES += [ROOT / "docs" / "consultations.md"]
"""The pages that say what routes there are."""
GUIDES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
NOT_OF_SETTINGS = {"ATLAS_HOST", "ATLAS_PORT", "ATLAS_TEST_ENGINE"}
"""Variables of the command line and of the tests."""


def variable(name: str, field: FieldInfo) -> str:
    """The environment variable of a setting."""
    return str(field.validation_alias or f"ATLAS_{name.upper()}")


SETTINGS = {variable(name, field): field for name, field in Settings.model_fields.items()}
COMMAND = typer.main.get_command(cli)
assert isinstance(COMMAND, TyperGroup)
PROBLEMS = {f"/problems/{name}": status for name, (status, _) in TITLES.items()}
COMMANDS = {
    f"{name} {inner}".strip(): one
    for name, command in COMMAND.commands.items()
    for inner, one in (command.commands.items() if isinstance(command, TyperGroup) else [("", command)])
}


def rows(page: Path) -> dict[str, str]:
    """The rows of a page's tables, by what stands in their first cell."""
    found = re.findall(r"^\| (`[^|]+`) \|(.*)$", page.read_text(), re.MULTILINE)
    return {name.strip("`"): rest for cell, rest in found for name in cell.split(", ")}


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_documented_with_its_default(name: str) -> None:
    row = rows(OPERATIONS)[name]
    field = SETTINGS[name]
    if isinstance(field.default, int | str):
        assert f"`{field.default}`" in row
    if get_origin(field.annotation) is Literal:
        assert [word for word in get_args(field.annotation) if f"`{word}`" not in row] == []


def test_every_documented_variable_exists() -> None:
    text = "".join(page.read_text() for page in PAGES if "decisions" not in page.parts)
    assert set(re.findall(r"ATLAS_[A-Z_]+[A-Z]", text)) <= SETTINGS.keys() | NOT_OF_SETTINGS


@pytest.fixture(scope="module")
def operations(client: TestClient) -> dict[str, Any]:
    """The operations of the OpenAPI document, by path."""
    paths: dict[str, Any] = client.get("/openapi.json").json()["paths"]
    return paths


def test_every_route_is_documented(operations: dict[str, Any]) -> None:
    text = "".join(page.read_text() for page in ROUTES)
    assert len(operations) > 20
    assert [path for path in operations if f"`{path}`" not in text] == []


def test_every_documented_route_exists(operations: dict[str, Any]) -> None:
    named = [name for page in ROUTES for name in rows(page) if name.startswith("/") and name not in PROBLEMS]
    assert len(named) > 20
    assert [name for name in named if name not in operations] == []


def test_every_parameter_is_documented(operations: dict[str, Any]) -> None:
    text = "".join(page.read_text() for page in ROUTES)
    names = {
        parameter["name"]
        for methods in operations.values()
        for operation in methods.values()
        for parameter in operation.get("parameters", ())
        if parameter["in"] == "query"
    }
    assert names >= {"edition", "product_type", "facets"}
    assert [name for name in sorted(names) if not re.search(f"`{name}[`=]", text)] == []


def test_every_problem_is_documented_with_its_status() -> None:
    documented = rows(API)
    assert {name for name in documented if name.startswith("/problems/")} - {"/problems/{name}"} == PROBLEMS.keys()
    assert [name for name, status in PROBLEMS.items() if str(status) not in documented[name]] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented_with_its_options(name: str) -> None:
    row = rows(OPERATIONS)[f"licensing-atlas {name}"]
    options = [option for parameter in COMMANDS[name].params for option in parameter.opts if option.startswith("--")]
    options = [option for option in options if option != "--help"]
    assert [option for option in options if not re.search(rf"`{option}\b", row)] == []


def test_every_documented_command_exists() -> None:
    text = "".join(page.read_text() for page in GUIDES)
    named = set(re.findall(r"licensing-atlas ([a-z]+)\b(?! \()", re.sub(r"docker [^\n]*", "", text)))
    assert named >= {"run", "seed"}
    assert named <= {name.partition(" ")[0] for name in COMMANDS}


def test_every_make_target_is_documented() -> None:
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)
    text = "".join(page.read_text() for page in GUIDES)
    assert {"run", "test"} <= set(targets)
    assert [target for target in targets if not re.search(rf"make {target}(?![a-z-])", text)] == []


def test_every_documented_make_target_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    text = "".join(page.read_text() for page in GUIDES)
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", text, re.MULTILINE)) <= targets


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings."""
    headings = re.findall(
        r"^#+ (.*)$", re.sub(r"^```.*?^```$", "", page.read_text(), flags=re.MULTILINE | re.DOTALL), re.MULTILINE
    )
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_there_are_pages() -> None:
    names = {str(page.relative_to(ROOT)) for page in PAGES}
    assert names >= {"README.md", "CONTRIBUTING.md", "docs/api.md", "docs/operations.md", "docs/decisions/README.md"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", re.sub(r"^```.*?^```$", "", page.read_text(), flags=re.MULTILINE | re.DOTALL))
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []
