"""Contents as answers: texts in the asked language with their state, sources in place of citations.

How a type of record is shown is compiled once from its content model: every member is there, null or empty
where the content says nothing.
"""

from collections.abc import Callable
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

from app.knowledge.schemas import CONTENT_MODELS, Text
from app.vocabulary.lists import TextState

Data = dict[str, Any]
_Member = Callable[[Any, "_Texts", str], Any]


class _Texts:
    """The language of an answer, and the states of the texts seen so far."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.states: dict[str, str] = {}

    def show(self, text: Data, place: str) -> str:
        shown: str | None = text.get(self.language)
        original: str = text["original"]
        if original == self.language:
            self.states[place] = TextState.original
        else:
            self.states[place] = text["translation"]
        if shown is None:  # a missing translation falls back to the original, and the state says so
            shown = text[original]
        assert shown is not None
        return shown


def render(type_: str, content: Data, language: str) -> tuple[Data, dict[str, str]]:
    """A content as an answer shows it, citations apart, and the state of each text by its place."""
    texts = _Texts(language)
    return _model(CONTENT_MODELS[type_])(content, texts, ""), texts.states


def show(text: Data, language: str) -> str:
    """One bilingual text in a language, or in its original where it is not translated."""
    return _Texts(language).show(text, "")


@cache
def _model(model: type[BaseModel]) -> _Member:
    members = [
        (name, _member(field.annotation), _empty(field.annotation))
        for name, field in model.model_fields.items()
        if name != "citations"
    ]

    def build(data: Data, texts: _Texts, place: str) -> Data:
        shown: Data = {}
        for name, member, empty in members:
            value = data.get(name)
            if value is None:
                shown[name] = [] if empty else None
            elif member is None:
                shown[name] = value
            else:
                shown[name] = member(value, texts, f"{place}{name}")
        return shown

    def nested(data: Data, texts: _Texts, place: str) -> Data:
        return build(data, texts, f"{place}/" if place else "")

    return nested


def _member(annotation: Any) -> _Member | None:
    """How a member is shown, or null where it is shown as it is."""
    annotation = _bare(annotation)
    if annotation is Text:
        return lambda text, texts, place: texts.show(text, place)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _model(annotation)
    if get_origin(annotation) is list:
        inner = _member(get_args(annotation)[0])
        if inner is not None:
            return lambda items, texts, place: [
                inner(item, texts, f"{place}/{position}") for position, item in enumerate(items)
            ]
    return None


def _empty(annotation: Any) -> bool:
    return get_origin(_bare(annotation)) is list


def _bare(annotation: Any) -> Any:
    """An annotation without `| None` and without metadata."""
    while True:
        origin = get_origin(annotation)
        if origin in (Union, UnionType):
            arguments = [one for one in get_args(annotation) if one is not type(None)]
            if len(arguments) != 1:
                return annotation
            annotation = arguments[0]
        elif hasattr(annotation, "__metadata__"):
            annotation = get_args(annotation)[0]
        else:
            return annotation
