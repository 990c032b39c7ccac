"""YAML read strictly, with the line of every value.

Of YAML's surprises only what the seed needs is kept: text, whole numbers, decimals (exact, never floats),
`true`, `false` and `null`. Dates stay text, `no` stays text, a repeated key is a fault.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from app.intake.faults import Fault, IntakeError

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser where PyYAML was built with it
_INTEGER = re.compile(r"^-?(0|[1-9]\d*)$")
_DECIMAL = re.compile(r"^-?\d+\.\d+$")
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
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise IntakeError([Fault(path, line, "", "", f"not YAML: {error.problem}")]) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise IntakeError([Fault(path, 1, "", "", f"not YAML in UTF-8: {error}")]) from error
    lines: dict[str, int] = {}
    faults: list[Fault] = []
    data = _value(node, "", lines, faults, path) if node is not None else None
    if faults:
        raise IntakeError(faults)
    return YamlFile(path, data, lines)


def _value(node: Any, pointer: str, lines: dict[str, int], faults: list[Fault], path: Path) -> Any:
    lines[pointer] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            place = f"{pointer}/{key}"
            if key in found:
                faults.append(Fault(path, key_node.start_mark.line + 1, "", place, "the key is repeated"))
            found[key] = _value(value_node, place, lines, faults, path)
            lines[place] = key_node.start_mark.line + 1
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, f"{pointer}/{i}", lines, faults, path) for i, item in enumerate(node.value)]
    return _scalar(node)


def _scalar(node: yaml.ScalarNode) -> Any:
    text = node.value
    if node.style in _QUOTED:  # text, whatever it looks like
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text):
        return int(text)
    if _DECIMAL.match(text):
        return Decimal(text)
    return text
