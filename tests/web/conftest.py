"""A small atlas that lived on: edition 2 changed and withdrew, edition 3 brought a text that stayed the same."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.conftest import opened
from tests.database.databases import Databases
from tests.editions.conftest import small
from tests.editions.life import asking, edition, record, redact

__all__ = ["small"]


@pytest.fixture(scope="package")
def lived(databases: Databases, small: str) -> Iterator[TestClient]:
    """A client of that atlas. Tests only read through it."""
    with opened(databases, databases.copy(small)) as engine:
        changed = {"en": "Statement of xx-fee, raised", "ko": "인상된 xx-fee의 내용"}
        edition(
            engine,
            record("requirement", "xx-fee", topics=["fees"], obligation="conditional", statement=changed),
            record("requirement", "xx-dossier", statement={"en": "Statement of xx-dossier", "ko": "고친 번역"}),
            record("policy", "xx-plan", status="adopted", effective_from="2027-02-01", transition_until="2028"),
            record("policy", "xx-idea", status="consultation"),
            withdraw=[("xx-doomed", "the law was <misread>")],
            note="fees & more",
        )
        edition(engine, record("requirement", "xx-new"), when="2026-12-02T00:00:00")
        redact(engine, "yy-one", "it named a person")
        with asking(engine) as client:
            yield client
