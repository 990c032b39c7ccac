"""The seed that growth is measured with: the intake takes it, and its hot query finds the same at every size."""

from pathlib import Path

from app.intake.seed import SeedRecord, read_seed
from bench.data import CELL, FOUND, make


def cell(records: tuple[SeedRecord, ...]) -> list[str]:
    """What the hot query finds."""
    found = (one.content for one in records if one.type == "requirement" and one.part == CELL)
    return [one.model_dump()["id"] for one in found if "vaccine" in one.model_dump()["product_types"]]


def test_it_is_a_seed_of_that_size_and_the_same_each_time(tmp_path: Path) -> None:
    assert [make(tmp_path / name, 2500) for name in ("one", "other")] == [2500, 2500]
    one, other = (sorted((tmp_path / name).glob("*/*.ndjson")) for name in ("one", "other"))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other] != []
    assert len(cell(read_seed(tmp_path / "one").records)) == FOUND
