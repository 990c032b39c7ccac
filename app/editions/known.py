"""Is what was asked for a word that the edition knows?"""

from collections.abc import Iterable

from app.editions.faults import InvalidValue


def known(parameter: str, values: Iterable[str], valid: Iterable[str], noun: str) -> list[str]:
    """The values, if all are valid. Raises `InvalidValue` at the first that is not, with the valid ones."""
    words = list(valid)
    found = set(words)
    for value in values:
        if value not in found:
            raise InvalidValue(parameter, f"no {noun} is called {value}", value=value, valid=words)
    return list(values)
