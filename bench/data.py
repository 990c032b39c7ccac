"""A seed of any size, the same each time: `python -m bench.data DIRECTORY 100000`.

The real seed as it is, and behind it made-up jurisdictions whose entries have the shape of real ones: each takes a
real entry, a part of its words exchanged for other real words, and cites two sources of its jurisdiction. They are
JSON Lines, which the intake reads as it reads YAML. What all sizes have alike is the jurisdiction `CELL`, in which
exactly `FOUND` requirements hold for vaccines: the hot query. The others grow.
"""

import itertools
import random
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from app.intake.yaml_file import read_yaml
from app.settings import ROOT
from app.vocabulary.lists import ENTRY_KINDS

Data = dict[str, Any]

CELL, FOUND = "XBC", 22
JURISDICTIONS = 195
"""Made-up jurisdictions beside `CELL`: as many as there are countries, whatever the size."""

_FILES = {
    "requirements": "requirement",
    "procedures": "procedure",
    "reliance": "reliance",
    "observed_times": "observed_time",
    "policies": "policy",
    "market": "market",
    "terms": "term",
}
_LEFT_OUT = {"affects", "aliases", "amended_by", "adopted_by", "prerequisites", "procedure", "procedures", "country"}
_NOT_COPIED = {"replaces", "replaced_by", "overrides", "split_from"}
_EXCHANGED = 0.3  # how many of an entry's words are others than its model's
_A_SOURCE = 10  # entries to a source
_WORD = {"en": re.compile(r"[a-z]{4,}"), "ko": re.compile(r"[가-힣]{2,}")}


class Models:
    """The real entries, and the words of their texts as often as they occur."""

    def __init__(self, seed: Path) -> None:
        self.entries: list[tuple[str, Data]] = []
        self.sources: list[Data] = []
        self.words: dict[str, list[str]] = {"en": [], "ko": []}
        self.held = 0
        for path in sorted(seed.glob("*/*.yaml")):
            if path.stem in _FILES:
                read = read_yaml(path).data
                self.held += len(read)
                for one in read:
                    self._learn(one)
                    if _NOT_COPIED.isdisjoint(one):
                        entry = {name: value for name, value in one.items() if name not in _LEFT_OUT}
                        self.entries.append((path.stem, entry))
            elif path.stem == "sources":
                self.sources.extend(read_yaml(path).data)

    def _learn(self, value: Any) -> None:
        for language, text in _texts(value):
            self.words[language].extend(_WORD[language].findall(text))


def _texts(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name in _WORD and isinstance(item, str):
                yield name, item
            else:
                yield from _texts(item)


class Maker:
    """Makes entries; one object makes the same ones each time."""

    def __init__(self, models: Models) -> None:
        self._models = models
        self._chance = random.Random(20261123)

    def entries(self, code: str, count: int) -> Iterator[tuple[str, Data]]:
        """Entries of a jurisdiction, each with the file that it belongs to."""
        models = self._chance.choices(self._models.entries, k=count)
        for number, (file, model) in enumerate(models):
            yield file, self._entry(code, file, number, model, count)

    def cell(self) -> Iterator[tuple[str, Data]]:
        """The entries of the bench cell: those of the hot query, and as many for generics."""
        models = [one for file, one in self._models.entries if file == "requirements"]
        for number, model in enumerate(self._chance.choices(models, k=2 * FOUND)):
            entry = self._entry(CELL, "requirements", number, model, 2 * FOUND)
            entry.pop("except_product_types", None)
            yield "requirements", {**entry, "product_types": ["vaccine" if number < FOUND else "generic"]}

    def sources(self, code: str, entries: int) -> Iterator[Data]:
        """The sources that a jurisdiction's entries cite."""
        for number in range(_how_many(entries)):
            model = self._chance.choice(self._models.sources)
            yield {
                **{name: value for name, value in model.items() if name != "aliases"},
                "id": f"{code.lower()}-source-{number:05}",
                "title": f"{model['title']} ({code} {number})",
            }

    def _entry(self, code: str, file: str, number: int, model: Data, entries: int) -> Data:
        chosen = self._chance.sample(range(_how_many(entries)), 2)
        return {
            **self._varied(model),
            "id": f"{code.lower()}-{_FILES[file].replace('_', '-')}-{number:05}",
            "citations": [
                {"source": f"{code.lower()}-source-{one:05}", "locator": f"section {number % 40 + 1}"}
                for one in chosen
            ],
        }

    def _varied(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._varied(item) for item in value]
        if not isinstance(value, dict):
            return value
        return {
            name: self._other_words(name, item) if name in _WORD and isinstance(item, str) else self._varied(item)
            for name, item in value.items()
        }

    def _other_words(self, language: str, text: str) -> str:
        chance, words = self._chance.random, self._models.words[language]

        def other(found: re.Match[str]) -> str:
            return words[int(chance() * len(words))] if chance() < _EXCHANGED else found.group()

        return _WORD[language].sub(other, text)


def _how_many(entries: int) -> int:
    return max(2, entries // _A_SOURCE)


def make(directory: Path, entries: int) -> int:
    """Write a seed of about so many entries, never fewer than the real one; returns how many it has."""
    if directory.exists():
        shutil.rmtree(directory)
    shutil.copytree(ROOT / "seed", directory)
    models = Models(directory)
    maker = Maker(models)
    codes = [f"X{a}{b}" for a, b in itertools.product("ABCDEFGHIJKLMNOPQRSTUVWXYZ", repeat=2)]
    codes = [code for code in codes if code != CELL][:JURISDICTIONS]
    more = max(0, entries - models.held - 2 * FOUND)
    shares = {code: more // JURISDICTIONS + (place < more % JURISDICTIONS) for place, code in enumerate(codes)}
    places = [{"id": one, "kind": "country", "name": {"en": f"Land of {one}", "ko": f"{one}국"}} for one in codes]
    places.append({"id": CELL, "kind": "country", "name": {"en": "Cell", "ko": "셀국"}})
    _write(directory / "vocabulary" / "jurisdictions.ndjson", places)
    _jurisdiction(directory, CELL, maker.cell(), maker.sources(CELL, 2 * FOUND))
    for code, share in shares.items():
        if share:
            _jurisdiction(directory, code, maker.entries(code, share), maker.sources(code, share))
    return models.held + 2 * FOUND + more


def _jurisdiction(directory: Path, code: str, entries: Iterator[tuple[str, Data]], sources: Iterator[Data]) -> None:
    place = directory / code.lower()
    place.mkdir()
    by_file: dict[str, list[Data]] = {}
    for file, entry in entries:
        by_file.setdefault(file, []).append(entry)
    for file, found in by_file.items():
        _write(place / f"{file}.ndjson", found)
    _write(place / "sources.ndjson", list(sources))


def _write(path: Path, records: list[Data]) -> None:
    path.write_bytes(b"".join(orjson.dumps(one, default=str) + b"\n" for one in records))


assert set(_FILES.values()) <= ENTRY_KINDS

if __name__ == "__main__":
    print(f"{make(Path(sys.argv[1]), int(sys.argv[2])):,} entries")
