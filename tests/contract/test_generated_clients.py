"""Clients that generators make of the OpenAPI document compile under strict checks, and talk to a running atlas.

The generators are installed into a temporary directory, pinned in `clients/`: Python's by hash, npm's by version.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.contract.asking import STAFF, Data
from tests.editions.conftest import engine, small
from tests.examples.both_sides import Both, both_sides
from tests.programs import program

__all__ = ["engine", "small"]

pytestmark = pytest.mark.slow

PINS = Path(__file__).with_name("clients")

CONFIGURATION: Data = {
    "content_type_overrides": {
        "application/atom+xml": "text/plain",
        "application/x-ndjson": "text/plain",
    }
}
"""What openapi-python-client has to be told of media types that it does not know; docs/integration.md shows it."""

IN_PYTHON = """
import sys

from atlas_client import AuthenticatedClient
from atlas_client.api.entries import list_requirements, read_entry
from atlas_client.api.syncing import list_changes
from atlas_client.models import ChangesPage, OneRequirement, ProblemDocument, RequirementPage

client = AuthenticatedClient(base_url=sys.argv[1], token=sys.argv[2])
page = list_requirements.sync(client=client, country=["XX", "YY"], limit=10)
assert isinstance(page, RequirementPage), page
print(*sorted({one.country for one in page.items}), len(page.items))
entry = read_entry.sync("xx-dossier", client=client)
assert isinstance(entry, OneRequirement), entry
print(entry.id, entry.obligation.value, entry.sources[0].id)
changes = list_changes.sync(client=client, since=0, limit=1)
assert isinstance(changes, ChangesPage), changes
print(changes.resume_from.since)
wrong = list_requirements.sync_detailed(client=client, country=["XY"])
assert isinstance(wrong.parsed, ProblemDocument), wrong
print(wrong.status_code.value, wrong.parsed.type_)
"""

IN_TYPESCRIPT = """
import createClient from "openapi-fetch";
import type { components, paths } from "./atlas.js";

const [base, key] = process.argv.slice(2);
type Media = "application/json" | "application/problem+json";
const client = createClient<paths, Media>({ baseUrl: base, headers: { Authorization: `Bearer ${key}` } });
const query = { country: ["XX", "YY"], limit: 10 };
const page = await client.GET("/v1/requirements", { params: { query } });
if (!page.data) throw new Error(page.error?.detail);
console.log(...[...new Set(page.data.items.map((one) => one.country))].sort(), page.data.items.length);
const entry = await client.GET("/v1/entries/{id}", { params: { path: { id: "xx-dossier" } } });
if (!entry.data || !("obligation" in entry.data)) throw new Error("not a requirement");
console.log(entry.data.id, entry.data.obligation, entry.data.sources[0]?.id);
const changes = await client.GET("/v1/changes", { params: { query: { since: 0, limit: 1 } } });
console.log(changes.data?.resume_from.since);
const wrong = await client.GET("/v1/requirements", { params: { query: { country: ["XY"] } } });
const problem: components["schemas"]["ProblemDocument"] | undefined = wrong.error;
console.log(wrong.response.status, problem?.type);
"""

SAID = ["XX YY 4", "xx-dossier mandatory xx-law", "0", "422 /problems/invalid-parameter"]
"""What both programs print."""


def run(*command: str | Path, at: Path, **environment: str) -> str:
    """What a program printed; it must succeed."""
    done = subprocess.run(
        command, cwd=at, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command[0]}:\n{(done.stdout + done.stderr)[-4000:]}"
    return done.stdout


def running(both: Both, tmp_path: Path, *, staff: bool) -> None:
    """Start the atlas, and write down its OpenAPI document, with what is for staff or without."""
    both.atlas.start()
    both.wait_until(both.ready)
    document: Data = json.loads(both.read("/openapi.json"))
    document["paths"] = {path: one for path, one in document["paths"].items() if staff or not path.startswith(STAFF)}
    (tmp_path / "openapi.json").write_text(json.dumps(document))


def test_a_python_client(engine: Engine, tmp_path: Path) -> None:
    uv = Path(sys.executable).with_name("uv")
    run(uv, "venv", "-q", "-p", sys.executable, "made", at=tmp_path)
    run(uv, "pip", "install", "-q", "-p", "made", "--require-hashes", "-r", PINS / "python.txt", at=tmp_path)
    tools = tmp_path / "made" / "bin"
    (tmp_path / "configuration.json").write_text(json.dumps(CONFIGURATION))
    (tmp_path / "call.py").write_text(IN_PYTHON)
    with both_sides(engine, tmp_path) as both:
        running(both, tmp_path, staff=False)  # whose bodies are beyond this generator
        said = run(
            *(tools / "openapi-python-client", "generate", "--path", "openapi.json", "--meta", "none"),
            *("--config", "configuration.json", "--output-path", "atlas_client", "--fail-on-warning"),
            at=tmp_path,
            PATH=f"{tools}:{os.environ['PATH']}",
        )
        assert "warning" not in said.lower()
        # How the generator's own frame hands on the arguments of `__exit__` is its affair, and not of the document.
        (tmp_path / "mypy.ini").write_text("[mypy]\n[mypy-atlas_client.client]\ndisable_error_code = arg-type\n")
        run(tools / "mypy", "--strict", "--config-file", "mypy.ini", "call.py", "atlas_client", at=tmp_path)
        printed = run(tools / "python", "call.py", both.atlas_address, both.environment["PORTAL_KEY"], at=tmp_path)
    assert printed.splitlines() == SAID


def test_a_typescript_client(engine: Engine, tmp_path: Path) -> None:
    npm = program("npm")
    program("node")
    shutil.copy(PINS / "package.json", tmp_path)
    run(npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", at=tmp_path)
    tools = tmp_path / "node_modules" / ".bin"
    (tmp_path / "call.ts").write_text(IN_TYPESCRIPT)
    with both_sides(engine, tmp_path) as both:
        running(both, tmp_path, staff=True)
        run(tools / "openapi-typescript", "openapi.json", "-o", "atlas.ts", at=tmp_path)
        strict = ["--strict", "--noUncheckedIndexedAccess", "--module", "nodenext", "--target", "es2022"]
        run(tools / "tsc", "--noEmit", *strict, "call.ts", at=tmp_path)
        run(tools / "tsc", *strict, "--outDir", "made", "call.ts", at=tmp_path)
        printed = run(
            *(program("node"), tmp_path / "made" / "call.js", both.atlas_address, both.environment["PORTAL_KEY"]),
            at=tmp_path,
        )
    assert printed.splitlines() == SAID
