"""How often search finds what answers: `make search-eval`.

The questions are those of `tests/search/evaluation`. One half may be looked at while search is improved, the other is
only reported: `tuning` is every question whose id has a SHA-256 that begins with an even byte.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import yaml
from sqlalchemy import Engine

from app.database.engine import open_engine, reading, writing
from app.database.migrate import migrate
from app.editions.commands import seed_empty
from app.editions.snapshot import SnapshotStore, newest_head
from app.editions.view import View
from app.search import answer
from app.search.editions import SearchStore
from app.search.fields import SEARCHED
from app.search.parameters import SearchParameters
from app.search.stored import store_index
from app.settings import ROOT
from app.vocabulary.lists import ENTRY_KINDS

QUESTIONS = ROOT / "tests" / "search" / "evaluation" / "questions.yaml"
TODAY = date(2026, 11, 23)
DEPTH = 10

Ask = Callable[[str], tuple[list[tuple[str, str]], bool]]
"""A question to (type, id) of the first `DEPTH` records, and whether the answer says that it is covered."""


@dataclass(frozen=True)
class Asked:
    """A question, and the place of the first record that answers it; null where none of the first `DEPTH` does."""

    question: dict[str, Any]
    place: int | None
    found: list[tuple[str, str]]
    covered: bool = True


def is_tuning(question: dict[str, Any]) -> bool:
    """Does a question belong to the half that may be looked at?"""
    return sha256(question["id"].encode()).digest()[0] % 2 == 0


def questions(half: str) -> list[dict[str, Any]]:
    """The questions of a half: `tuning`, `untouched` or `all`."""
    read: list[dict[str, Any]] = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    return [one for one in read if half == "all" or is_tuning(one) == (half == "tuning")]


def key(question: dict[str, Any]) -> set[tuple[str | None, str]]:
    """The records that answer, as (type, id); the type of an entry is not said."""
    return {(None, one) if isinstance(one, str) else (one["type"], one["id"]) for one in question["answers"]}


def can_be_found(question: dict[str, Any]) -> bool:
    """Is any record that answers of a type that search finds?"""
    return any(type_ is None or type_ in SEARCHED for type_, _ in key(question))


def evaluate(ask: Ask, asked: list[dict[str, Any]]) -> list[Asked]:
    """Ask every question."""
    results = []
    for question in asked:
        wanted = key(question)
        found, covered = ask(question["question"])
        as_keyed = [(None if type_ in ENTRY_KINDS else type_, id_) for type_, id_ in found]
        place = next((place for place, one in enumerate(as_keyed, 1) if one in wanted), None)
        results.append(Asked(question, place, found, covered))
    return results


def figures(results: list[Asked]) -> dict[str, float]:
    """Recall at 1, 3 and 10, and the mean reciprocal rank."""
    places = [one.place for one in results]
    count = len(places) or 1
    recall = {f"recall@{depth}": sum(p is not None and p <= depth for p in places) / count for depth in (1, 3, 10)}
    return {"questions": len(places), **recall, "MRR": sum(1 / p for p in places if p) / count}


@contextmanager
def seeded() -> Iterator[Engine]:
    """The seed in a database of its own."""
    with tempfile.TemporaryDirectory() as directory:
        engine = open_engine(f"sqlite:///{directory}/atlas.db")
        with writing(engine) as connection:
            migrate(connection)
            seed_empty(connection, ROOT / "seed", lambda _: None)
            store_index(connection, 1)
        yield engine
        engine.dispose()


def asker(engine: Engine, language: str = "en") -> Ask:
    """Asks as the route does, without transport."""
    store, snapshots = SearchStore(posting_bytes=4_000_000), SnapshotStore(editions=1, sources=0)

    def ask(text: str) -> tuple[list[tuple[str, str]], bool]:
        with reading(engine) as connection:
            head = newest_head(connection)
            assert head is not None
            view = View(connection, head, snapshots.snapshot(connection, head), snapshots, language, TODAY)
            page = answer.search_page(view, store, SearchParameters(q=text, limit=DEPTH), None)
        return [(item["kind"], item["id"]) for item in page.body["items"]], page.body["covered"]

    return ask


def print_table(name: str, results: list[Asked]) -> None:
    """One line a group."""
    said = figures(results)
    cells = "  ".join(f"{label} {value:.3f}" for label, value in said.items() if label != "questions")
    print(f"{name:<28}{said['questions']:>5}  {cells}")


def report(results: list[Asked], *, misses: bool) -> None:
    """All figures, by language and jurisdiction, and if asked for what was missed."""
    answerable = [one for one in results if one.question["answers"] and can_be_found(one.question)]
    left_out = sum(bool(one.question["answers"]) and not can_be_found(one.question) for one in results)
    absent = [one for one in results if not one.question["answers"]]
    print_table("all", answerable)
    for field in ("language", "jurisdiction", "intent"):
        for value in sorted({str(one.question[field]) for one in answerable}):
            print_table(f"{field} {value}", [one for one in answerable if str(one.question[field]) == value])
    print(f"left out, because search finds no record of that type: {left_out}")
    print(
        f"absent from the atlas: {len(absent)}, answered by nothing: {sum(not one.found for one in absent)}, "
        f"marked as not covered: {sum(not one.covered for one in absent)}; "
        f"answerable, but marked: {sum(not one.covered for one in answerable)}"
    )
    if misses:
        for one in answerable:
            if one.place is None or one.place > 3:
                print(f"{one.question['id']} at {one.place}: {one.question['question']}")
                print(f"    wanted {sorted(id_ for _, id_ in key(one.question))}")
                print(f"    found  {[id_ for _, id_ in one.found[:3]]}")


def main() -> None:
    """Print the figures of a half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("tuning", "untouched", "all"), default="all")
    parser.add_argument("--misses", action="store_true", help="list what was missed in the untouched half too")
    options = parser.parse_args()
    halves = ["tuning", "untouched"] if options.half == "all" else [options.half]
    with seeded() as engine:
        ask = asker(engine)
        for half in halves:
            print(f"== {half} half")
            report(evaluate(ask, questions(half)), misses=options.misses or half == "tuning")


if __name__ == "__main__":
    main()
