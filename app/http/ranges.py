"""Ranges of a representation (RFC 9110, 14): one range of bytes, so that a download can go on where it broke off."""

import re

from app.http.problems import Problem

_ONE = re.compile(r"bytes\s*=\s*(\d{0,18})-(\d{0,18})", re.IGNORECASE)


def chosen_range(wanted: str | None, if_range: str | None, *, tag: str, size: int) -> tuple[int, int] | None:
    """First and last byte to send, or null for all of it.

    `If-Range` holds for the very same entity tag alone; several ranges and other units are ignored, as one may.
    Raises a 416 problem where there is not one such byte.
    """
    found = _ONE.fullmatch(wanted.strip()) if wanted else None
    if found is None or (if_range is not None and if_range.strip() != tag):
        return None
    first, last = found.groups()
    if not first and not last:
        return None
    if not first:
        begin, end = max(size - int(last), 0), size - 1
    else:
        begin, end = int(first), min(int(last) if last else size - 1, size - 1)
        if last and int(last) < begin:
            return None  # not a range at all, so it is ignored
    if begin >= size or (not first and int(last) == 0):
        raise Problem(
            "range-not-satisfiable", f"There are {size} bytes.", headers={"Content-Range": f"bytes */{size}"}
        )
    return begin, end
