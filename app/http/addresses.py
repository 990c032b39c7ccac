"""The addresses that the application answers."""

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts


def documented(app: FastAPI) -> list[str]:
    """The paths of the OpenAPI document, without making the document, which takes seconds."""
    contexts = iter_route_contexts(app.routes)
    paths = (one.path for one in contexts if getattr(one.original_route, "include_in_schema", False))
    return list(dict.fromkeys(path for path in paths if path))
