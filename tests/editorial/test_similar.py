"""Entries that may state the same fact are shown, and nothing else is."""

from typing import Any

import pytest

from tests.editorial.desk import Office
from tests.editorial.facts import NEW, new


def alike(desk: Office, **values: Any) -> dict[str, list[str]]:
    """What is shown beside a new entry."""
    return {one["id"]: one["alike"] for one in desk.start(new(**values))["similar"]}


def test_an_entry_like_no_other_stands_alone(desk: Office) -> None:
    assert alike(desk) == {}


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"title": "Title of XX-dossier"}, {"xx-dossier": ["title"]}),
        ({"title": {"en": "Another", "ko": "xx-dossier의 제목"}}, {"xx-dossier": ["title"]}),
        ({"statement": "xx-dossier: of statement"}, {"xx-dossier": ["statement"]}),
        ({"citations": [{"source": "xx-law", "locator": "s. 2"}]},
         {"xx-dossier": ["citations"], "xx-fee": ["citations"]}),
        ({"citations": [{"source": "xx-law"}]}, {}),
        ({"title": "Title of xx-dossier", "country": "YY"}, {}),
        ({"title": "Title of xx-full"}, {}),
    ],
)  # fmt: skip
def test_what_is_shown(desk: Office, values: dict[str, Any], found: dict[str, list[str]]) -> None:
    assert alike(desk, **values) == found


def test_a_draft_of_somebody_else_is_shown_as_well(desk: Office) -> None:
    first = desk.start(new(id="xx-mine"))
    (other,) = desk.start(NEW, "eve")["similar"]
    assert (other["id"], other["revision"], other["state"]) == ("xx-mine", first["id"], "draft")
    assert (other["alike"], other["likeness"]) == (["title", "statement", "citations"], 100)


def test_the_likest_comes_first(desk: Office) -> None:
    desk.start(new(id="xx-half", statement="Something else altogether"))
    desk.start(new(id="xx-whole"))
    assert [one["id"] for one in desk.start(NEW)["similar"]] == ["xx-whole", "xx-half"]


def test_an_entry_is_not_like_its_own_other_revision(desk: Office) -> None:
    assert "xx-fee" not in {one["id"] for one in desk.correct("xx-fee")["similar"]}
