"""JSON Lines read strictly: a record on each line, for collections that are too large for YAML.

The same as in YAML: numbers with a point are exact decimals, a repeated key is a fault. Lines are read one by one.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.intake.faults import Fault, IntakeError
from app.intake.yaml_file import YamlFile


def json_lines(path: Path) -> Iterator[tuple[YamlFile, str]]:
    """Each line as a file of its own, with the pointer at which its record stands; empty lines are left out.

    Raises `IntakeError` at the first line that holds no JSON in UTF-8.
    """
    position = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.isspace():
                continue
            try:
                data = _DECODER.decode(line.decode())
            except (ValueError, RecursionError) as error:
                raise IntakeError([Fault(path, number, "", "", f"not JSON in UTF-8: {error}")]) from error
            pointer = f"/{position}"
            lines = {pointer: number}
            if isinstance(data, dict):
                lines.update((f"{pointer}/{name}", number) for name in data)
            yield YamlFile(path, data, lines), pointer
            position += 1


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is repeated")
    return found


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=Decimal, parse_constant=_no_number)
