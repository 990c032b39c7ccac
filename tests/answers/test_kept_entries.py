"""Entries are shown once for an edition and shared by all questions: none of these may change them."""

import orjson
from starlette.testclient import TestClient

QUESTIONS = (
    "/v1/requirements?country=MY&product_type=biosimilar",
    "/v1/procedures?country=SG&view=summary",
    "/v1/guides/MY/biosimilar",
    "/v1/guides/TH/generic?format=xlsx",
    "/v1/compare?country=MY&country=SG&product_type=generic",
    "/v1/compare?country=MY&country=SG&product_type=generic&format=xlsx",
    "/v1/eligibility?country=SG&product_type=generic&approved_by=KR-MFDS",
    "/v1/timelines?product_type=generic",
    "/v1/fees?procedure=my-new-drug-full",
    "/v1/forecasts?procedure=my-new-drug-full&submit_on=2026-12-01",
    "/v1/reliance-matrix?reference=KR-MFDS",
    "/v1/entries?country=TH&format=csv",
)


def test_no_question_changes_what_is_kept(atlas: TestClient) -> None:
    store = atlas.app.state.store  # type: ignore[attr-defined]  # it is ours
    for question in QUESTIONS:
        assert atlas.get(question).status_code == 200
    before = {key: orjson.dumps(shown.item) for key, shown in store.entries._held.items()}
    assert len(before) > 300
    first = [atlas.get(question).content for question in QUESTIONS]
    assert [atlas.get(question).content for question in QUESTIONS] == first
    after = {key: orjson.dumps(shown.item) for key, shown in store.entries._held.items()}
    assert all(after.get(key, item) == item for key, item in before.items())
