"""How fast search is, and what memory it takes: `python -m bench.search_timing [records ...]`.

Without numbers the seeded atlas answers every question of the evaluation set, as the route does but for transport,
each text of a question being new to it. With numbers the index is filled with that many made-up records, mixed from
those of the seed with words of their own, and questions are read and ranked on it; what comes after (reading and
showing ten records) costs the same whatever the size. One process, one thread; times are processor time.
"""

import argparse
import gc
import random
import tempfile
import time
from array import array
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import orjson
from sqlalchemy import Connection, Engine, event, insert

from app.database.base import Base
from app.database.engine import open_engine, reading
from app.editions.snapshot import SnapshotStore, newest_head
from app.editions.view import View
from app.knowledge.freeze import thaw
from app.search import answer
from app.search.editions import LABELS, SearchStore
from app.search.fields import Labels, Searchable, searchable
from app.search.index import KEYS, EditionIndex, PostingCache, packed
from app.search.lexicon import Lexicon, lexicon_of
from app.search.models import SearchDocument, SearchPosting
from app.search.parameters import SearchParameters
from app.search.rank import Wanted, rank
from app.search.reading import read
from app.search.stored import StoredIndex, contents_of
from app.vocabulary.trees import ProductTree
from bench.search_evaluation import TODAY, questions, seeded

SEGMENT = 20_000
CACHE = 4_000_000


def resident() -> int:
    """Megabytes of memory that the process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 // 1_000_000


def timed(name: str, ask: Callable[[str], object], asked: list[str]) -> None:
    """Ask every question once, in the order given, and print quantiles in milliseconds."""
    ask(asked[0])
    gc.collect()
    gc.freeze()  # what the benchmark itself holds is no server's to sweep
    times = []
    for one in asked[1:]:
        started = time.process_time()
        ask(one)
        times.append(1000 * (time.process_time() - started))
    times.sort()
    p50, p99 = times[len(times) // 2], times[int(len(times) * 0.99)]
    print(f"{name:<22} p50 {p50:6.1f} ms  p99 {p99:6.1f} ms  most {times[-1]:6.1f} ms  resident {resident()} MB")


def on_the_seed(engine: Engine, asked: list[str]) -> None:
    """The whole way but for transport, on the seeded atlas."""
    store, snapshots = SearchStore(posting_bytes=CACHE), SnapshotStore(editions=1, sources=0)

    def ask(question: str) -> None:
        with reading(engine) as connection:
            head = newest_head(connection)
            assert head is not None
            view = View(connection, head, snapshots.snapshot(connection, head), snapshots, "en", TODAY)
            orjson.dumps(answer.search_page(view, store, SearchParameters(q=question), None).body)

    timed("the seed", ask, asked)


def fill(connection: Connection, seed: list[Searchable], count: int) -> None:
    """An index of `count` made-up records: each a record of the seed with a third of its words its own or rarer."""
    chosen = random.Random(1)
    for segment, start in enumerate(range(1, count + 1, SEGMENT), 1):
        keys: dict[str, array[int]] = {}
        impacts: dict[str, bytearray] = {}
        labels = []
        for key in range(start, min(start + SEGMENT, count + 1)):
            one = chosen.choice(seed)
            labels.append(
                {"revision_key": key, "labels": orjson.dumps({**asdict(one.labels), "id": f"r-{key}"}).decode()}
            )
            for token, impact in one.impacts.items():
                said = (
                    token
                    if ":" in token or token[0] == "~" or chosen.random() > 0.35
                    else f"{token}{chosen.randrange(500)}"
                )
                keys.setdefault(said, array(KEYS)).append(key)
                impacts.setdefault(said, bytearray()).append(impact)
        connection.execute(insert(SearchDocument), labels)
        rows = [
            {"token": token, "segment": segment, "keys": packed(held), "impacts": bytes(impacts[token])}
            for token, held in sorted(keys.items())
        ]
        connection.execute(insert(SearchPosting), rows)


def at_scale(count: int, seed: list[Searchable], lexicon: Lexicon, tree: ProductTree, bodies: dict[str, str]) -> None:
    """Reading and ranking on an index of `count` records."""
    asked = [one["question"] for one in questions("all")]
    with tempfile.TemporaryDirectory() as directory:
        engine = open_engine(f"sqlite:///{directory}/atlas.db")
        # There are no such revisions: the index alone is made up.
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys=OFF"))
        Base.metadata.create_all(engine)
        with engine.connect() as connection:
            fill(connection, seed, count)
            connection.commit()
        size = (Path(directory) / "atlas.db").stat().st_size // 1_000_000
        cache = PostingCache(CACHE)
        labels: dict[int, Labels] = {}

        def ask(question: str) -> None:
            with reading(engine) as connection:
                if len(labels) > LABELS:
                    labels.clear()
                index = EditionIndex(StoredIndex(connection, labels), count, cache=cache)
                understood = read(question, lexicon, index.known, bodies, answer.WEIGHTS)
                everything = Wanted([], lambda _: True)
                rank(index, understood, tree, everything, judgement=answer.JUDGEMENT, ranking=answer.RANKING)

        timed(f"{count} records, {size} MB", ask, asked)
        engine.dispose()


def main() -> None:
    """Print the timings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=int, nargs="*")
    options = parser.parse_args()
    with seeded() as engine:
        if not options.records:
            on_the_seed(engine, [one["question"] for one in questions("all")])
            return
        with reading(engine) as connection:
            head = newest_head(connection)
            assert head is not None
            snapshot = SnapshotStore(editions=1, sources=0).snapshot(connection, head)
            seed = [searchable(type_, thaw(content)) for _, type_, content in contents_of(connection, head.number)]
    bodies = {id_: str(one["jurisdiction"]) for id_, one in snapshot.of("authority").items()}
    for count in options.records:
        at_scale(count, seed, lexicon_of(snapshot.records), snapshot.tree, bodies)


if __name__ == "__main__":
    main()
