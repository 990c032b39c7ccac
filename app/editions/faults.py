"""What a reader may be told instead of an answer. `dependencies.py` turns these into HTTP."""

from collections.abc import Iterable


class InvalidValue(Exception):
    """A parameter's value is not valid; `valid` are those that would be."""

    def __init__(self, parameter: str, message: str, *, value: str = "", valid: Iterable[str] = ()) -> None:
        self.parameter = parameter
        self.message = message
        self.value = value
        self.valid = list(valid)
        super().__init__(f"{parameter}: {message}")


class UnknownRecord(Exception):
    """The edition holds no such record."""


class Withdrawn(Exception):
    """The record is no longer shown: why, and where its history is."""

    def __init__(self, detail: str, *, reason: str, history: str) -> None:
        self.reason = reason
        self.history = history
        super().__init__(detail)


class Moved(Exception):
    """The record was merged into another, at `path`."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(path)


class Split(Exception):
    """The record became several."""

    def __init__(self, id_: str, edition: int, parts: list[str]) -> None:
        self.id = id_
        self.edition = edition
        self.parts = parts
        super().__init__(id_)
