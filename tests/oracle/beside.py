"""Prints entries of the seed beside the records of the research that they come from, to be read one by one.

`python -m tests.oracle.beside PATH_OF_RESEARCH --seed 20261123 --count 40` draws entries by a seeded generator,
so that others can draw the same; `--id` prints one, `--reworded` those that `docs/seed-changes.md` lists as such.
"""

import argparse
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.oracle.changes import PAGE, Changes, read_changes
from tests.oracle.research import FILES, SECTIONS

SEED = PAGE.parents[1] / "seed"
_ENTRIES = ("requirements", "procedures", "reliance", "observed_times", "policies", "market", "terms", "qa")
_RECORDS = (*_ENTRIES, "authorities", "memberships", "disagreements", "gaps", "events", "sessions", "statements")

Rows = dict[str, dict[str, Any]]


def jurisdictions() -> list[str]:
    """The folders of the seed that a research file stands behind."""
    return sorted(name for name in (Path(file).stem for file in FILES) if (SEED / name).is_dir())


def seeded(files: tuple[str, ...] = _RECORDS) -> Rows:
    """The records of the seed by id, those of some files alone, of all jurisdictions."""
    found = (
        path for path in sorted(SEED.glob("*/*.yaml")) if path.stem in files and path.parent.name != "vocabulary"
    )
    rows = ({**row, "_file": _name(path)} for path in found for row in _read(path))
    return {row.get("research_id") or row["id"]: row for row in rows}


def researched(place: Path) -> Rows:
    """The records of the research by id, sources apart."""
    contents = {name: _read(place / name) for name in FILES}
    return {
        row["id"]: {**row, "_file": name}
        for name, content in contents.items()
        for section in SECTIONS
        if section != "sources"
        for row in content.get(section) or ()
    }


def drawn(seed: int, count: int) -> list[str]:
    """Ids of entries, drawn from all jurisdictions that have a research file."""
    of_research = set(jurisdictions())
    ids = sorted(id_ for id_, row in seeded(_ENTRIES).items() if row["_file"].partition("/")[0] in of_research)
    return random.Random(seed).sample(ids, count)


def behind(id_: str, changes: Changes) -> list[str]:
    """The ids of the research that an entry comes from: its own, the one it was split from, those merged into it."""
    whole = next((one for one, parts in changes.split.items() if id_ in parts), id_)
    return [whole, *(one for one, survivor in changes.merged.items() if survivor == whole)]


def beside(id_: str, seed: Rows, research: Rows, changes: Changes) -> Iterator[str]:
    """An entry and, above it, the records of the research behind it, as YAML."""
    yield f"{'=' * 30} {id_}"
    for one in behind(id_, changes):
        if one in research:
            yield _told("research", research[one])
        else:
            yield f"--- research: none ({'added' if one in changes.added else 'not listed as added'})"
    for part in changes.split.get(id_, [id_]):
        yield _told("seed", seed[changes.merged.get(part, part)])


def _told(side: str, row: Mapping[str, Any]) -> str:
    shown = {name: value for name, value in row.items() if name != "_file"}
    return f"--- {side}, {row['_file']}\n{yaml.safe_dump(shown, allow_unicode=True, sort_keys=False, width=110)}"


def _read(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), yaml.CSafeLoader) or []


def _name(path: Path) -> str:
    return str(path.relative_to(SEED))


def main() -> None:
    """Prints what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("research", type=Path)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--count", type=int, default=40)
    asked.add_argument("--id", action="append", help="repeatable")
    asked.add_argument("--reworded", action="store_true")
    given = asked.parse_args()
    changes = read_changes(PAGE.read_text("utf-8"))
    ids = given.id or (sorted(changes.reworded) if given.reworded else drawn(given.seed, given.count))
    seed, research = seeded(), researched(given.research)
    for id_ in ids:
        print("\n".join(beside(id_, seed, research, changes)))


if __name__ == "__main__":
    main()
