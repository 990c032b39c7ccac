"""How a guide's workbook and page put things: names for words of the API, numbers for sources, titles for ids."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from app.answers.clocks.durations import written
from app.answers.guides.guide import entries_in
from app.answers.guides.labels import label
from app.vocabulary.lists import (
    Answer,
    Applies,
    Confidence,
    CurrencyStatus,
    EntryKind,
    Obligation,
    PolicyStatus,
    SourceCustody,
    Stale,
    Stated,
)
from app.vocabulary.names import name_of

Item = dict[str, Any]


class Wording:
    """The wording of one guide in its language."""

    def __init__(self, guide: Item, language: str) -> None:
        self.language = language
        self.entries = {item["id"]: item for item in entries_in(guide)}
        self._documents = {one["id"]: one for one in guide["documents"]}
        self._numbers = {one["id"]: one["number"] for one in guide["sources"]}

    def label(self, key: str) -> str:
        """A heading or small word."""
        return label(key, self.language)

    def name(self, kind: type[StrEnum], word: str | None) -> str | None:
        """The name of a member of a closed list; null where the entry says nothing."""
        return None if word is None else name_of(kind, word, self.language)

    def known(self, text: str | None) -> str:
        """A text, or the words for not knowing it."""
        return text or self.label("not_known")

    def duration(self, duration: Item | None) -> str | None:
        """A duration in its own unit."""
        return written(duration, self.language) if duration else None

    def days(self, days: Item) -> str:
        """A range of calendar days, or the words for not knowing it."""
        if days["min"] is None and days["max"] is None:
            return self.label("not_known")
        return written({**days, "unit": "calendar-day"}, self.language)

    def title(self, id_: str) -> str:
        """An entry of the guide by its title; one that it does not hold by its id."""
        found = self.entries.get(id_)
        return f"{found['title']} [{id_}]" if found else id_

    def titles(self, ids: Iterable[str]) -> str:
        """Entries by title, one a line."""
        return "\n".join(self.title(one) for one in ids)

    def marks(self, item: Item) -> list[str]:
        """How good and how old an entry is, in a few words; what is out of the ordinary among them."""
        here = item["here"]
        shown = [
            f"{self.label('grade')} {item['evidence_grade']}",
            self.name(SourceCustody, item["source_custody"]),
            f"{self.label('as_of')}: {self.known(item['fact_as_of'])}",
            self.name(Stale, here["stale"]) if here["stale"] == "yes" else None,
            f"{self.label('currency_status')}: {self.name(CurrencyStatus, item['currency_status'])}",
            f"{self.label('applies')}: {self.name(Applies, here['applies'])}" if here["applies"] != "yes" else None,
            f"{self.label('confidence')}: {self.name(Confidence, item['confidence'])}"
            if item["confidence"]
            else None,
        ]
        return [one for one in shown if one]

    def doubtful(self, item: Item) -> bool:
        """Is an entry old, replaced or unsure, so that a reader should see it at once?"""
        return (
            item["here"]["stale"] == "yes"
            or item["currency_status"] in ("superseded", "historic")
            or item["confidence"] == "low"
        )

    def cited(self, item: Item) -> list[tuple[int, str | None]]:
        """The sources of an entry by number, each with the place in it."""
        return [(self._numbers[one["id"]], one["locator"]) for one in item["sources"]]

    def citations(self, item: Item) -> str:
        """The sources of an entry in one text: `[3] page 2; [7]`."""
        return "; ".join(
            f"[{number}] {locator}" if locator else f"[{number}]" for number, locator in self.cited(item)
        )

    def path(self, variant: Item) -> str:
        """A path of a procedure by its name, and when it is the one; said once where both are the same."""
        name, condition = variant["name"] or variant["id"], variant["condition"]
        if condition is None or condition.casefold() == name.casefold():
            return str(name)
        return f"{name}: {condition}"

    def paper(self, document: Item) -> tuple[str, str | None]:
        """A paper by the vocabulary's name and the source's wording, and what yields it in Korea."""
        known = self._documents.get(document["id"]) if document["id"] else None
        if known is None:
            return document["as_written"], None
        same = known["name"].casefold() == document["as_written"].casefold()
        name = known["name"] if same else f"{known['name']}: {document['as_written']}"
        return name, known["korean_procedure"]

    def kind(self, item: Item) -> str:
        """How binding a requirement is, how far a policy has come, or what kind of entry it is."""
        if item["kind"] == EntryKind.requirement:
            return name_of(Obligation, item["obligation"], self.language)
        if item["kind"] == EntryKind.policy:
            return name_of(PolicyStatus, item["status"], self.language)
        return name_of(EntryKind, item["kind"], self.language)

    def conditions(self, item: Item) -> str | None:
        """When an entry holds and what qualifies it: condition, note, state of the rule, legal basis."""
        parts = [
            item.get("condition"),
            item.get("conditions"),
            item["note"],
            item["status_note"],
            item["legal_basis"],
        ]
        return "\n".join(dict.fromkeys(one for one in parts if one)) or None

    def reference(self, reference: Item) -> str:
        """Whose work counts or not, and whether the source says so itself."""
        who = reference["authority"] or reference["group"] or reference["as_written"] or self.label("any")
        how = self.name(Stated, reference["stated"])
        answer = self.name(Answer, reference["answer"])
        return f"{who}: {answer} ({how})" if how else f"{who}: {answer}"
