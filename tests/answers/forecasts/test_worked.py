"""Dates worked out by hand from the sources and the governments' lists of holidays."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from starlette.testclient import TestClient

Data = dict[str, Any]

WORKED: list[Data] = yaml.safe_load(Path(__file__).with_name("worked.yaml").read_text(encoding="utf-8"))


def _name(row: Data) -> str:
    ask, look = row["ask"], row["look"]
    return f"{ask['procedure']}-{ask['submit_on']}-{look['at']}-{look['case']}-{ask.get('applicant_days', '')}"


@pytest.mark.parametrize("row", WORKED, ids=_name)
def test_a_date_is_the_one_worked_out_by_hand(atlas: TestClient, row: Data) -> None:
    answer = atlas.get("/v1/forecasts", params=row["ask"])
    assert answer.status_code == 200, answer.text
    found, look = answer.json(), row["look"]
    assert _place(found, look)[look["case"]] == row["date"]


def _place(found: Data, look: Data) -> dict[str, str | None]:
    """The dates that a row looks at: of the answer, of a path, or of one of its bars."""
    dates: dict[str, str | None]
    if look["at"] == "answer":
        dates = found["ends"]
    else:
        (path,) = [one for one in found["steps"][-1]["paths"] if one["variant"] == look["variant"]]
        bars = [one for one in path["bars"] if one["id"].endswith(f"/{look['at']}")]
        dates = path["ends"] if look["at"] == "ends" else bars[0][look["edge"]]
    return dates


def test_forty_dates_and_more_are_worked_out() -> None:
    assert len(WORKED) >= 40
    assert len({row["ask"]["procedure"] for row in WORKED}) >= 35
