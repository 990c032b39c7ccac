"""What staff write, read strictly into the content models: each fault with the pointer to its place."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from app.access.faults import Fault, Refused
from app.knowledge.schemas import CONTENT_MODELS, Content
from app.vocabulary.lists import ENTRY_KINDS

Data = dict[str, Any]

CONTENT = "/content"
"""Where the content stands in a body."""

COMMON_PART = "common"
"""The manifest's part of what no jurisdiction owns."""

_FROM_SOURCES = (f"{CONTENT}/evidence_grade", f"{CONTENT}/source_custody")

_STRANGE = re.compile("[\x00\ud800-\udfff]")

DEEPEST = 24
"""No content is nested deeper than half of this."""

SET_BY_SERVER = frozenset(
    {
        "type",
        "content_format",
        "revision",
        "number",
        "state",
        "review",
        "published_in",
        "removed_in",
        "sha256",
        "sources",
        "texts",
        "here",
        "pending_changes",
        "recorded_at",
        "created_at",
        "updated_at",
        "created_by",
        "updated_by",
        "editors",
        "approved_by",
        "approved_at",
    }
)
"""Members that people know from answers and that nobody writes."""


def validated(type_: str, data: Data) -> Content:
    """The content that `data` says. Raises `Refused` with every fault in it."""
    refuse_strange(data)
    try:
        return CONTENT_MODELS[type_].model_validate(data)
    except ValidationError as error:
        raise refusal(_fault(type_, item) for item in error.errors(include_url=False)) from error


def refuse_strange(data: Any) -> None:
    """Raise `Refused` for what no content could be: nested too deep, or with characters that cannot be stored."""
    level = [(CONTENT, data)]
    for _ in range(DEEPEST):
        for pointer, one in level:
            if isinstance(one, str) and _STRANGE.search(one):
                raise refusal([Fault(pointer, "has characters that cannot be stored (NUL, or half of a pair)")])
        level = [inner for place in level for inner in _inside(*place)]
        if not level:
            return
    raise refusal([Fault(CONTENT, f"is nested deeper than {DEEPEST} levels")])


def refusal(faults: Iterable[Fault]) -> Refused:
    """A refusal that tells all these faults."""
    told = list(faults)
    return Refused("invalid-parameter", "; ".join(f"{one.pointer}: {one.message}" for one in told), faults=told)


def part_of(type_: str, content: Content, earlier: str | None) -> str:
    """The manifest's part that a record stands in: its jurisdiction, or `common`. Only entries move to another."""
    if type_ in ENTRY_KINDS:
        return str(content.model_dump(include={"country"})["country"])
    return earlier or str(getattr(content, "jurisdiction", None) or COMMON_PART)


def members_at(type_: str, steps: Iterable[Any]) -> tuple[str, ...]:
    """The names of the members that stand at a place in a content of that type."""
    model: type[BaseModel] | None = CONTENT_MODELS[type_]
    for step in steps:
        if isinstance(step, int) or model is None:
            continue
        field = model.model_fields.get(step)
        model = _model_in(field.annotation) if field else None
    return tuple(model.model_fields) if model else ()


def pointer_of(steps: Iterable[Any], start: str = CONTENT) -> str:
    """A place in the body as a JSON pointer (RFC 6901)."""
    return start + "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)


def without_marks(type_: str, content: Data) -> Data:
    """A frozen content without its format and type; of an entry, the type is its `kind` as well."""
    marks = {"type", "content_format", "kind"} if type_ in ENTRY_KINDS else {"type", "content_format"}
    return {name: value for name, value in content.items() if name not in marks}


def in_full(type_: str, content: Data) -> Data:
    """A content with every member that its type has, null or empty where it says nothing."""
    return CONTENT_MODELS[type_].model_validate(content).model_dump(mode="json")


def _fault(type_: str, item: Any) -> Fault:
    steps = item["loc"]
    place = pointer_of(steps)
    if item["type"] == "extra_forbidden":
        name = str(steps[-1])
        if len(steps) == 1 and name in SET_BY_SERVER:
            return Fault(place, "is set by the server; leave it out")
        return Fault(place, "there is no such member here", members_at(type_, steps[:-1]), name)
    valid: tuple[str, ...] = ()
    if item["type"] in ("enum", "literal_error"):
        expected = str(item["ctx"]["expected"])
        valid = tuple(word.strip(" '") for word in expected.replace(" or ", ",").split(","))
    if item["type"] == "missing" and place in _FROM_SOURCES:
        return Fault(place, "follows from a supporting source that is known; cite one, or say it")
    message = str(item["msg"]).removeprefix("Value error, ")
    value = item.get("input")
    return Fault(place, message[:1].lower() + message[1:], valid, value if isinstance(value, str) else "")


def _inside(pointer: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield pointer, name
            yield pointer_of([name], pointer), item
    elif isinstance(value, list):
        yield from ((f"{pointer}/{place}", item) for place, item in enumerate(value))


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The content model in an annotation, however deep `list[...]` or `| None` hide it."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _model_in(inner)
        if found is not None:
            return found
    return None
