"""What a change changed: the members that differ, by their JSON pointers."""

from typing import Any

Data = dict[str, Any]


def differences(before: Any, after: Any) -> tuple[Data, Data]:
    """The members of two contents that differ, before and after; one that is not there is left out."""
    old, new = dict(_leaves(before, "")), dict(_leaves(after, ""))
    differing = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    return (
        {name: old[name] for name in differing if name in old},
        {name: new[name] for name in differing if name in new},
    )


def _leaves(value: Any, pointer: str) -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        pairs = [(f"{pointer}/{name}", item) for name, item in value.items()]
    elif isinstance(value, list):
        pairs = [(f"{pointer}/{place}", item) for place, item in enumerate(value)]
    else:
        return [(pointer, value)]
    return [leaf for place, item in pairs for leaf in _leaves(item, place)]
