"""The vocabulary: product types, topics, documents."""

from typing import Any, Literal

from app.answers.render import render
from app.editions.view import View

Data = dict[str, Any]


def word_list(view: View, type_: Literal["product_type", "topic", "document"]) -> Data:
    """All words of one type, as the vocabulary orders them."""
    held = view.snapshot.of(type_)
    return {
        "edition": view.edition.number,
        "items": [_word(view, type_, content) for content in held.values()],
        "next": None,
        "total": len(held),
        "meta": view.meta(),
    }


def _word(view: View, type_: str, content: Data) -> Data:
    item, _ = render(type_, content, view.language)
    item["names"] = {language: content["name"].get(language) for language in ("en", "ko")}
    if type_ == "product_type":
        item["children"] = [id_ for id_, one in view.snapshot.of(type_).items() if one.get("parent") == content["id"]]
    return item
