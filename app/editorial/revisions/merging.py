"""JSON Merge Patch (RFC 7396) on a content, and what becomes of a translation when a text changes."""

from typing import Any

from app.vocabulary.lists import Translation

Data = dict[str, Any]

_TEXT = frozenset({"en", "ko", "original", "translation"})


def merged(target: Any, patch: Any) -> Any:
    """What a merge patch makes of `target`: null removes a member, lists are replaced as a whole."""
    if not isinstance(patch, dict):
        return patch
    base = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            base.pop(name, None)
        else:
            base[name] = merged(base.get(name), value)
    return base


def settled(before: Any, after: Any, patch: Any) -> Any:
    """`after` with the state of each translation as the change from `before` leaves it.

    - The original changed and its translation did not: the translation is `outdated`.
    - The translation changed and the patch does not say its state: nobody has reviewed this one, it is `machine`.
    - The translation is gone: it is `missing`.

    A text of a list is compared with the item of the same `id`, else of the same place.
    """
    if isinstance(after, list):
        return _settled_list(before if isinstance(before, list) else [], after, patch)
    if not isinstance(after, dict):
        return after
    said = patch if isinstance(patch, dict) else {}
    if after and after.keys() <= _TEXT:
        return _text(before, after, said)
    earlier = before if isinstance(before, dict) else {}
    return {name: settled(earlier.get(name), value, said.get(name)) for name, value in after.items()}


def worded(target: Any, patch: Any) -> Any:
    """A patch in which a plain string for a text of two languages stands for its original, and keeps the other."""
    if isinstance(patch, str) and isinstance(target, dict) and target and target.keys() <= _TEXT:
        return {target.get("original", "en"): patch}
    if isinstance(patch, dict) and isinstance(target, dict):
        return {name: worded(target.get(name), value) for name, value in patch.items()}
    return patch


def _settled_list(before: list[Any], after: list[Any], patch: Any) -> list[Any]:
    said = patch if isinstance(patch, list) else []
    return [
        settled(_counterpart(before, place, item), item, said[place] if place < len(said) else None)
        for place, item in enumerate(after)
    ]


def _text(before: Any, after: Data, said: Data) -> Data:
    original = after.get("original", "en")
    other = "ko" if original == "en" else "en"
    unstated = {name: value for name, value in after.items() if name != "translation"}
    if after.get(other) is None:
        return unstated
    if isinstance(before, str):
        before = {"en": before}
    if not isinstance(before, dict) or before.get(other) != after.get(other):
        # A state that comes with the text is what its writer says of it; one that was there is of another text.
        stated = said.get("translation") not in (None, Translation.outdated, Translation.missing)
        return after if stated or "translation" not in after or not isinstance(before, dict) else unstated
    if before.get(original) != after.get(original):
        return {**after, "translation": Translation.outdated.value}
    return after


def _counterpart(earlier: list[Any], place: int, item: Any) -> Any:
    if isinstance(item, dict) and isinstance(item.get("id"), str):
        same = [one for one in earlier if isinstance(one, dict) and one.get("id") == item["id"]]
        if len(same) == 1:
            return same[0]
    return earlier[place] if place < len(earlier) else None
