"""The questions that search is measured by are asked, and the half that may be looked at stays as well answered."""

import pytest
from sqlalchemy import Engine

from app.intake.seed import Seed
from bench.search_evaluation import Asked, asker, evaluate, figures, is_tuning, key, questions

FLOOR = 0.95


@pytest.fixture(scope="module")
def results(databases: object, seeded: str) -> list[Asked]:
    """The tuning half, asked once."""
    from app.database.engine import open_engine

    engine: Engine = open_engine(seeded)
    asked = [one for one in questions("tuning") if one["answers"]]
    answered = evaluate(asker(engine), asked)
    engine.dispose()
    return answered


@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_answers_is_among_the_first_three(results: list[Asked], language: str) -> None:
    said = figures([one for one in results if one.question["language"] == language])
    assert said["recall@3"] >= FLOOR, [
        (one.question["question"], one.place) for one in results if (one.place or 99) > 3
    ]


def test_the_halves_are_told_apart_by_the_id_alone() -> None:
    tuning, untouched = questions("tuning"), questions("untouched")
    assert len(tuning) + len(untouched) == len(questions("all"))
    assert {one["id"] for one in tuning}.isdisjoint(one["id"] for one in untouched)
    assert all(is_tuning({"id": one["id"]}) for one in tuning)


def test_every_key_names_a_record_of_the_seed(seed: Seed) -> None:
    known = {(one.type, one.id) for one in seed.records}
    entries = {id_ for _, id_ in known}
    for question in questions("all"):
        for type_, id_ in key(question):
            assert (type_, id_) in known if type_ else id_ in entries, question["id"]


def test_what_is_not_held_is_marked_and_what_is_held_is_not_doubted(results: list[Asked]) -> None:
    assert sum(not one.covered for one in results) <= len(results) // 20


def test_figures_count_places() -> None:
    results = [Asked({}, place, []) for place in (1, 2, 4, None)]
    said = figures(results)
    assert (said["recall@1"], said["recall@3"], said["recall@10"]) == (0.25, 0.5, 0.75)
    assert said["MRR"] == pytest.approx((1 + 0.5 + 0.25) / 4)
