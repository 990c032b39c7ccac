"""YAML read strictly, with the line of every value.

Of YAML's surprises only what the seed needs is kept: text, whole numbers, decimals (exact, never floats),
`true`, `false` and `null`. Dates stay text, `no` stays text, a repeated key is a fault.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from app.intake.faults import Fault, IntakeError

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser where PyYAML was built with it
# More than 18 digits are no number that anything here counts in: they stay text, and the field refuses them.
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?[0-9]{1,18}\.[0-9]{1,18}")
_QUOTED = ("'", '"', "|", ">")
_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True)
class YamlFile:
    """A file's data, and the line of every value by its JSON pointer."""

    path: Path
    data: Any
    lines: dict[str, int]

    def line(self, pointer: str) -> int:
        """The line of the value at `pointer`, or of the nearest value around it."""
        while pointer not in self.lines and pointer:
            pointer = pointer.rpartition("/")[0]
        return self.lines.get(pointer, 1)


def read_yaml(path: Path) -> YamlFile:
    """Read one file. Raises `IntakeError` with the line where it is not YAML, or repeats a key."""
    try:
        text = path.read_text(encoding="utf-8")
    except (UnicodeDecodeError, OSError) as error:
        raise IntakeError([Fault(path, 1, "", "", f"not YAML in UTF-8: {error}")]) from error
    return parse_yaml(text, path)


def parse_yaml(text: str, path: Path) -> YamlFile:
    """Read YAML; `path` is what its faults name. Raises `IntakeError` as `read_yaml` does."""
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise IntakeError([Fault(path, line, "", "", f"not YAML: {error.problem}")]) from error
    except yaml.YAMLError as error:
        raise IntakeError([Fault(path, 1, "", "", f"not YAML in UTF-8: {error}")]) from error
    reading = _Reading(path)
    data = reading.value(node, "") if node is not None else None
    if reading.faults:
        raise IntakeError(reading.faults)
    return YamlFile(path, data, reading.lines)


@dataclass
class _Reading:
    """One file on its way from nodes to data: the lines seen and the faults found."""

    path: Path
    lines: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    inside: set[int] = field(default_factory=set)

    def value(self, node: Any, pointer: str) -> Any:
        line = self.lines[pointer] = node.start_mark.line + 1
        if id(node) in self.inside:
            self.faults.append(Fault(self.path, line, "", pointer, "an anchor holds itself"))
            return None
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node)
        self.inside.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            found: Any = [self.value(item, f"{pointer}/{position}") for position, item in enumerate(node.value)]
        else:
            found = self._mapping(node, pointer)
        self.inside.discard(id(node))
        return found

    def _mapping(self, node: Any, pointer: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            place = f"{pointer}/{key}"
            if key in found:
                self.faults.append(Fault(self.path, line, "", place, "the key is repeated"))
            found[key] = self.value(value_node, place)
            self.lines[place] = line
        return found


def _scalar(node: yaml.ScalarNode) -> Any:
    text = node.value
    if node.style in _QUOTED:  # text, whatever it looks like
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    return text
