"""Why a request of staff is refused. `dependencies.py` turns these into problems."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing at fault: a JSON pointer into the body, what is wrong there, and what would be valid."""

    pointer: str
    message: str
    valid: tuple[str, ...] = ()
    value: str = ""


class Refused(Exception):
    """A request that is not carried out; `name` is the problem's, `more` its further members."""

    def __init__(
        self, name: str, detail: str, *, faults: Iterable[Fault] = (), more: Mapping[str, object] | None = None
    ) -> None:
        self.name = name
        self.detail = detail
        self.faults = list(faults)
        self.more = dict(more or {})
        super().__init__(detail)


def invalid(pointer: str, message: str, *, valid: Iterable[str] = (), value: str = "") -> Refused:
    """A refusal for one member of the body."""
    fault = Fault(pointer, message, tuple(valid), value)
    return Refused("invalid-parameter", f"{pointer}: {message}", faults=[fault])
