"""The API against its own description: a few cases an operation, generated from the OpenAPI document."""

from starlette.testclient import TestClient

from tests.contract.generated import Case, Desk, every_operation, validate


@every_operation(5, edges=False)
def test_whatever_is_asked_the_answer_is_one_that_the_document_promises(
    case: Case, client: TestClient, desk: Desk
) -> None:
    validate(case, client, desk)
