"""The OpenAPI document: problems instead of the framework's own error shape, and the headers we send."""

import re
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from starlette.responses import Response

from app.http.answers import answer, json_bytes, not_modified
from app.http.conditional import matches
from app.http.gate import STAFF, is_free
from app.http.problems import MEDIA_TYPE, ProblemDocument

ANY_RESPONSES: dict[int | str, dict[str, Any]] = {
    405: {"description": "The address does not take this method; `Allow` names those it takes."},
    413: {"description": "The request has a body that is too large."},
    414: {"description": "Path and query are too long."},
    422: {"description": "A parameter, value, filter or cursor is not valid; the error names the nearest valid one."},
    500: {"description": "Something went wrong on our side; the failure is logged under the request id."},
}
"""What every address can answer besides 200."""

READ_RESPONSES: dict[int | str, dict[str, Any]] = {
    304: {"description": "You have this answer already (`If-None-Match`)."},
    404: {"description": "Unknown path, record, country or edition."},
    503: {"description": "No edition is published yet, or the database cannot be reached."},
    **ANY_RESPONSES,
}
"""What every public read can answer besides 200."""

COMPUTE_RESPONSES: dict[int | str, dict[str, Any]] = {
    400: {"description": "The body is not well-formed JSON."},
    404: READ_RESPONSES[404],
    415: {"description": "The body is not `application/json`."},
    503: READ_RESPONSES[503],
    **ANY_RESPONSES,
}
"""What a question that is sent as a body can be answered besides 200."""

PUBLIC_RESPONSES: dict[int | str, dict[str, Any]] = {
    400: {"description": "The body is not well-formed."},
    401: {"description": "Not signed in, or the name, password or token is not valid."},
    415: {"description": "The body has a type that is not understood."},
    429: {"description": "Too many sign in at this moment; try again in a second."},
    503: READ_RESPONSES[503],
    **ANY_RESPONSES,
}
"""What a sign-in can be answered besides 200."""

PROVIDER_RESPONSES: dict[int | str, dict[str, Any]] = {
    401: {"description": "This sign-in does not hold: its state, code or token."},
    403: {"description": "The provider gives no role here, or the account is inactive."},
    404: {"description": "No OpenID provider is configured."},
    502: {"description": "The OpenID provider cannot be reached, or answers what it should not."},
    503: READ_RESPONSES[503],
    **ANY_RESPONSES,
}
"""What a sign-in at the OpenID provider can be answered besides."""

STAFF_RESPONSES: dict[int | str, dict[str, Any]] = {
    304: READ_RESPONSES[304],
    403: {"description": "The role is too small, or the sign-in too long ago."},
    404: {"description": "There is no such thing."},
    409: {"description": "Not in this state; `next` says what may be done."},
    412: {"description": "It has changed since you saw it; `etag` is its tag now."},
    428: {"description": "Send the ETag that you saw as `If-Match`."},
    **PUBLIC_RESPONSES,
}
"""What a request of staff can be answered besides 200."""

KEY_RESPONSES: dict[int | str, dict[str, Any]] = {
    **COMPUTE_RESPONSES,
    304: READ_RESPONSES[304],
    401: {"description": "No API key, or one that opens nothing."},
    403: {"description": "The key lacks the scope, or is for pages of other origins."},
    404: {"description": "There is no such thing, or it is another partner's."},
    409: {"description": "It does not go with what is there."},
    412: STAFF_RESPONSES[412],
    428: STAFF_RESPONSES[428],
}
"""What a request that needs a key can be answered besides 200."""

SINGLE_RESPONSES: dict[int | str, dict[str, Any]] = {
    410: {"description": "The entry was withdrawn or redacted; the problem says why and where its history is."},
}
"""What a read of one entry can answer besides."""

EXAMPLES = Path(__file__).with_name("examples.json")
"""For each operation, a request and what the seeded atlas answers to it, with long lists cut."""


def also_as(*media_types: str) -> dict[int | str, dict[str, Any]]:
    """The 200 of a read that can be had in these media types besides JSON."""
    content = {one.partition(";")[0]: {"schema": _BYTES if _binary(one) else _CHARACTERS} for one in media_types}
    return {200: {"content": content}}


def _binary(media_type: str) -> bool:
    return not media_type.startswith("text/")


_CHARACTERS = {"type": "string"}
_BYTES = {"type": "string", "format": "binary"}

_GATE_RESPONSES = {
    "401": {"description": "What was sent as `Authorization` is no API key that holds."},
    "403": {"description": "The key is for pages of other origins."},
    "429": {"description": "A quota is used up; `Retry-After` says when there is more."},
}
"""What the gate answers, before an address is looked at."""

_HEADERS = {
    "ETag": {"description": "Strong entity tag of this answer.", "schema": {"type": "string"}},
    "Content-Language": {"description": "Language of the texts.", "schema": {"type": "string"}},
    "Link": {"description": "RFC 8288 links: `self`, `first`, `next`.", "schema": {"type": "string"}},
    "X-Request-ID": {"description": "Identifies the request in our logs.", "schema": {"type": "string"}},
    "RateLimit-Policy": {
        "description": "The caller's quotas: `q` units in `w` seconds.",
        "schema": {"type": "string"},
    },
    "RateLimit": {
        "description": "What is left: `r` units, whole again in `t` seconds.",
        "schema": {"type": "string"},
    },
}


