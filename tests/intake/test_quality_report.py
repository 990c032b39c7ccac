"""The report counts what the seed holds, as the API shows it, and the command tells it and fails on a fault."""

import json
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner, Result

from app.cli.commands import cli
from app.intake.quality.table import table
from app.intake.quality.tally import SEEDED, Tally, tallies, total
from app.intake.seed import Seed
from app.settings import get_settings
from app.vocabulary.lists import ENTRY_KINDS
from tests.conftest import SEED, TODAY
from tests.intake.quality_seed import plant_sound, with_error


@pytest.fixture(scope="module")
def counted(seed: Seed) -> dict[str, Tally]:
    """The tallies of the committed seed."""
    return {one.jurisdiction: one for one in tallies(seed, TODAY.isoformat())}


def run(*arguments: str) -> Result:
    """Run `licensing-atlas quality`."""
    return CliRunner().invoke(cli, ["quality", *arguments])


def test_every_record_is_counted_once(seed: Seed, counted: dict[str, Tally]) -> None:
    assert sum(one.records for one in counted.values()) == len(seed.records)
    assert sum(one.entries for one in counted.values()) == sum(one.type in ENTRY_KINDS for one in seed.records)


def test_the_jurisdictions_of_the_research_come_first_and_what_nobody_owns_last(counted: dict[str, Tally]) -> None:
    names = list(counted)
    assert tuple(names[: len(SEEDED)]) == SEEDED
    assert names[len(SEEDED) : -1] == sorted(names[len(SEEDED) : -1])
    assert names[-1] == "common"


def test_marks_and_states_add_up_to_the_entries(counted: dict[str, Tally]) -> None:
    for one in counted.values():
        for name in ("evidence_grade", "source_custody", "currency_status", "confidence", "stale"):
            assert sum(getattr(one, name).values()) == one.entries, (one.jurisdiction, name)
        assert one.citations_with_locator <= one.citations >= one.citations_with_date
        assert one.documents_mapped <= one.documents


def test_cells_are_those_of_the_api(client: TestClient, counted: dict[str, Tally]) -> None:
    shown = client.get("/v1/coverage", params={"limit": 1}).json()["by_country"]
    assert len(shown) == sum(one.entries > 0 for one in counted.values())
    for one in shown:
        assert counted[one.pop("country")].coverage == one


@pytest.mark.parametrize("answer", ["yes", "no", "unknown"])
def test_stale_entries_are_those_of_the_api(client: TestClient, counted: dict[str, Tally], answer: str) -> None:
    for country in SEEDED:
        found = client.get(f"/v1/entries?country={country}&stale={answer}&limit=1").json()
        assert found["total"] == counted[country].stale[answer]


def test_a_later_day_makes_more_stale(seed: Seed, counted: dict[str, Tally]) -> None:
    later = total(tallies(seed, "2030-01-01")).stale
    now = total(counted.values()).stale
    assert later["yes"] > now["yes"]
    assert later["no"] < now["no"]


def test_a_sum_has_the_sums(counted: dict[str, Tally]) -> None:
    both = total([counted["MY"], counted["SG"]])
    assert both.jurisdiction == "all"
    for field in fields(Tally):
        if field.type in (int, "int"):
            assert getattr(both, field.name) == sum(getattr(counted[one], field.name) for one in ("MY", "SG"))
    assert both.gaps["open"] == counted["MY"].gaps["open"] + counted["SG"].gaps["open"]


def test_the_table_has_a_row_for_every_measure(counted: dict[str, Tally]) -> None:
    first, second = table(list(counted.values())).split("\n\n")
    assert first.split("\n")[0].split() == [*SEEDED, "all"]
    assert second.split("\n")[0].split()[-1] == "common"
    rows = {line[:24].strip(): line[24:].split() for line in first.split("\n")[1:]}
    assert rows["entries"][0] == str(counted["MY"].entries)
    assert rows["stale yes"][-1] == str(total(counted[one] for one in SEEDED).stale["yes"])
    assert rows["paths computable"][1] == str(counted["SG"].paths["computable"])


def test_a_share_is_a_hundred_percent_only_of_all(tmp_path: Path) -> None:
    rows = [line for line in run("--seed", str(plant_sound(tmp_path))).stdout.split("\n") if "locator" in line]
    assert [row.split()[2] for row in rows] == ["22%"]  # two of nine citations


def test_the_command_prints_json(tmp_path: Path) -> None:
    result = run("--seed", str(plant_sound(tmp_path)), "--format", "json", "--on", "2026-11-23")
    assert result.exit_code == 0
    told: dict[str, Any] = json.loads(result.stdout)
    assert told["on"] == "2026-11-23"
    assert (told["seeded"], told["faults"]) == ([], [])
    assert {one["jurisdiction"]: one["entries"] for one in told["others"]} == {"XX": 8, "common": 0}


@pytest.mark.parametrize("form", ["table", "json"])
def test_the_command_fails_and_tells_every_fault_on_a_line(tmp_path: Path, form: str) -> None:
    seed = with_error(tmp_path, "xx__procedures", "총 245근무일", "총 254근무일")
    result = run("--seed", str(seed), "--format", form)
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert [line.split(": ")[1] for line in lines] == ["xx-full /statement/ko", "xx-full /statement/en"]
    assert all(line.startswith(f"{seed}/xx/procedures.yaml:") for line in lines)
    if form == "json":
        told = json.loads(result.stdout)["faults"]
        assert [one["field"] for one in told] == ["/statement/ko", "/statement/en"]


def test_the_command_reads_the_seed_of_the_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ATLAS_SEED", str(plant_sound(tmp_path)))
    get_settings.cache_clear()
    try:
        assert "XX" in run().stdout
    finally:
        get_settings.cache_clear()


def test_the_day_is_today_unless_told(tmp_path: Path) -> None:
    told = json.loads(run("--seed", str(plant_sound(tmp_path)), "--format", "json").stdout)
    assert date.fromisoformat(told["on"])


@pytest.mark.parametrize(
    "arguments", [("--on", "2026-13-01"), ("--on", "2026"), ("--on", "soon"), ("--format", "xml")]
)
def test_a_bad_option_is_refused(arguments: tuple[str, str]) -> None:
    result = run("--seed", str(SEED), *arguments)
    assert result.exit_code == 2
    assert "Usage" in result.stderr
