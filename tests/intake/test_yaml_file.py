"""YAML is read strictly: text stays text, decimals stay exact, a repeated key is a fault with its line."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.intake.faults import Fault, IntakeError
from app.intake.yaml_file import YamlFile, read_yaml


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file stands."""
    return tmp_path / "records.yaml"


def read(path: Path, text: str | bytes) -> YamlFile:
    """A file with this text, read."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_yaml(path)


def faults(path: Path, text: str | bytes) -> list[Fault]:
    """What is wrong with a file of this text."""
    with pytest.raises(IntakeError) as caught:
        read(path, text)
    return caught.value.faults


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-17",
        "2024-05",
        "2024-05-17T10:00:00Z",
        "no",
        "yes",
        "No",
        "on",
        "off",
        "y",
        "True",
        "NULL",
        "007",
        "1_000",
        "0x1F",
        "1e3",
        ".5",
        "5.",
        "+5",
        "1,000",
        "12:30:45",
        ".inf",
        ".nan",
        "허가",
        "!important",
    ],
)
def test_what_yaml_likes_to_convert_stays_text(path: Path, text: str) -> None:
    assert read(path, f"value: {text}" if text[0] != "!" else f"value: '{text}'").data == {"value": text}


@pytest.mark.parametrize("quoted", ['"1000"', "'1000'", "|-\n  1000", ">-\n  1000"])
def test_quoted_numbers_stay_text(path: Path, quoted: str) -> None:
    assert read(path, f"value: {quoted}").data == {"value": "1000"}


@pytest.mark.parametrize("word", ["true", "false", "null", "~"])
def test_quoted_words_stay_text(path: Path, word: str) -> None:
    assert read(path, f"value: '{word}'").data == {"value": word}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5),
        ("0", 0),
        ("-12", -12),
        ("2013", 2013),
        ("33333.33", Decimal("33333.33")),
        ("0.10", Decimal("0.10")),
        ("-1.5", Decimal("-1.5")),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("[]", []),
        ("{}", {}),
    ],
)
def test_numbers_and_the_three_words_have_their_types(path: Path, text: str, value: Any) -> None:
    found = read(path, f"value: {text}").data["value"]
    assert (type(found), found) == (type(value), value)


def test_decimals_are_exact(path: Path) -> None:
    found = read(path, "- 0.1\n- 33333.330\n- 123456789012345678.123456789").data
    assert [str(one) for one in found] == ["0.1", "33333.330", "123456789012345678.123456789"]


def test_keys_are_text(path: Path) -> None:
    assert read(path, "2024: a\nno: b\ntrue: c").data == {"2024": "a", "no": "b", "true": "c"}


def test_every_value_has_its_line(path: Path) -> None:
    file = read(path, "- id: a\n  title:\n    en: One\n    ko: 하나\n\n- id: b\n  topics:\n  - x\n  - y\n")
    assert [file.line(pointer) for pointer in ("/0/id", "/0/title/ko", "/1", "/1/topics/1")] == [1, 4, 6, 9]


def test_what_is_not_there_has_the_line_of_what_surrounds_it(path: Path) -> None:
    file = read(path, "- id: a\n- id: b\n  title:\n    en: One\n")
    assert file.line("/1/title/ko") == 3
    assert file.line("/1/citations/0/source") == 2
    assert file.line("/7") == 1


def test_a_repeated_key_is_a_fault_with_its_line(path: Path) -> None:
    (fault,) = faults(path, "- id: a\n  title: One\n  topics: [x]\n  title: Two\n")
    assert (fault.file, fault.line, fault.field, fault.message) == (path, 4, "/0/title", "the key is repeated")


def test_all_repeated_keys_of_a_file_are_told_together(path: Path) -> None:
    found = faults(path, "- a: 1\n  a: 2\n- b: {c: 1, c: 2}\n  b: 3\n")
    assert [(fault.line, fault.field) for fault in found] == [(2, "/0/a"), (3, "/1/b/c"), (4, "/1/b")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- id: a\n- id: [b\n- id: c\n", 3),
        ("- id: a\n  title: One: two\n", 2),
        ("- id: a\n\ttitle: One\n", 2),
        ("- id: a\n  title: *unknown\n", 2),
        ("- id: a\n---\n- id: b\n", 2),
        ("- id: 'a\n", 2),
    ],
)
def test_what_is_not_yaml_is_a_fault_with_its_line(path: Path, text: str, line: int) -> None:
    (fault,) = faults(path, text)
    assert fault.message.startswith("not YAML: ")
    assert (fault.file, fault.line) == (path, line)


@pytest.mark.parametrize(
    "text", ["- id: 허가\n".encode("cp949"), "- id: café\n".encode("latin-1"), b"- id: a\x00b\n", b"\xff\xfe\x00"]
)
def test_another_encoding_is_a_fault(path: Path, text: bytes) -> None:
    (fault,) = faults(path, text)
    assert "not YAML in UTF-8" in fault.message
    assert fault.file == path


def test_an_empty_file_holds_nothing(path: Path) -> None:
    assert read(path, "# nothing yet\n").data is None


def test_an_anchor_that_holds_itself_is_a_fault(path: Path) -> None:
    assert faults(path, "- &a [*a]\n")


def test_a_number_of_any_length_is_read(path: Path) -> None:
    assert read(path, f"value: {'9' * 5000}").data


def test_a_fault_tells_file_line_record_and_field() -> None:
    fault = Fault(Path("seed/my/terms.yaml"), 7, "my-term", "/title/ko", "expected some text")
    assert str(fault) == "seed/my/terms.yaml:7: my-term /title/ko: expected some text"


def test_faults_are_told_in_the_order_of_files_and_lines() -> None:
    one, two, three = (Fault(Path(file), line, "", "", "x") for file, line in (("b", 1), ("a", 10), ("a", 9)))
    assert IntakeError([one, two, three]).faults == [three, two, one]
