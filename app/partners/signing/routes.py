"""Signatures of editions, and the keys to check them with."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from sqlalchemy import Connection
from starlette.responses import Response

from app.editions.dependencies import readable
from app.editions.snapshot import head_of
from app.http.answers import answer, json_bytes, not_modified
from app.http.conditional import entity_tag, matches, matches_anything
from app.http.openapi import ANY_RESPONSES, READ_RESPONSES
from app.http.problems import Problem
from app.partners.signing.keys import pem_of
from app.partners.signing.schemas import KeysAnswer, SignaturesAnswer
from app.partners.signing.signed import public_keys, signatures_of
from app.vocabulary.shapes import Parameters

KEYS = "/.well-known/licensing-atlas-keys.json"

router = APIRouter(tags=["syncing"])

NumberPath = Annotated[int, Path(ge=1, le=2_000_000_000, description="Number of an edition.", examples=[1])]
Nothing = Annotated[Parameters, Query()]
KEY_RESPONSES = {304: READ_RESPONSES[304], 503: READ_RESPONSES[503], **ANY_RESPONSES}


@router.get("/v1/editions/{number}/signatures", response_model=SignaturesAnswer, responses=READ_RESPONSES)
def read_signatures(request: Request, number: NumberPath, _: Nothing) -> Response:
    """Signatures over the head of an edition's manifest."""
    with readable(request.app.state.engine) as connection:
        edition = head_of(connection, number)
        if edition is None:
            raise Problem("unknown-record", f"There is no edition {number}; /v1/editions lists them.")
        body = {
            "edition": number,
            "sha256": edition.sha256,
            "manifest": f"/v1/editions/{number}/manifest",
            "signatures": signatures_of(connection, number),
            "keys": KEYS,
        }
    return _said(request, body)


@router.get(KEYS, response_model=KeysAnswer, responses=KEY_RESPONSES)
def read_keys(request: Request, _: Nothing) -> Response:
    """Public keys of the signatures, as JSON Web Keys."""
    with readable(request.app.state.engine) as connection:
        body = {"keys": _keys(connection)}
    return _said(request, body)


def _keys(connection: Connection) -> list[dict[str, Any]]:
    return [
        {
            "kty": "OKP",
            "crv": "Ed25519",
            "alg": "EdDSA",
            "use": "sig",
            "kid": id_,
            "x": public,
            "valid_from": first,
            "valid_until": last,
            "pem": pem_of(public),
        }
        for id_, public, first, last in public_keys(connection)
    ]


def _said(request: Request, body: dict[str, Any]) -> Response:
    """An answer that a new signature changes, not a new edition: its tag is that of its bytes."""
    sent = json_bytes(body)
    tag = entity_tag(request.url.path, sent.decode())
    had = request.headers.get("if-none-match")
    if matches(had, tag) or matches_anything(had):
        return not_modified(tag=tag)
    return answer(sent, tag=tag)
