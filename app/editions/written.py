"""JSON that is put together from parts. Entries stand in many answers: their bytes are kept once and shared."""

from collections.abc import Mapping
from typing import Any, NoReturn

import orjson

Parts = tuple[bytes, ...]
"""One JSON text in pieces; long pieces belong to all who have them."""

_MARK = b"\x00"  # JSON text never holds a NUL: strings escape it
_HOLE = orjson.Fragment(_MARK)
_PLAIN: tuple[type[Any], ...] = (str, int, dict, list)


class Written:
    """A piece of JSON that is written already."""

    __slots__ = ("parts",)

    def __init__(self, parts: Parts) -> None:
        self.parts = parts


class Shown(dict[str, Any]):
    """Data that are written already, as `parts`. A copy is not, and may be changed; these may not."""

    __slots__ = ("parts",)

    def __init__(self, data: Mapping[str, Any], parts: Parts) -> None:
        super().__init__(data)
        self.parts = parts

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("these data are written already: change a copy")

    __setitem__ = __delitem__ = update = pop = popitem = clear = setdefault = __ior__ = _refuse


def parts_of(value: object) -> Parts:
    """Data as JSON in parts: what is written already is not written again."""
    found: list[Shown | Written] = []

    def take(one: object) -> object:
        if isinstance(one, Shown | Written):
            found.append(one)
            return _HOLE
        for plain in _PLAIN:
            if isinstance(one, plain):
                return plain(one)
        raise TypeError(f"{type(one).__name__} is no JSON")

    own = orjson.dumps(value, default=take, option=orjson.OPT_PASSTHROUGH_SUBCLASS).split(_MARK)
    made = [own[0]]
    for one, following in zip(found, own[1:], strict=True):
        made += one.parts
        made.append(following)
    return tuple(made)


def weight(parts: Parts) -> int:
    """Bytes that parts hold on to, those they share included."""
    return sum(map(len, parts)) + 64 * len(parts)
