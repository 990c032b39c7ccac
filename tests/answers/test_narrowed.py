"""A list finds the same whichever way it is looked for: by sets, by keys, or by passing all in their order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from starlette.testclient import TestClient

from app.answers import conditions, lists
from app.answers.filters import build_filters
from app.answers.narrowed import SETS, naming_no_product_type, narrowed
from app.answers.parameters import RequirementParameters
from app.database.engine import reading
from app.editions.members import keys_of
from app.editions.snapshot import SnapshotStore, newest_head
from app.editions.view import View
from app.knowledge.models import Revision
from app.knowledge.models.entry import EntryRow
from app.vocabulary.lists import EntryKind
from tests.answers.crafted import TYPES
from tests.conftest import TODAY
from tests.editions.life import asking

Json = dict[str, Any]


@pytest.fixture(scope="module")
def view(crafted: Engine) -> Iterator[View]:
    """The newest edition of the crafted atlas."""
    with reading(crafted) as connection:
        head = newest_head(connection)
        assert head is not None
        store = SnapshotStore(editions=1, sources=0)
        yield View(connection, head, store.snapshot(connection, head), store, "en", TODAY)


def by_rows(view: View, kind: EntryKind | None, *where: Any) -> set[int]:
    """The keys of the entries for which all of this holds, as the database finds them."""
    query = select(Revision.key).join(EntryRow, EntryRow.revision_key == Revision.key)
    query = query.where(conditions.readable(view.edition.number), conditions.of_kind(kind), *where)
    return set(view.connection.scalars(query))


@settings(deadline=None, database=None, derandomize=True, max_examples=30)
@given(data=st.data())
def test_a_set_is_what_the_conditions_find(view: View, data: st.DataObject) -> None:
    def some(type_: str, most: int) -> list[str]:
        return data.draw(st.lists(st.sampled_from(sorted(view.snapshot.of(type_))), max_size=most, unique=True))

    asked = {
        "country": some("jurisdiction", 4),
        "product_type": data.draw(st.lists(st.sampled_from(sorted(TYPES)), max_size=2, unique=True)),
        "topic": some("topic", 3),
        "document": some("document", 2),
        "currency_status": data.draw(st.sampled_from([[], ["current"]])),
    }
    kind = data.draw(st.sampled_from([EntryKind.requirement, EntryKind.procedure, None]))
    filters = build_filters(view, RequirementParameters.model_validate(asked))
    in_sets = [one for name, one in filters.conditions.items() if name in SETS]
    found = narrowed(view, filters, kind)
    assert set(keys_of(found.bits)) == by_rows(view, kind, *in_sets)
    assert found.whole == (not asked["currency_status"])
    if asked["product_type"]:
        others = [one for name, one in filters.conditions.items() if name in SETS - {"product_type"}]
        unnamed = naming_no_product_type(view, filters, kind)
        assert set(keys_of(unnamed.bits)) == by_rows(view, kind, *others, filters.unknown["product_type"])


@dataclass(frozen=True)
class Way:
    """How lists are looked for."""

    few: int
    sparse: int


WAYS = (Way(5000, 48), Way(0, 0), Way(5000, 10**9))
QUESTIONS = (
    "/v1/entries?",
    "/v1/requirements?product_type=biosimilar&topic=stability",
    "/v1/requirements?country=MY&country=SG&confidence=high",
    "/v1/procedures?assessment=full&product_type=vaccine&sort=-checked_on",
    "/v1/policies?sort=effective_from&topic=variation",
    "/v1/entries?kind=reliance&kind=market&stale=unknown&sort=-fact_as_of",
    "/v1/requirements?q=certificate&document=cpp",
)


def pages(client: TestClient, question: str) -> list[Json]:
    """All pages of a list, without what stands on each."""
    found: list[Json] = []
    cursor = ""
    while True:
        page = client.get(f"{question}&limit=97&view=summary&facets=country,topic,stale,product_type{cursor}")
        assert page.status_code == 200, page.text
        body = page.json()
        found.append(body)
        if body["next"] is None:
            return found
        cursor = f"&cursor={body['next']}"


@pytest.mark.parametrize("question", QUESTIONS)
def test_all_ways_find_the_same_in_the_same_order(
    crafted: Engine, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    found = []
    for way in WAYS:
        monkeypatch.setattr(lists, "_FEW", way.few)
        monkeypatch.setattr(lists, "_SPARSE", way.sparse)
        with asking(crafted, date(2026, 11, 23)) as client:
            found.append(pages(client, question))
    assert found[0] == found[1] == found[2]
    assert sum(len(page["items"]) for page in found[0]) == found[0][0]["total"] > 0


def test_what_is_counted_one_by_one_is_counted_so_far(crafted: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "_FEW", 0)
    monkeypatch.setattr(lists, "_COUNTED", 10)
    with asking(crafted) as client:
        by_sets = client.get("/v1/requirements?product_type=vaccine&limit=1").json()
        assert by_sets["total"] > 10
        assert by_sets["total_at_least"] is None
        assert by_sets["meta"]["unclassified_at_least"] == {}
        cut = client.get("/v1/entries?confidence=high&limit=1").json()
        assert (cut["total"], cut["total_at_least"]) == (None, 10)
        assert cut["meta"]["unclassified"] == {}
        assert cut["meta"]["unclassified_at_least"] == {"confidence": 10}
        assert len(pages(client, "/v1/entries?confidence=high")) > 1
        whole = client.get("/v1/entries?confidence=high&limit=200&q=certificate&country=MY").json()
        assert whole["total"] == len(whole["items"]), "a list that ends on its first page is counted by it"
