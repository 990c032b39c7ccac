"""Partners and keys, as staff keep them; and what a key is told of itself."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from sqlalchemy import Connection
from starlette.responses import Response

from app.access.dependencies import FreshAdmin, Viewer, problem_of, tag_of
from app.access.faults import Refused
from app.access.keys import issuing
from app.access.keys.dependencies import AnyKey
from app.access.keys.issuing import Wish, instant
from app.access.keys.schemas import (
    ApiKeyAnswer,
    ApiKeyIssued,
    ApiKeysAnswer,
    KeysParameters,
    MyAnswer,
    NewKeyBody,
    NewPartner,
    PartnerAnswer,
    PartnerChange,
    PartnerId,
    PartnersAnswer,
    Rotating,
)
from app.access.keys.scopes import PartnerClass, Scope
from app.access.keys.usage import usage_of
from app.access.keys.written import PREFIX
from app.access.work import Done, Work
from app.http.openapi import KEY_RESPONSES, STAFF_RESPONSES
from app.vocabulary.shapes import Parameters, Reasoned

router = APIRouter(tags=["partners"])
staff_router = APIRouter(prefix="/v1/staff", tags=["staff: partners"], responses=STAFF_RESPONSES)

PartnerPath = Annotated[PartnerId, Path(description="Number of a partner.")]
KeyPath = Annotated[str, Path(pattern=r"^[1-9A-HJ-NP-Za-km-z]{8}$", description="The eight letters after `la_`.")]


@router.get("/v1/me", response_model=MyAnswer, responses=KEY_RESPONSES)
def me(request: Request, portal: AnyKey, _: Annotated[Parameters, Query()]) -> Response:
    """The key that was sent: whose it is, what it may do, how much is left, what was asked with it."""
    key = portal.key
    quota = [
        {"window": window.rpartition("-")[2], "quota": limit, "left": units, "resets_in": seconds}
        for window, limit, units, seconds in request.app.state.quotas[key.policy].state(key.who)
    ]

    def build(connection: Connection) -> dict[str, Any]:
        today = portal.at.date()
        usage = usage_of(connection, key.who, today)
        requests, units = request.app.state.keys.usage.counted(key.who)
        if requests:
            if not usage or usage[0]["day"] != str(today):
                usage.insert(0, {"day": str(today), "requests": 0, "units": 0})
            usage[0] = {
                "day": str(today),
                "requests": usage[0]["requests"] + requests,
                "units": usage[0]["units"] + units,
            }
        return {
            "key": {
                "id": key.id,
                "prefix": f"{PREFIX}{key.id}",
                "label": key.label,
                "scopes": key.allowed,
                "origins": sorted(key.origins),
                "created_at": instant(key.created_at),
                "expires_at": instant(key.expires_at),
                "rotated_to": key.rotated_to,
            },
            "partner": {"name": key.partner_name, "class": key.partner_class},
            "quota": quota,
            "usage": usage,
        }

    return portal.read(build)


@staff_router.get("/partners", response_model=PartnersAnswer)
def list_partners(desk: Viewer, _: Annotated[Parameters, Query()]) -> Response:
    """Every partner, also the inactive ones."""
    return desk.read(lambda connection: _listed(issuing.partners(connection)))


@staff_router.post("/partners", response_model=PartnerAnswer, status_code=201)
def add_partner(desk: FreshAdmin, body: NewPartner) -> Response:
    """A new partner, without keys."""

    def build(work: Work) -> Done:
        made = issuing.create_partner(work, body.name, PartnerClass(body.class_), body.note, body.reason)
        return Done(made, status=201, location=f"/v1/staff/partners/{made['id']}")

    return desk.write(build, create=body)


@staff_router.get("/partners/{id}", response_model=PartnerAnswer)
def read_partner(desk: Viewer, id: PartnerPath) -> Response:
    """One partner."""
    return desk.read(lambda connection: issuing.partner(connection, id))


@staff_router.patch("/partners/{id}", response_model=PartnerAnswer)
def change_partner(desk: FreshAdmin, id: PartnerPath, body: PartnerChange) -> Response:
    """Another name, class or note, or made (in)active, which stops all its keys at once, or lets them work again."""
    given = body.model_dump(by_alias=True, exclude_unset=True, exclude={"reason"})
    changes = {name: value for name, value in given.items() if value is not None or name == "note"}

    def build(work: Work) -> Done:
        before = issuing.partner(work.connection, id, lock=True)
        work.expect(tag_of(before))
        return Done(issuing.change_partner(work, before, changes, body.reason))

    answer = desk.write(build)
    desk.request.app.state.keys.forget()
    return answer


@staff_router.get("/keys", response_model=ApiKeysAnswer)
def list_keys(desk: Viewer, parameters: Annotated[KeysParameters, Query()]) -> Response:
    """Every key, or those of one partner, also those that ended."""

    def build(connection: Connection) -> dict[str, Any]:
        if parameters.partner is not None:
            issuing.partner(connection, parameters.partner)
        return _listed(issuing.keys(connection, parameters.partner))

    return desk.read(build)


@staff_router.post("/keys", response_model=ApiKeyIssued, status_code=201)
def issue_key(desk: FreshAdmin, body: NewKeyBody) -> Response:
    """A new key, whole in this answer and nowhere else: what is kept is its digest."""
    try:
        origins = issuing.origins_of(body.origins)
    except Refused as refused:
        raise problem_of(refused) from refused
    scopes = frozenset(Scope(one) for one in body.scopes)
    wish = Wish(body.partner, body.label, scopes, origins, body.expires_in_days)

    def build(work: Work) -> Done:
        return _issued(*issuing.issue(work, wish, body.reason))

    answer = desk.write(build, create=body)
    desk.request.app.state.keys.forget()
    return answer


@staff_router.get("/keys/{id}", response_model=ApiKeyAnswer)
def read_key(desk: Viewer, id: KeyPath) -> Response:
    """One key, without its secret."""
    return desk.read(lambda connection: issuing.key(connection, id))


@staff_router.post("/keys/{id}/rotate", response_model=ApiKeyIssued, status_code=201)
def rotate_key(desk: FreshAdmin, id: KeyPath, body: Rotating) -> Response:
    """A key in place of another, with the same scopes and origins; the old one goes on for some days."""

    def build(work: Work) -> Done:
        return _issued(
            *issuing.rotate(work, id, overlap_days=body.overlap_days, days=body.expires_in_days, reason=body.reason)
        )

    answer = desk.write(build, create=body)
    desk.request.app.state.keys.forget()
    return answer


@staff_router.post("/keys/{id}/revoke", response_model=ApiKeyAnswer)
def revoke_key(desk: FreshAdmin, id: KeyPath, body: Reasoned) -> Response:
    """End a key: here at once, in other processes within a second. No `If-Match`: a key that leaked has to go."""
    answer = desk.write(lambda work: Done(issuing.revoke(work, id, body.reason)))
    desk.request.app.state.keys.forget()
    return answer


def _issued(shown: dict[str, Any], secret: str) -> Done:
    return Done(
        {**shown, "secret": secret},
        tag=tag_of(shown),
        status=201,
        location=f"/v1/staff/keys/{shown['id']}",
        again={**shown, "secret": None},
    )


def _listed(items: list[dict[str, Any]]) -> dict[str, Any]:
    return {"items": items, "next": None, "total": len(items)}
