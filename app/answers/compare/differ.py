"""Do columns differ? Structured values decide, never prose; what is not known decides nothing."""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Any

from app.answers.compare.schemas import CellState, Member
from app.vocabulary.lists import Answer, Applies

Cell = dict[str, Any]
Test = Callable[[Cell, Cell], bool | None]
"""Do two cells differ in a value? True or false where it can be told, else null."""


def compared(cells: Sequence[Cell], tests: Mapping[Member, Test]) -> dict[str, Any]:
    """`differs`, `differences` and `undecided` of a row: each pair of cells is put to each test."""
    found = {member: _verdict(cells, test) for member, test in tests.items()}
    differences = [member for member, verdict in found.items() if verdict]
    undecided = [member for member, verdict in found.items() if verdict is None]
    return {
        "differs": True if differences else (None if undecided or len(cells) < 2 else False),
        "differences": differences,
        "undecided": undecided,
    }


def _verdict(cells: Sequence[Cell], test: Test) -> bool | None:
    """True where one pair differs; else null where one cannot be told."""
    undecided = False
    for one, other in combinations(cells, 2):
        verdict = test(one, other)
        if verdict:
            return True
        undecided = undecided or verdict is None
    return None if undecided else False


def states(one: Cell, other: Cell) -> bool | None:
    """Is something asked for in one column and not in the other?"""
    if CellState.not_known in (one["state"], other["state"]):
        return None
    return bool(one["state"] != other["state"])


def obligations(one: Cell, other: Cell) -> bool | None:
    """Do the requirements bind otherwise? Where the states differ, or one is not known, that says it already."""
    if not _stated(one, other):
        return False
    if not one["obligations"] or not other["obligations"]:
        return None
    return set(one["obligations"]) != set(other["obligations"])


def documents(one: Cell, other: Cell) -> bool | None:
    """Are other papers asked for?

    A paper in words only may be any of the vocabulary, and an entry without papers may have them in its prose:
    then what is missing is not surely missing.
    """
    if not _stated(one, other):
        return False
    left, right = set(one["documents"]), set(other["documents"])
    if left == right:
        return None if one["unmapped_documents"] or other["unmapped_documents"] else False
    if not left or not right:
        return None
    if (left - right and not other["unmapped_documents"]) or (right - left and not one["unmapped_documents"]):
        return True
    return None


def applies(one: Cell, other: Cell) -> bool | None:
    """Do the entries hold on the day in one column only?"""
    if not _stated(one, other):
        return False
    held = {one["applies"], other["applies"]}
    return None if Applies.unknown in held else len(held) > 1


def days(one: Cell, other: Cell) -> bool | None:
    """Are the clocks of other length? Paths of unknown length leave it open."""
    if CellState.not_known in (one["state"], other["state"]) or one["unknown"] or other["unknown"]:
        return None
    return bool(one["days"] != other["days"])


def fees(one: Cell, other: Cell) -> bool | None:
    """Are the amounts others? Those in other currencies cannot be compared, and those not known neither."""
    if CellState.not_known in (one["state"], other["state"]) or one["currencies"] != other["currencies"]:
        return None
    if any(fee["amount"] is None for fee in (*one["fees"], *other["fees"])):
        return None
    return _amounts(one) != _amounts(other)


def answers(one: Cell, other: Cell) -> bool | None:
    """Does the reference's work count in one column otherwise than in the other? Its own country has no say."""
    if CellState.not_applicable in (one["state"], other["state"]):
        return False
    if Answer.unknown in (one["answer"], other["answer"]):
        return None
    return bool(one["answer"] != other["answer"])


def _stated(one: Cell, other: Cell) -> bool:
    return bool(one["state"] == other["state"] == CellState.stated)


def _amounts(cell: Cell) -> list[tuple[str, str, str]]:
    return sorted((fee["type"], fee["amount"], fee["amount_to"] or "") for fee in cell["fees"])
