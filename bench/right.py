"""Is it right, what a contender answers? It is asked before its speed counts, and again after the last round.

What is right is told by the facts that were read from lists of everything (`bench/peers.py`): ids of entries, and of
the sources of each. Where it is not, the bench stops.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import httpx

from bench.peers import Cell, Facts, answered

Right = Callable[[httpx.Client], int | None]
"""Asks what will be asked, and stops where an answer is wrong; bytes of the answer, null where they differ."""

Question = tuple[str, Cell, int]
"""An address, the cell it asks for, and how many entries of it."""


def same(path: str, body: bytes) -> Right:
    """These bytes."""

    def right(client: httpx.Client) -> int:
        answer = _asked(client, path)
        _demand(path, answer, answer.content == body, "other bytes")
        return len(body)

    return right


def unchanged(path: str) -> Right:
    """Nothing but that it is as it was."""

    def right(client: httpx.Client) -> int:
        answer = _asked(client, path, 304)
        _demand(path, answer, not answer.content, "a 304 with a body")
        return 0

    return right


def page(path: str, facts: Facts, cell: Cell, limit: int) -> Right:
    """The first entries of a cell, each with its sources, as the atlas and peers answer them."""

    def right(client: httpx.Client) -> int:
        answer = _asked(client, path)
        read = answer.json()
        found = {one["id"]: answered(one) for one in (read if isinstance(read, list) else read["items"])}
        wanted = facts.cited(cell, limit)
        _demand(path, answer, list(found.items()) == list(wanted.items()), f"not {wanted}, but {found}")
        return len(answer.content)

    return right


def pages(questions: Sequence[Question], facts: Facts) -> Right:
    """Each of many pages."""
    each = [page(path, facts, cell, limit) for path, cell, limit in questions]

    def right(client: httpx.Client) -> None:
        for one in each:
            one(client)

    return right


def guide(path: str, facts: Facts, country: str, product_type: str) -> Right:
    """Whatever holds in a country for a product type is in its guide, and nothing that is no entry."""

    def right(client: httpx.Client) -> int:
        answer = _asked(client, path)
        found = {one["id"] for one in _entries(answer.json())}
        wanted = {id_ for where, id_ in facts.holding(product_type) if where == country}
        _demand(path, answer, bool(wanted) and wanted <= found, f"without {wanted - found}")
        _demand(path, answer, found <= facts.all_ids(), f"with {found - facts.all_ids()}")
        return len(answer.content)

    return right


def compare(path: str, facts: Facts, product_type: str) -> Right:
    """Each requirement in force of the countries that are compared is evidence; older ones may be as well."""

    def right(client: httpx.Client) -> int:
        answer = _asked(client, path)
        read = answer.json()
        countries = {one["country"] for one in read["countries"]}
        found = {(one["country"], one["id"]) for one in read["evidence"] if one["kind"] == "requirement"}
        found = {one for one in found if one[0] in countries}
        known = facts.holding(product_type, kind="requirement")
        wanted = {
            one for one in facts.holding(product_type, kind="requirement", in_force=True) if one[0] in countries
        }
        _demand(path, answer, bool(wanted) and wanted <= found, f"without {wanted - found}")
        _demand(path, answer, found <= known, f"with {found - known}")
        return len(answer.content)

    return right


def search(path: str, facts: Facts, best: str) -> Right:
    """The best answer comes first, and every entry that is found is one."""

    def right(client: httpx.Client) -> int:
        answer = _asked(client, path)
        found = [one["id"] for one in _entries(answer.json()["items"])]
        _demand(path, answer, bool(found) and found[0] == best and set(found) <= facts.all_ids(), f"finds {found}")
        return len(answer.content)

    return right


_KINDS = {"requirement", "procedure", "reliance", "observed_time", "policy", "market", "term", "qa"}


def _entries(value: Any) -> Iterator[dict[str, Any]]:
    """Every entry that stands anywhere in an answer."""
    if isinstance(value, list):
        for item in value:
            yield from _entries(item)
    elif isinstance(value, dict):
        if "id" in value and value.get("kind") in _KINDS:
            yield value
        for item in value.values():
            yield from _entries(item)


def _asked(client: httpx.Client, path: str, status: int = 200) -> httpx.Response:
    answer = client.get(path)
    _demand(path, answer, answer.status_code == status, "another status")
    return answer


def _demand(path: str, answer: httpx.Response, holds: bool, otherwise: str) -> None:
    if not holds:
        sys.exit(f"{answer.url}: {answer.status_code}, {otherwise[:1000]}\n{answer.text[:300]}\n(asked: {path})")
