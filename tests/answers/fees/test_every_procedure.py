"""Every procedure of the seed can be asked what it costs."""

import random
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.answers.fees.schemas import FeeAnswer
from tests.contract.asking import ask, ids

Data = dict[str, Any]
CASES = ["&ingredients=2&years=3&lang=ko&case=nda-1&case=import&case=foreign-site", "&submit_on=2010-06-30"]


def answered(atlas: TestClient, procedure: str, case: str = "") -> Data:
    """The answer for a procedure, which is as its model promises."""
    answer = ask(atlas, f"/v1/fees?procedure={procedure}{case}")
    FeeAnswer.model_validate(answer, strict=False)
    for path in answer["paths"]:
        assert (path["status"] == "computed") == (path["reason"] is None)
        if path["status"] != "computed":
            assert not any(path[name] for name in path if "total" in name)
    return answer


def test_every_procedure_answers_and_no_condition_is_left_in_words(atlas: TestClient) -> None:
    """What a source says of a fee is a structure, or the fee is marked as no ordinary one."""
    procedures = ids(atlas, "/v1/procedures")
    assert len(procedures) > 200
    statuses: set[str] = set()
    for procedure in procedures:
        for path in answered(atlas, procedure)["paths"]:
            statuses.add(path["status"])
            for row in path["rows"]:
                assert row["condition"] is None or row["applies_when"] or row["standing"], procedure
                assert row["per"] is None or row["unit"], procedure
    assert "nothing-recorded" in statuses


@pytest.mark.parametrize("case", CASES)
def test_procedures_answer_in_other_cases(atlas: TestClient, case: str) -> None:
    procedures = random.Random(case).sample(ids(atlas, "/v1/procedures"), 40)
    assert {path["status"] for procedure in procedures for path in answered(atlas, procedure, case)["paths"]}
