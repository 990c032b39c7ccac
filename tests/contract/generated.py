"""What tests of the whole document share: it as Schemathesis reads it, who asks, and how answers are checked."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.openapi.loaders import from_dict
from schemathesis.specs.openapi.checks import negative_data_rejection, response_schema_conformance
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.contract.asking import STAFF

CHECKS = {
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "missing_required_header",
    "unsupported_method",
    "allow_header_conformance",
}
"""Left out: what needs secrets or writes (`ignored_auth`, `use_after_free` and their like), and
`positive_data_acceptance`: which countries there are, the data says and not the document."""

NEVER_OPENED = f"sqlite:///{Path(tempfile.gettempdir()) / 'never-opened.db'}"

Test = Callable[..., None]
Case = schemathesis.Case[Any]
Schema = Any


def _schema(*, edges: bool) -> Schema:
    """The document as Schemathesis reads it, without a database; `edges` walks boundary values of each parameter."""
    checks: dict[str, Any] = {"enabled": False, **{name: {"enabled": True} for name in CHECKS}}
    # A value that is not valid may also make the address too long, and then that is said first.
    checks["negative_data_rejection"]["expected-statuses"] = ["400", "404", "405", "406", "414", "422"]
    config = schemathesis.Config.from_dict(
        {"checks": checks, "phases": {"coverage": {"enabled": edges}, "examples": {"enabled": True}}}
    )
    document = create_app(Settings(database_url=NEVER_OPENED)).openapi()
    return from_dict(document, config=config)


def every_operation(examples: int, *, edges: bool) -> Callable[[Test], Test]:
    """Run a test for each operation, on cases that are the same every time; `edges` as in the schema."""
    schema = _schema(edges=edges)

    def decorate(test: Test) -> Test:
        repeatable = settings(
            max_examples=examples,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        decorated: Test = schema.parametrize()(repeatable(test))
        return decorated

    return decorate


@dataclass(frozen=True)
class Desk:
    """A client of an atlas of its own, for cases may write, with the token of an admin and the key of a partner."""

    client: TestClient
    token: str
    key: str


def validate(case: Case, client: TestClient, desk: Desk) -> None:
    """Ask as anybody what is for anybody, as an admin what is for staff, with a key what is for portals."""
    signed_in = case.operation.definition.raw.get("security")
    if STAFF in case.path:
        case.call_and_validate(app=desk.client.app, headers={"Authorization": f"Bearer {desk.token}"})
    elif signed_in and {} not in signed_in:
        # The key is sent whatever the case has: it may be all that was wrong. docs/syncing.md tells of exports.
        left_out: list[Any] = [negative_data_rejection]
        left_out += [response_schema_conformance] if case.path.startswith("/v1/exports/") else []
        case.call_and_validate(app=desk.client.app, headers={"Authorization": desk.key}, excluded_checks=left_out)
    else:
        case.call_and_validate(app=client.app)
