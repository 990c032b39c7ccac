"""Ranking by itself, on indexes of a few made-up records."""

from array import array
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search import rank as ranking_module
from app.search.fields import Labels, Searchable
from app.search.index import (
    KEYS,
    EditionIndex,
    MemoryIndex,
    Posting,
    PostingCache,
    impacts_among,
    meet,
    packed,
    unpacked,
)
from app.search.judge import Judgement
from app.search.rank import Hit, Ranking, Wanted, rank
from app.search.reading import Aspect, Reading
from app.vocabulary.trees import ProductTree

TREE = ProductTree({"all-medicines": None}, {})
Records = list[dict[str, int]]


def index_of(records: Records, absent: Iterable[int] = ()) -> EditionIndex:
    made = MemoryIndex()
    for key, impacts in enumerate(records, 1):
        made.add(key, Searchable(Labels("term", f"r-{key:03}", "XX"), impacts))
    gone = frozenset(absent)
    return EditionIndex(made, len(records) - len(gone), gone, PostingCache(10_000))


def asked(*aspects: dict[str, int]) -> Reading:
    cut = [Aspect(place, place + 1, tokens) for place, tokens in enumerate(aspects)]
    return Reading("a" * len(cut), cut, [], [], [], ["XX"], [], [], {}, [])


def hits(index: EditionIndex, reading: Reading, wanted: Wanted | None = None) -> list[Hit]:
    everything = Wanted([], lambda _: True)
    return rank(index, reading, TREE, wanted or everything, judgement=Judgement(), ranking=Ranking())


def found(index: EditionIndex, reading: Reading, wanted: Wanted | None = None) -> list[str]:
    return [hit.labels.id for hit in hits(index, reading, wanted)]


def test_more_of_the_question_goes_before_more_of_one_word() -> None:
    records = [{"gmp": 250}, {"gmp": 120, "fee": 120}, {"fee": 250}, *({"other": 9} for _ in range(9))]
    assert found(index_of(records), asked({"gmp": 100}, {"fee": 100}))[0] == "r-002"


def test_a_rare_word_goes_before_a_common_one() -> None:
    records = [{"rare": 100}, *({"common": 100} for _ in range(9))]
    assert found(index_of(records), asked({"rare": 100}, {"common": 100}))[0] == "r-001"


def test_equals_go_by_id() -> None:
    records: Records = [{"gmp": 7}, {"gmp": 7}, {"gmp": 7}, {"x": 1}]
    assert found(index_of(records), asked({"gmp": 100})) == ["r-001", "r-002", "r-003"]


def test_a_word_that_every_record_holds_is_no_fault() -> None:
    assert found(index_of([{"all": 1} for _ in range(500)]), asked({"all": 100})) is not None
    assert hits(index_of([{"all": 1}, {"gmp": 1}]), asked({"all": 0}, {"gmp": 0})) is not None


def test_what_is_absent_from_the_edition_is_not_found() -> None:
    records: Records = [{"gmp": 7}, {"gmp": 7}, {"x": 1}]
    assert found(index_of(records, absent=[1]), asked({"gmp": 100})) == ["r-002"]


def test_labels_that_are_wanted_narrow_and_do_not_reorder() -> None:
    records: Records = [{"gmp": 9, "topic:a": 255}, {"gmp": 8}, {"gmp": 7, "topic:a": 255}, {"x": 1}]
    only = Wanted([["topic:a", "topic:b"]], lambda _: True)
    assert found(index_of(records), asked({"gmp": 100}), only) == ["r-001", "r-003"]


@given(
    st.lists(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 255), min_size=1), min_size=1, max_size=30),
    st.lists(st.dictionaries(st.sampled_from("abcdefg"), st.integers(1, 100), min_size=1), min_size=1, max_size=4),
)
def test_scores_fall_and_only_what_was_asked_is_found(records: Records, aspects: list[dict[str, int]]) -> None:
    ranked = hits(index_of(records), asked(*aspects))
    order = [(-hit.score, hit.labels.id) for hit in ranked]
    assert order == sorted(order)
    for hit in ranked:
        assert hit.aspects
        for number in hit.aspects:
            assert set(aspects[number]) & set(records[hit.key - 1])


def test_common_words_rank_what_rare_ones_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking_module, "MANY", 3)
    records = [{"common": 100} for _ in range(20)] + [{"common": 200, "rare": 50}, {"rare": 50}]
    assert found(index_of(records), asked({"rare": 100}, {"common": 100})) == ["r-021", "r-022"]
    assert found(index_of(records), asked({"common": 100}))[0] == "r-021"


def test_where_very_many_are_found_only_the_best_are_looked_at_further(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking_module, "MANY", 3)
    monkeypatch.setattr(ranking_module, "BEST", 2)
    records: Records = [{f"rare{place // 2}": 50 + place, "fee": 250 - place} for place in range(8)]
    rare = {f"rare{number}": 100 for number in range(4)}
    assert found(index_of(records + [{"fee": 255}] * 9), asked(rare, {"fee": 100})) == ["r-004", "r-003"]


keys = st.lists(st.integers(0, 300), unique=True).map(sorted)


@given(keys, keys)
def test_what_two_postings_share_is_found_by_leaps_as_by_sets(one: list[int], other: list[int]) -> None:
    assert meet(array(KEYS, one), array(KEYS, other)) is bool(set(one) & set(other))
    posting = Posting(array(KEYS, one), bytes(key % 256 for key in one))
    assert list(impacts_among(posting, other)) == [(key, key % 256) for key in one if key in other]


@given(st.lists(st.integers(0, 2**32 - 1), max_size=50))
def test_keys_come_back_as_they_were_stored(keys: list[int]) -> None:
    assert unpacked(packed(array(KEYS, keys))) == array(KEYS, keys)


def test_the_cache_forgets_the_oldest_and_never_holds_more_than_it_may() -> None:
    cache = PostingCache(2_000)
    posting = Posting(array(KEYS, range(10)), bytes(10))
    for name in "abcdefghij":
        cache.put(name, posting)
    assert cache.get("a") is None
    assert cache.get("j") is posting
    cache.put("large", Posting(array(KEYS, range(400)), bytes(400)))
    assert cache.get("large") is None
