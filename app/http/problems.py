"""Errors as RFC 9457 problem documents: what went wrong, where, and what was expected instead."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Annotated, Any

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.http.addresses import documented

logger = logging.getLogger("atlas.problems")

MEDIA_TYPE = "application/problem+json"

UNKNOWN_PARAMETER = "there is no such parameter here"
"""What is said of a parameter whose name is not known, rather than its value."""

MOST_ERRORS = 100
"""Of more things at fault in one request than this, the others are not listed."""

TITLES: dict[str, tuple[int, str]] = {
    "moved": (308, "The record was merged into another"),
    "malformed-body": (400, "The body is not JSON"),
    "unauthenticated": (401, "Sign in first"),
    "forbidden": (403, "This is not yours to do"),
    "sign-in-again": (403, "Sign in again first"),
    "not-found": (404, "There is nothing at this address"),
    "unknown-record": (404, "No such record in this edition"),
    "unknown-edition": (404, "No such edition"),
    "method-not-allowed": (405, "This address does not take that method"),
    "conflict": (409, "It does not go with what is there"),
    "wrong-state": (409, "Not in this state"),
    "withdrawn": (410, "The entry was withdrawn"),
    "precondition-failed": (412, "It has changed since you saw it"),
    "body-too-large": (413, "The body is too large"),
    "uri-too-long": (414, "The address is too long"),
    "unsupported-media-type": (415, "The body has a type that is not understood"),
    "range-not-satisfiable": (416, "There is nothing in this range"),
    "invalid-parameter": (422, "A parameter is not valid"),
    "precondition-required": (428, "Say which state you saw"),
    "too-many-requests": (429, "Too much at once"),
    "internal-error": (500, "Something went wrong on our side"),
    "provider-failed": (502, "The sign-in provider does not answer as it should"),
    "not-ready": (503, "The server is not ready"),
}
"""Every problem type: its status and title. The type's address is `/problems/<name>`."""

Shown = Callable[["Problem", str, str, str | None], Response]
"""Writes a problem that arose at a path, with its query and the request's id, for people."""

_SHOWN_BELOW: dict[str, Shown] = {}


class ProblemError(BaseModel):
    """One thing at fault."""

    model_config = ConfigDict(extra="forbid")

    parameter: Annotated[str | None, Field(description="The query, path or header parameter at fault.")] = None
    pointer: Annotated[str | None, Field(description="JSON pointer to the member of the body at fault.")] = None
    message: Annotated[str, Field(description="What is wrong with it.")]
    expected: Annotated[list[str] | None, Field(description="Values that would be valid, where they are few.")] = None
    did_you_mean: Annotated[str | None, Field(description="The nearest valid name or value.")] = None
    sheet: Annotated[str | None, Field(description="In a file of tables: the sheet.")] = None
    row: Annotated[int | None, Field(description="In a file of tables: the row; in YAML the line.")] = None
    column: Annotated[str | None, Field(description="In a file of tables: the column's heading.")] = None
    cell: Annotated[str | None, Field(description="In a workbook: the cell, such as `F7`.")] = None
    value: Annotated[str | None, Field(description="In a file of tables: what stands there, shortened.")] = None


class ProblemDocument(BaseModel):
    """An error as RFC 9457 has it."""

    model_config = ConfigDict(extra="forbid")

    type: Annotated[str, Field(examples=["/problems/invalid-parameter"])]
    title: Annotated[str, Field(examples=["A parameter is not valid"])]
    status: Annotated[int, Field(ge=300, le=599, examples=[422])]
    detail: Annotated[str, Field(examples=["product_type: no product type is called biosimlar"])]
    instance: Annotated[str | None, Field(description="The path that was asked for.")] = None
    request_id: Annotated[str | None, Field(description="Quote it when you report the problem.")] = None
    errors: list[ProblemError] = []
    history: Annotated[str | None, Field(description="Where a withdrawn entry's history is.")] = None
    reason: Annotated[str | None, Field(description="Why an entry was withdrawn.")] = None
    etag: Annotated[str | None, Field(description="The tag of the state as it is now.")] = None
    next: Annotated[list[str] | None, Field(description="What may be done in this state.")] = None
    error: Annotated[str | None, Field(description="OAuth 2.0's word for it, where tokens are asked for.")] = None


class Problem(Exception):
    """An error that is answered as a problem document."""

    def __init__(
        self,
        name: str,
        detail: str,
        *,
        errors: Sequence[ProblemError] = (),
        headers: dict[str, str] | None = None,
        history: str | None = None,
        reason: str | None = None,
        more: Mapping[str, object] | None = None,
    ) -> None:
        self.name = name
        self.status, self.title = TITLES[name]
        self.detail = detail
        self.errors = list(errors)
        self.headers = headers or {}
        self.history = history
        self.reason = reason
        self.more = dict(more or {})
        super().__init__(detail)


def nearest(value: str, valid: Iterable[str]) -> str | None:
    """The valid word most like `value`, if any is like it at all."""
    words = {word.casefold(): word for word in valid}
    found = get_close_matches(value.casefold(), words, n=1, cutoff=0.6)
    return words[found[0]] if found else None


def invalid_parameter(parameter: str, message: str, *, value: str = "", valid: Iterable[str] = ()) -> Problem:
    """A 422 for one parameter, with the nearest valid value and, where they are few, all of them."""
    return Problem(
        "invalid-parameter",
        f"{parameter}: {message}",
        errors=[parameter_error(parameter, message, value, list(valid))],
    )


