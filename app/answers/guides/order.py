"""The order in which a guide is read: what is needed first comes first."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from app.answers.guides.held import next_date
from app.vocabulary.dates import day_range
from app.vocabulary.lists import (
    Acceleration,
    Answer,
    Assessment,
    EntryKind,
    GapStatus,
    Licence,
    Obligation,
    SampleBasis,
)

Item = dict[str, Any]
Key = Callable[[Item], tuple[Any, ...]]

MFDS = "KR-MFDS"
"""Whose word counts first for the readers of a guide."""

_OBLIGATIONS = (
    Obligation.mandatory,
    Obligation.prohibited,
    Obligation.conditional,
    Obligation.recommended,
    Obligation.not_required,
)


def _rank(words: Sequence[str], word: str | None) -> int:
    """The place of a word; an unknown one comes last."""
    return words.index(word) if word in words else len(words)


def procedures(item: Item) -> tuple[Any, ...]:
    """Marketing authorisation first; of one licence the ordinary way before those that are faster."""
    return (
        _rank(list(Licence), item["licence"]),
        _rank(list(Acceleration), item["acceleration"]),
        _rank(list(Assessment), item["assessment"]),
        item["id"],
    )


def requirements(chain: Sequence[str]) -> Key:
    """Mandatory first; what is named for the product type before what it inherits from further up its `chain`."""

    def key(item: Item) -> tuple[Any, ...]:
        through = item["here"]["applies_through"]
        return (
            _OBLIGATIONS.index(item["obligation"]),
            _rank(chain, through["type"] if through else None),
            item["id"],
        )

    return key


def on_topic(country: str, topic: str) -> Key:
    """The country's own before what a region says, requirements before other kinds.

    Of these, what is mainly on the topic comes before what touches it, and mandatory before the rest.
    """

    def key(item: Item) -> tuple[Any, ...]:
        return (
            item["country"] != country,
            _rank(list(EntryKind), item["kind"]),
            item["topics"][0] != topic,
            _rank(_OBLIGATIONS, item.get("obligation")),
            item["id"],
        )

    return key


def reliance(item: Item) -> tuple[Any, ...]:
    """What speaks of MFDS first, and of this what counts before what does not."""
    own = for_mfds(item)
    return _rank(list(Answer), own["answer"]) if own else len(Answer), item["id"]


def for_mfds(item: Item) -> Item | None:
    """What a reliance entry says of MFDS by name; null where it does not name it."""
    found = [one for one in item["references"] if one["authority"] == MFDS]
    return found[0] if found else None


def observed_times(procedures_in_order: Sequence[str]) -> Key:
    """By procedure as the guide has them; of one, what was measured before what was estimated or told."""

    def key(item: Item) -> tuple[Any, ...]:
        by = _rank(procedures_in_order, item["procedure"])
        return by, _rank(list(SampleBasis), item["sample_basis"]), item["id"]

    return key


def coming(day: date) -> Key:
    """By the next date; what names none comes last."""

    def key(item: Item) -> tuple[Any, ...]:
        found = next_date(item, day)
        return (day_range(found[1]) if found else (date.max, date.max)), item["id"]

    return key


def older(item: Item) -> tuple[Any, ...]:
    """By kind."""
    return _rank(list(EntryKind), item["kind"]), item["id"]


def gaps(item: Item) -> tuple[Any, ...]:
    """Open ones first."""
    return _rank(list(GapStatus), item["status"]), item["id"]
