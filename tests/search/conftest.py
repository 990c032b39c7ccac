"""What the tests of search need: the small atlas whose life they change, and the seed's vocabulary as words."""

from collections.abc import Callable, Iterable

import pytest

from app.intake.seed import Seed
from app.knowledge.freeze import freeze, thaw
from app.search.fields import SEARCHED
from app.search.index import EditionIndex, MemoryIndex
from app.search.lexicon import NAMED, Lexicon, lexicon_of
from app.search.reading import Reading, Weights, read
from app.search.segments import memory_index
from tests.editions.conftest import client, engine, small, still


@pytest.fixture(scope="session")
def contents(seed: Seed) -> list[tuple[int, str, str]]:
    """Every record of the seed that search finds: key, type, canonical content."""
    records = (one for one in seed.records if one.type in SEARCHED)
    return [(key, one.type, freeze(one.type, one.content)[0]) for key, one in enumerate(records, 1)]


@pytest.fixture(scope="session")
def indexed(contents: list[tuple[int, str, str]]) -> MemoryIndex:
    """The seed's index, in memory."""
    return memory_index(contents)


@pytest.fixture(scope="session")
def lexicon(seed: Seed) -> Lexicon:
    """The seed's vocabulary."""
    records: dict[str, dict[str, dict[str, object]]] = {type_: {} for type_ in NAMED}
    for one in seed.records:
        if one.type in NAMED:
            records[one.type][one.id] = thaw(freeze(one.type, one.content)[0])
    return lexicon_of(records)


@pytest.fixture(scope="session")
def reading(seed: Seed, indexed: MemoryIndex, lexicon: Lexicon) -> Callable[[str], Reading]:
    """Reads a question by the seed's vocabulary."""
    bodies = {one.id: one.content.model_dump()["jurisdiction"] for one in seed.records if one.type == "authority"}
    index = EditionIndex(indexed, len(indexed.documents))

    def known(tokens: Iterable[str]) -> set[str]:
        return index.known(tokens)

    return lambda text: read(text, lexicon, known, bodies, Weights())


__all__ = ["client", "engine", "small", "still"]
