"""JSON Lines beside YAML: the same records, told with their line where they are faulty."""

import json
from pathlib import Path

import pytest

from app.intake.faults import Fault, IntakeError
from app.intake.seed import read_seed
from app.intake.yaml_file import read_yaml
from tests.intake.planted import plant

REQUIREMENTS = "xx/requirements"


def planted(directory: Path) -> Path:
    """The small seed, with its requirements as JSON Lines."""
    plant(directory)
    file = directory / f"{REQUIREMENTS}.yaml"
    records = read_yaml(file).data
    file.unlink()
    lines = (json.dumps(record, default=float, ensure_ascii=False) for record in records)
    (directory / f"{REQUIREMENTS}.ndjson").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return directory


def faults(directory: Path) -> list[Fault]:
    """What is wrong with a seed."""
    with pytest.raises(IntakeError) as caught:
        read_seed(directory)
    return caught.value.faults


def test_they_say_what_yaml_says(tmp_path: Path) -> None:
    (tmp_path / "yaml").mkdir()
    (tmp_path / "lines").mkdir()
    assert read_seed(planted(tmp_path / "lines")).records == read_seed(plant(tmp_path / "yaml")).records


def test_a_type_may_have_both_forms(tmp_path: Path) -> None:
    plant(tmp_path)
    term = read_yaml(tmp_path / "xx/terms.yaml").data[0] | {"id": "xx-more"}
    (tmp_path / "xx/terms.ndjson").write_text(f"\n{json.dumps(term)}\n\n")
    assert [one.id for one in read_seed(tmp_path).records if one.type == "term"] == ["xx-more", "xx-term"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": "xx-a", "id": "xx-b"}', "a key is repeated"),
        ('{"id": NaN}', "NaN is no number"),
        ('{"id": ', "not JSON in UTF-8"),
        ('["id"]', "expected a record"),
        ("[" * 100_000, "not JSON in UTF-8"),
    ],
)
def test_a_faulty_line_is_told(tmp_path: Path, line: str, message: str) -> None:
    file = planted(tmp_path) / f"{REQUIREMENTS}.ndjson"
    file.write_text(f"{file.read_text('utf-8')}{line}\n", encoding="utf-8")
    (found,) = faults(tmp_path)
    assert (found.file, found.line) == (file, 3)
    assert message in found.message


def test_a_faulty_value_is_told_with_its_line_and_field(tmp_path: Path) -> None:
    file = planted(tmp_path) / f"{REQUIREMENTS}.ndjson"
    file.write_text(file.read_text("utf-8").replace('"fees"', '"fee"'), encoding="utf-8")
    (found,) = faults(tmp_path)
    assert (found.line, found.record, found.field) == (2, "xx-fee", "/topics/0")


def test_what_is_not_utf_8_is_told(tmp_path: Path) -> None:
    file = planted(tmp_path) / f"{REQUIREMENTS}.ndjson"
    file.write_bytes(file.read_bytes() + b'{"id": "\xff"}\n')
    (found,) = faults(tmp_path)
    assert (found.line, found.message.partition(":")[0]) == (3, "not JSON in UTF-8")