def parameter_error(parameter: str, message: str, value: str, valid: Sequence[str]) -> ProblemError:
    """What is wrong with one parameter, or, under a JSON pointer, with one member of the body.

    More than sixty valid values are not listed.
    """
    in_body = parameter.startswith("/")
    return ProblemError(
        parameter=None if in_body else parameter,
        pointer=parameter if in_body else None,
        message=message,
        expected=sorted(valid) if 0 < len(valid) <= 60 else None,
        did_you_mean=nearest(value, valid) if value else None,
    )


def shown_below(prefix: str, shown: Shown) -> None:
    """Problems at addresses below this first part of the path are shown by `shown`, not as documents."""
    _SHOWN_BELOW[prefix] = shown


def problem_response(problem: Problem, *, path: str, request_id: str | None, query: str = "") -> Response:
    """The response for a problem."""
    shown = _SHOWN_BELOW.get(path.split("/", 2)[1] if path.startswith("/") else "")
    if shown is not None:
        try:
            return shown(problem, path, query, request_id)
        except Exception:  # whatever it is: a problem that cannot be shown is told plainly
            logger.exception("a problem cannot be shown as a page")
    document = ProblemDocument(
        type=f"/problems/{problem.name}",
        title=problem.title,
        status=problem.status,
        detail=problem.detail,
        instance=path,
        request_id=request_id,
        errors=problem.errors,
        history=problem.history,
        reason=problem.reason,
        **problem.more,
    )
    body = document.model_dump(mode="json", exclude_none=True)
    if not problem.errors:
        del body["errors"]
    return Response(
        orjson.dumps(body),
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **problem.headers},
    )


def install(app: FastAPI) -> None:
    """Answer every error of `app` with a problem document."""

    def respond(request: Request, problem: Problem) -> Response:
        return problem_response(
            problem,
            path=request.url.path,
            request_id=request.scope.get("state", {}).get("request_id"),
            query=request.url.query,
        )

    async def on_problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)
        return respond(request, error)

    async def on_validation(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return respond(request, _from_validation(request, error))

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return respond(request, _from_http(request, error))

    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(RequestValidationError, on_validation)
    app.add_exception_handler(HTTPException, on_http)


def _from_http(request: Request, error: HTTPException) -> Problem:
    headers = dict(error.headers or {})
    match error.status_code:
        case 404:
            near = nearest(request.url.path, documented(request.app))
            hint = f" Did you mean {near}?" if near else " GET /v1 lists what there is."
            return Problem("not-found", f"{request.url.path} is not an address of this server.{hint}")
        case 405:
            allowed = headers.get("allow") or headers.get("Allow") or ""
            if "GET" in allowed and "HEAD" not in allowed:
                allowed += ", HEAD"
            return Problem(
                "method-not-allowed",
                f"{request.method} is not allowed here; allowed: {allowed}.",
                headers={"Allow": allowed},
            )
        case 413:
            return Problem("body-too-large", "Send a smaller body.")
        case 415:
            return Problem("unsupported-media-type", "Send JSON as application/json.")
        case 400:
            return Problem("malformed-body", str(error.detail))
        case _:
            return Problem("internal-error", "The request failed.")


def _from_validation(request: Request, error: RequestValidationError) -> Problem:
    errors: list[ProblemError] = []
    for item in error.errors()[:MOST_ERRORS]:
        if item["type"] == "json_invalid":
            return Problem("malformed-body", "The body is not well-formed JSON.")
        where, *steps = item["loc"]
        name = str(steps[0]) if steps else str(where)
        if where == "body" and isinstance(item.get("input"), bytes):  # what is not JSON is handed on as it came
            return Problem("unsupported-media-type", "Send JSON as application/json.")
        if where == "body":
            errors.append(_value_error(_pointer(steps), item))
        elif item["type"] == "extra_forbidden":
            valid = _known_parameters(request)
            errors.append(parameter_error(name, UNKNOWN_PARAMETER, name, valid))
        else:
            errors.append(_value_error(name, item))
    detail = "; ".join(f"{one.parameter or one.pointer}: {one.message}" for one in errors)
    return Problem("invalid-parameter", detail, errors=errors)


def _pointer(steps: Iterable[Any]) -> str:
    """A place in the body as a JSON pointer (RFC 6901)."""
    escaped = (str(step).replace("~", "~0").replace("/", "~1") for step in steps)
    pointer = "".join(f"/{step}" for step in escaped) or "/"
    return pointer.encode("utf-8", "replace").decode()


def _value_error(name: str, item: dict[str, Any]) -> ProblemError:
    valid: list[str] = []
    if item["type"] in ("enum", "literal_error"):
        expected = str(item["ctx"]["expected"])
        valid = [word.strip(" '") for word in expected.replace(" or ", ",").split(",")]
    message = str(item["msg"]).removeprefix("Value error, ")
    return parameter_error(name, message[:1].lower() + message[1:], str(item.get("input", "")), valid)


def _known_parameters(request: Request) -> list[str]:
    """Names of the query parameters that the matched route takes."""
    dependant = getattr(request.scope.get("route"), "dependant", None)
    names: list[str] = []
    for parameter in getattr(dependant, "query_params", []):
        fields = getattr(parameter.field_info.annotation, "model_fields", None)
        names.extend((field.alias or name for name, field in fields.items()) if fields else [parameter.alias])
    return names