class Document:
    """The document of an application and of all others with the same routes: it takes seconds, and is made once.

    `answers` is the base of the models whose building was put off. Here each of them is built, once; left to the
    framework, each would be built anew inside every answer that it is a part of.
    """

    def __init__(self, answers: type[BaseModel]) -> None:
        self._answers = answers
        self._lock = Lock()
        self._made: dict[str, Any] | None = None

    def of(self, app: FastAPI) -> dict[str, Any]:
        """The document, made when it is first asked for. It is shared: who takes it must not change it."""
        with self._lock:
            if self._made is None:
                for model in _below(self._answers):
                    model.model_rebuild()
                self._made = _complete(app)
            return self._made


def _below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for one in model.__subclasses__():
        yield one
        yield from _below(one)


def install(app: FastAPI, document: Document) -> None:
    """Serve a document that tells the whole truth, instead of the generated one."""
    app.openapi = lambda: document.of(app)  # type: ignore[method-assign]  # FastAPI documents this as the way to do it
    app.get("/openapi.json", include_in_schema=False)(send_document)


def send_document(request: Request) -> Response:
    """The document, with its entity tag."""
    body = json_bytes(request.app.openapi())
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    if matches(request.headers.get("if-none-match"), tag):
        return not_modified(tag=tag)
    return answer(body, tag=tag)


def _complete(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        routes=app.routes,
        tags=app.openapi_tags,
        license_info=app.license_info,
    )
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas.update(_definitions())
    document = _renamed(document)
    _name_operations(document["paths"])
    examples = orjson.loads(EXAMPLES.read_bytes())
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            _gate_in(path, operation)
            _problems_in(operation["responses"])
            _example_in(operation, examples.get(f"{method.upper()} {path}"))
    return document


def _name_operations(paths: dict[str, Any]) -> None:
    """Call each operation by its function, as generated clients then do: `list_requirements`.

    Where one of staff has the name of a public one it is `staff_…`.
    """
    found = [(path, f"_{method}", one) for path, methods in paths.items() for method, one in methods.items()]
    names = [one["operationId"].removesuffix(re.sub(r"\W", "_", path) + end) for path, end, one in found]
    times = Counter(names)
    for (path, _, one), name in zip(found, names, strict=True):
        one["operationId"] = f"staff_{name}" if times[name] > 1 and path.startswith(STAFF) else name


def _gate_in(path: str, operation: dict[str, Any]) -> None:
    """What the gate can answer before a route is reached, and how an address is asked with a key."""
    responses = operation["responses"]
    if is_free(path):
        return
    for status, response in _GATE_RESPONSES.items():
        if not path.startswith(STAFF) or status == "429":
            responses.setdefault(status, dict(response))
    if not path.startswith(STAFF):
        operation.setdefault("security", [{}, {"key": []}])


def _example_in(operation: dict[str, Any], example: dict[str, Any] | None) -> None:
    """Show a real answer, and the body that asks for it."""
    if example is None or "answer" not in example:  # one that is new is not printed yet
        return
    done = next(status for status in operation["responses"] if status.startswith("2"))
    operation["responses"][done]["content"]["application/json"]["example"] = example["answer"]
    if "body" in example:
        for name, media in operation["requestBody"]["content"].items():
            if example.get("raw", name) == name:
                media["example"] = example["body"]


def _renamed(document: dict[str, Any]) -> dict[str, Any]:
    """Models are named by what they are: `Phase`, not `Phase_str_`; staff write `PhaseInBothLanguages`.

    Where one is written otherwise than it is read, the first has `Input` behind its name. Names are letters and
    digits alone, because generators of clients make classes and files of them.
    """
    text: str = orjson.dumps(document).decode()
    names = {name: _plain(name) for name in document["components"]["schemas"]}
    twice = sorted(name for name, plain in names.items() if list(names.values()).count(plain) > 1)
    if twice or not all(plain.isalnum() for plain in names.values()):
        raise RuntimeError(f"schemas need names of their own, in letters and digits: {twice or sorted(names)}")
    for name, plain in names.items():
        text = text.replace(f'"{name}"', f'"{plain}"').replace(f'/{name}"', f'/{plain}"')
    renamed: dict[str, Any] = orjson.loads(text)
    for name, schema in renamed["components"]["schemas"].items():
        schema["title"] = name  # some generators call a class by this
    # Said member by member it refers to itself, which generators cannot read, and says no more.
    renamed["components"]["schemas"]["Json"] = {"title": "Json", "description": "Any JSON value."}
    return renamed


def _plain(name: str) -> str:
    whole = name.replace("_str_", "").replace("_Text_", "InBothLanguages")
    return whole.removesuffix("-Output").replace("-Input", "Input")


def _definitions() -> dict[str, Any]:
    schema = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    definitions: dict[str, Any] = schema.pop("$defs")
    return {"ProblemDocument": schema, **definitions}


def _problems_in(responses: dict[str, Any]) -> None:
    for status, response in responses.items():
        if int(status) >= 400 or status == "308":
            response["content"] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}}
            response["headers"] = {"X-Request-ID": _HEADERS["X-Request-ID"]}
            if status == "429":
                response["headers"]["Retry-After"] = {"description": "Seconds.", "schema": {"type": "integer"}}
            if status == "308":
                response["headers"]["Location"] = {
                    "description": "Address of the survivor, with the query kept.",
                    "schema": {"type": "string"},
                }
        elif status.startswith("2") and "304" in responses:
            response["headers"] = _HEADERS
        elif status == "304":
            response["headers"] = {"ETag": _HEADERS["ETag"]}
            response.pop("content", None)
