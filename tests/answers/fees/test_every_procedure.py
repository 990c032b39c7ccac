"""Every procedure of the seed can be asked what it costs."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.answers.fees.schemas import FeeAnswer
from tests.contract.asking import ask, ids

Data = dict[str, Any]
CASES = ["", "&ingredients=2&years=3&lang=ko&case=nda-1&case=import&case=foreign-site", "&submit_on=2010-06-30"]


@pytest.mark.parametrize("case", CASES)
def test_every_procedure_answers_as_its_model_promises(atlas: TestClient, case: str) -> None:
    procedures = ids(atlas, "/v1/procedures")
    assert len(procedures) > 90
    statuses: set[str] = set()
    for procedure in procedures:
        answer = ask(atlas, f"/v1/fees?procedure={procedure}{case}")
        FeeAnswer.model_validate(answer, strict=False)
        for path in answer["paths"]:
            statuses.add(path["status"])
            assert (path["status"] == "computed") == (path["reason"] is None)
            if path["status"] != "computed":
                assert not any(path[name] for name in path if "total" in name)
    assert "nothing-recorded" in statuses


def test_no_condition_of_the_seed_is_left_in_words(atlas: TestClient) -> None:
    """What a source says of a fee is a structure, or the fee is marked as no ordinary one."""
    for procedure in ids(atlas, "/v1/procedures"):
        for path in ask(atlas, f"/v1/fees?procedure={procedure}")["paths"]:
            for row in path["rows"]:
                assert row["condition"] is None or row["applies_when"] or row["standing"], procedure
                assert row["per"] is None or row["unit"], procedure
