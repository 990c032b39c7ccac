"""What the cells of a record set, as a tree on its way to being data."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.intake.tables.cells import Place

Steps = tuple[str | int, ...]


@dataclass(frozen=True)
class Given:
    """A cell's value and where it stands; null where the cell is empty."""

    value: Any
    place: Place


Tree = dict[str | int, Any]
"""Members by their names, items of a list by their numbers; the leaves are `Given`."""


def id_in(item: Tree) -> Any:
    """The id that an item of a list gives itself."""
    own = item.get("id")
    return own.value if isinstance(own, Given) else None


def put(tree: Tree, steps: Steps, one: Given) -> None:
    """Set a value at its path."""
    for step in steps[:-1]:
        tree = tree.setdefault(step, {})
    tree[steps[-1]] = one


def settled(node: Any, pointer: str, places: dict[str, Place], *, inside: bool = False) -> Any:
    """A tree as data. An object or a list of which nothing is said is null; items leave such members out."""
    if isinstance(node, Given):
        places[pointer] = node.place
        return node.value
    if any(isinstance(step, int) for step in node):
        items: list[Any] = []
        for number in sorted(node):
            if _said(node[number]):
                items.append(settled(node[number], f"{pointer}/{len(items)}", places, inside=True))
        if not items:
            places.update((pointer, one) for one in _places(node))
        return items or None
    data = {name: settled(one, f"{pointer}/{name}", places, inside=inside) for name, one in node.items()}
    if all(value is None for value in data.values()):
        return None
    return {name: value for name, value in data.items() if value is not None} if inside else data


def _said(node: Any) -> bool:
    return node.value is not None if isinstance(node, Given) else any(_said(one) for one in node.values())


def _places(node: Any) -> Iterator[Place]:
    if isinstance(node, Given):
        yield node.place
    else:
        for one in node.values():
            yield from _places(one)
