"""Long tables in pages: whole rows, as many as a page may weigh, and never one left out."""

import json
from collections.abc import Sequence
from typing import Any

MOST = 118_000
"""Bytes of content on a page; with its mark-up, head and form it stays under 150 kB."""

Item = dict[str, Any]


def pieces(rows: Sequence[Item], most: int = MOST) -> list[list[Item]]:
    """The rows in order, cut into pages of at most `most` bytes; a row that is heavier stands alone."""
    pages: list[list[Item]] = []
    room = 0
    for row in rows:
        size = len(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace"))
        if not pages or size > room:
            pages.append([])
            room = most
        pages[-1].append(row)
        room -= size
    return pages
