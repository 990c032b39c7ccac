"""The seed's records, as plain data."""

from typing import Any

import pytest

from app.intake.seed import Seed

Data = dict[str, Any]


@pytest.fixture(scope="session")
def contents(seed: Seed) -> dict[tuple[str, str], Data]:
    """Every record of the seed, by type and id."""
    return {(one.type, one.id): one.content.model_dump(mode="json") for one in seed.records}


@pytest.fixture(scope="session")
def procedures(contents: dict[tuple[str, str], Data]) -> dict[str, Data]:
    """Every procedure of the seed."""
    return {id_: content for (type_, id_), content in contents.items() if type_ == "procedure"}
