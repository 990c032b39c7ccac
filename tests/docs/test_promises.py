"""Every test that docs/security.md and docs/integrity.md name is there."""

import re

import pytest

from app.settings import ROOT

PAGES = ("docs/security.md", "docs/integrity.md")
ROWS = [
    row
    for page in PAGES
    for row in re.findall(
        r"^\| (?!promise|-)([^|]*) \|(?:[^|]*\|)? ([^|]*`tests/[^|]*) \|$", (ROOT / page).read_text(), re.MULTILINE
    )
]


@pytest.mark.parametrize(("promise", "held_by"), ROWS)
def test_a_promise_is_held_by_tests_that_there_are(promise: str, held_by: str) -> None:
    text = ""
    named = re.findall(r"`([^`]+)`", held_by)
    assert named, promise
    for name in named:
        if name.startswith("test_"):
            assert f"def {name}(" in text, name
        else:
            place = ROOT / name
            assert place.exists(), name
            text = place.read_text() if place.is_file() else ""


def test_there_are_promises() -> None:
    assert len(ROWS) > 40
