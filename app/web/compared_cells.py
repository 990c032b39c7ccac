"""The cells of a comparison as a page shows them: the state in words, its marks, and a few lines that lead on."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from app.answers.compare.schemas import Member
from app.answers.compare.sheets import CONTRADICTED, OLDER, QUALIFIED, STATES, UNKNOWN_PATHS
from app.vocabulary.lists import Acceleration, Answer, CurrencyStatus, Stale
from app.web.words import Words

Item = dict[str, Any]

_FEW, _MANY = 3, 12
"""Lines of a cell: of a topic among others, and of one that was asked for alone."""
_BESIDE = ("coming", "product_type_not_stated", "gaps", "disagreements")


class Cells:
    """Makes cells of an answer of `/v1/compare`; `full` has the statements themselves and not titles alone."""

    def __init__(self, found: Item, say: Words, root: str, *, full: bool) -> None:
        self._titles: dict[str, str] = {one["id"]: one["title"] for one in found["evidence"]}
        self._names = {one["country"]: one["name"] for one in found["countries"]}
        self._topics = {one["topic"]: one["name"] for one in found["rows"] if one["row"] == "topic"}
        self._product_type = found["product_type"]
        self._say = say
        self._root = root
        self._full = full

    def row(self, row: Item) -> Item:
        """A row with its cells; `verdict` is (class of the mark, words on whether its columns differ)."""
        lines: Callable[[Item], Iterable[Item]] = {
            "topic": self._topic,
            "document": self._document,
            "clock": self._clock,
            "fees": self._fees,
            "reliance": self._reliance,
        }[row["row"]]
        return {
            "id": row["id"],
            "name": row["name"],
            "topic": row.get("topic"),
            "under": self._topics[row["topic"]] if row["row"] == "document" else None,
            "verdict": self._verdict(row),
            "cells": [self._cell(row, cell, list(lines(cell))) for cell in row["cells"]],
        }

    def _verdict(self, row: Item) -> tuple[str, str]:
        say = self._say
        if row["differs"]:
            return "note", say("differs", what=self._members(row["differences"]))
        return ("", say("differs_not")) if row["differs"] is False else ("quiet", say("differs_open"))

    def _members(self, members: Iterable[Member]) -> str:
        return ", ".join(self._say(f"member_{one}") for one in members)

    def _cell(self, row: Item, cell: Item, lines: list[Item]) -> Item:
        most = _MANY if self._full or row["row"] in ("clock", "fees") else _FEW
        return {
            "country": self._names[cell["country"]],
            "state": str(cell["state"]),
            "word": STATES[cell["state"]].say(self._say.language),
            "marks": list(self._marks(cell)),
            "lines": lines[:most],
            "more": len(lines) - most if len(lines) > most else 0,
            "guide": f"{self._root}/guides/{cell['country']}/{self._product_type}",
            "notes": list(self._notes(cell)),
        }

    def _marks(self, cell: Item) -> Iterator[tuple[str, str]]:
        """(class of the mark, words)."""
        say, language = self._say, self._say.language
        for one in cell.get("obligations", ()):
            yield "", say.name("Obligation", one)
        if cell["on_older_evidence"]:
            yield "bad", OLDER.say(language)
        elif cell["stale"] == Stale.yes:
            yield "warn", say("stale")
        elif cell["stale"] == Stale.unknown:
            yield "quiet", say("undated")
        if cell.get("contradicted"):
            yield "bad", CONTRADICTED.say(language)
        if cell.get("qualified"):
            yield "", QUALIFIED.say(language)

    def _notes(self, cell: Item) -> Iterator[str]:
        for name in _BESIDE:
            if cell.get(name):
                yield self._say(name, count=len(cell[name]))
        if cell.get("elsewhere"):
            yield self._say("of_papers")
        if cell.get("unknown"):
            yield UNKNOWN_PATHS.say(self._say.language, count=cell["unknown"])

    def _line(self, id_: str, text: str, before: str = "", after: str = "") -> Item:
        return {"link": f"{self._root}/entries/{id_}", "text": text, "before": before, "after": after}

    def _topic(self, cell: Item) -> Iterator[Item]:
        for one in cell["statements"]:
            yield self._line(one["id"], one["title"], after=self._statement(one) if self._full else "")

    def _statement(self, one: Item) -> str:
        say = self._say
        marks = [say("grade", grade=one["evidence_grade"])]
        marks.append(say("as_of", on=one["fact_as_of"]) if one["fact_as_of"] else say("undated"))
        if one["currency_status"] in (CurrencyStatus.superseded, CurrencyStatus.historic):
            marks.append(say(one["currency_status"]))
        condition = f" ({one['condition']})" if one["condition"] else ""
        return f"{one['statement']}{condition} [{'; '.join(marks)}]"

    def _document(self, cell: Item) -> Iterator[Item]:
        for id_ in cell["entries"]:
            yield self._line(id_, self._titles[id_])

    def _clock(self, cell: Item) -> Iterator[Item]:
        say = self._say
        for path in cell["paths"]:
            how = [path["condition"]]
            if path["acceleration"] not in (None, Acceleration.none):
                how.append(say.name("Acceleration", path["acceleration"]))
            said = "; ".join(one for one in how if one)
            yield self._line(path["procedure"], path["title"], f"{say.days(path['days'])}: ", said)

    def _fees(self, cell: Item) -> Iterator[Item]:
        say = self._say
        for fee in cell["fees"]:
            ends = [one for one in (fee["amount"], fee["amount_to"]) if one is not None]
            amount = " – ".join(say.money(one, fee["currency"]) for one in ends) or say("amount_unknown")
            said = "; ".join(one for one in (fee["per"], fee["condition"]) if one)
            name: str = fee["name"] or say.name("FeeType", fee["type"])
            yield self._line(fee["procedure"], name, f"{amount}: ", said)

    def _reliance(self, cell: Item) -> Iterator[Item]:
        say = self._say
        answer = f"{say.name(Answer.__name__, cell['answer'])}: "
        deciding = cell["decided_by"]
        if deciding:
            yield self._line(deciding, self._titles[deciding], answer, cell["conditions"] or "")
        for id_ in cell["entries"]:
            if id_ != deciding:
                yield self._line(id_, self._titles[id_])
