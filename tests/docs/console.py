"""Examples in ```console blocks, and what their commands print when they are run against a client.

A command is a line that begins with `$ `; what follows, up to the next one, is what it prints. Of the shell only
what the pages use is understood: `;`, `|`, and the programs below.
"""

import json
import re
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

import jq  # type: ignore[import-not-found]
from starlette.testclient import TestClient
from typer.testing import CliRunner

from app.cli.commands import cli

SERVER = "http://127.0.0.1:8000"
PLAIN = ("cat", "grep", "sha256sum")
UNDERSTOOD = ("curl", "jq", *PLAIN)
OWN = ["licensing-atlas", "quality"]
"""The one command of ours whose answer depends on nothing but the files."""


@dataclass(frozen=True)
class Example:
    """A command, what its page says that it prints, and where it stands."""

    place: str
    command: str
    printed: str

    @property
    def programs(self) -> list[list[list[str]]]:
        """The command as pipelines of programs with their arguments."""
        lexer = shlex.shlex(self.command, posix=True, punctuation_chars=";|")
        lexer.whitespace_split = True
        lexer.commenters = ""
        pipelines: list[list[list[str]]] = [[[]]]
        for token in lexer:
            if token == ";":
                pipelines.append([[]])
            elif token == "|":
                pipelines[-1].append([])
            else:
                pipelines[-1][-1].append(token)
        return pipelines

    @property
    def understood(self) -> bool:
        """Can it be run here?"""
        return all(
            program[0] in UNDERSTOOD or program[:2] == OWN for pipeline in self.programs for program in pipeline
        )

    def run(self, client: TestClient, directory: Path) -> str:
        """What it really prints."""
        printed = ""
        for pipeline in self.programs:
            text = ""
            for program, *arguments in pipeline:
                text = _run(program, arguments, text, client, directory)
            printed += text
        return printed


def examples(page: Path, root: Path) -> list[Example]:
    """All examples of a page."""
    found: list[Example] = []
    text = page.read_text()
    for block in re.finditer(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        line = text.count("\n", 0, block.start()) + 2
        for part in re.split(r"^(?=\$ )", block[1], flags=re.MULTILINE):
            if part:
                command, _, printed = part.partition("\n")
                found.append(Example(f"{page.relative_to(root)}:{line}", command.removeprefix("$ "), printed))
            line += part.count("\n")
    return found


def _run(program: str, arguments: list[str], text: str, client: TestClient, directory: Path) -> str:
    if program == "curl":
        return _curl(arguments, client, directory)
    if program == "jq":
        return _jq(arguments, text)
    if program == OWN[0]:
        return CliRunner().invoke(cli, arguments).stdout
    assert program in PLAIN
    done = subprocess.run(
        [program, *arguments], input=text, cwd=directory, capture_output=True, text=True, check=False
    )
    return done.stdout


def _curl(arguments: list[str], client: TestClient, directory: Path) -> str:
    flag, *rest = arguments
    assert flag == "-s"
    if rest[0] == "-H":
        header, option, sent, address, *more = rest[1:]
        assert option == "-d"
        name, _, value = header.partition(": ")
        body = client.post(address.removeprefix(SERVER), content=sent.encode(), headers={name: value}).text
    else:
        address, *more = rest
        body = client.get(address.removeprefix(SERVER)).text
    assert address.startswith(f"{SERVER}/")
    if not more:
        return body
    option, name = more
    assert option == "-o"
    (directory / name).write_text(body)
    return ""


def _jq(arguments: list[str], text: str) -> str:
    flag, program = arguments
    assert flag in ("-c", "-r")
    values = jq.compile(program).input_text(text).all()
    raw = flag == "-r"
    lines = (value if raw and isinstance(value, str) else _compact(value) for value in values)
    return "".join(f"{line}\n" for line in lines)


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
