"""What `docs/seed-changes.md` says became of research ids, so that records are looked for where they went."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tests.oracle.research import KINDS, Record

PAGE = Path(__file__).parents[2] / "docs" / "seed-changes.md"
_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Changes:
    """The tables of the page. A source of the research is named `file:id`, what is settled by record and member."""

    split: Mapping[str, list[str]]
    merged: Mapping[str, str]
    moved: Mapping[str, str]
    kinds: Mapping[str, str]
    added: frozenset[str]
    settled: frozenset[tuple[str, str]]
    reworded: frozenset[str]
    sources: Mapping[str, str]

    @property
    def ids(self) -> list[str]:
        """Every id that the research does not have."""
        return [*(part for parts in self.split.values() for part in parts), *self.added, *self.sources.values()]

    def as_held(self, records: Iterable[Record]) -> list[Record]:
        """The records, those that are entries of another kind in the section of that kind."""
        sections = {kind: section for section, kind in KINDS.items()}
        return [
            replace(one, section=sections[self.kinds[one.id]]) if one.id in self.kinds else one for one in records
        ]

    def source(self, id_: str) -> str:
        """A source's id in the atlas."""
        return self.sources.get(id_, id_.rpartition(":")[2])

    def cites(self, record: Record) -> set[tuple[str, str | None]]:
        """A record's citations, by the sources' ids in the atlas."""
        return {(self.source(str(source)), locator) for source, locator in record.cites}

    def copies(self, records: Iterable[Record]) -> dict[str, list[Record]]:
        """The records that became one, by the first of them: the others were merged into it."""
        held = {one.id: one for one in records}
        first: dict[str, str] = {}
        for one in held.values():
            if one.section == "sources":
                first.setdefault(self.source(one.id), one.id)
        found: dict[str, list[Record]] = {id_: [] for id_ in held}
        for one in held.values():
            into = first[self.source(one.id)] if one.section == "sources" else self.merged.get(one.id, one.id)
            found[into].append(one)
        return {id_: sorted(ones, key=lambda one: one.id != id_) for id_, ones in found.items() if ones}

    def entries(self, records: Iterable[Record]) -> list[Record]:
        """The records that are entries, as the atlas holds them: moved, merged, their sources under one id."""
        held = {one.id: one for one in self.as_held(records) if one.section in KINDS}
        cites = {id_: self.cites(one) for id_, one in held.items()}
        for id_, survivor in self.merged.items():
            cites[survivor] |= cites[id_]
        return [
            replace(
                one,
                country=self.moved.get(one.id, one.country),
                cites=sorted([source, locator] for source, locator in cites[one.id]),
            )
            for one in held.values()
            if one.id not in self.merged
        ]


def read_changes(page: str) -> Changes:
    """The tables of a page, by their headings."""
    rows: dict[str, list[list[str]]] = {}
    heading = ""
    for line in page.splitlines():
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        elif line.startswith("| ") and "`" in line:
            rows.setdefault(heading, []).append([cell.strip() for cell in line.strip("|").split("|")])
    return Changes(
        split={_code(whole): _CODE.findall(parts) for whole, parts, _ in rows["Split"]},
        merged={_code(id_): _code(survivor) for id_, survivor, _ in rows["Merged"]},
        moved={_code(id_): country for id_, _, country, _ in rows["Moved"]},
        kinds={_code(id_): kind for id_, _, kind, _ in rows["Of another kind"]},
        added=frozenset(id_ for ids, _ in rows["Added"] for id_ in _CODE.findall(ids)),
        settled=frozenset(
            (id_, member)
            for ids, members, *_ in rows["Settled"]
            for id_ in _CODE.findall(ids)
            for member in _CODE.findall(members)
        ),
        reworded=frozenset(id_ for ids, _ in rows["Reworded"] for id_ in _CODE.findall(ids)),
        sources={f"{file}:{_code(id_)}": _code(now) for file, id_, now, _ in rows["Sources"]},
    )


def _code(cell: str) -> str:
    (id_,) = _CODE.findall(cell)
    return str(id_)
