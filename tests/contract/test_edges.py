"""The API against its own description at length: many cases an operation, and every parameter's edges one by one.

Making these cases takes longer than most tests run, so this file is not even read without `-m slow`.
"""

import pytest
from starlette.testclient import TestClient

from tests.contract.generated import Case, Desk, every_operation, validate


@pytest.mark.slow
@every_operation(300, edges=True)
def test_whatever_is_asked_often_and_at_the_edges_the_answer_is_promised_too(
    case: Case, client: TestClient, desk: Desk
) -> None:
    validate(case, client, desk)
