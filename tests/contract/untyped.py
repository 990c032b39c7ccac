"""Finds what an OpenAPI document leaves open: places where anything could stand."""

from typing import Any

Data = dict[str, Any]


def untyped(document: Data, schema: object, place: str, seen: frozenset[str] = frozenset()) -> list[str]:
    """The places under a schema of the document that do not say what stands there."""
    if not isinstance(schema, dict):
        return [f"{place}: {schema!r}"]
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        inner = document["components"]["schemas"][name]
        return [] if name in seen else untyped(document, inner, f"{place} -> {name}", seen | {name})
    choices = [one for choice in ("anyOf", "oneOf", "allOf") for one in schema.get(choice, [])]
    if choices:
        return [found for one in choices for found in untyped(document, one, f"{place}|", seen)]
    match schema.get("type", "enum" if {"enum", "const"} & set(schema) else None):
        case "object":
            found = _untyped_object(document, schema, place, seen)
        case "array":
            found = untyped(document, schema.get("items"), f"{place}[]", seen)
        case "string" | "integer" | "number" | "boolean" | "null" | "enum":
            found = []
        case _:
            found = [f"{place}: {schema!r}"]
    return found


def _untyped_object(document: Data, schema: Data, place: str, seen: frozenset[str]) -> list[str]:
    """An object names its members and allows no other, or says what its other members are."""
    members, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    found = [one for name, inner in members.items() for one in untyped(document, inner, f"{place}.{name}", seen)]
    return found if others is False else found + untyped(document, others, f"{place}.*", seen)
