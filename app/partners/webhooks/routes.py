"""Webhooks by API, for keys with the scope `webhooks`. Another partner's are not there."""

import logging
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from sqlalchemy import Connection
from starlette.responses import Response

from app.access.dependencies import problem_of, tag_of
from app.access.faults import Refused
from app.access.keys.dependencies import Hooking, KeyWork, Portal
from app.access.work import Done
from app.http.cursors import Cursor, number_after, query_digest
from app.http.openapi import KEY_RESPONSES
from app.http.problems import Problem
from app.partners.webhooks import deliveries, keeping
from app.partners.webhooks.schemas import (
    DELIVERY_ID,
    WEBHOOK_ID,
    DeliveriesAnswer,
    DeliveriesParameters,
    DeliveryWhole,
    NewWebhook,
    Redelivered,
    SecretRotation,
    WebhookAnswer,
    WebhookChange,
    WebhookDeleted,
    WebhookIssued,
    WebhooksAnswer,
)
from app.partners.webhooks.signatures import Root, root_of
from app.partners.webhooks.working import reach_of
from app.vocabulary.shapes import Parameters

logger = logging.getLogger("atlas.webhooks")

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"], responses=KEY_RESPONSES)

WebhookPath = Annotated[str, Path(pattern=WEBHOOK_ID, description="Id of a webhook.")]
DeliveryPath = Annotated[str, Path(pattern=DELIVERY_ID, description="Id of a delivery: its `webhook-id`.")]
Nothing = Annotated[Parameters, Query()]


@router.get("", response_model=WebhooksAnswer)
def list_webhooks(portal: Hooking, _: Nothing) -> Response:
    """Your partner's webhooks, oldest first."""

    def build(connection: Connection) -> dict[str, Any]:
        found = keeping.webhooks_of(connection, portal.key.partner)
        return {"items": found, "next": None, "total": len(found)}

    return portal.read(build)


@router.post("", response_model=WebhookIssued, status_code=201)
def make_webhook(portal: Hooking, body: NewWebhook) -> Response:
    """A new webhook. Its secret is shown in this answer and nowhere else."""
    _check(portal, body.url)
    root = _root(portal)
    return portal.write(lambda work: _issued(keeping.make_webhook(work, root, body), 201), create=body)


@router.get("/{id}", response_model=WebhookAnswer)
def read_webhook(portal: Hooking, id: WebhookPath, _: Nothing) -> Response:
    """One webhook, without its secret."""
    return portal.read(lambda one: keeping.shown(keeping.webhook_row(one, portal.key.partner, id)))


@router.patch("/{id}", response_model=WebhookAnswer)
def change_webhook(portal: Hooking, id: WebhookPath, body: WebhookChange) -> Response:
    """Another address, label or choice of events, or on and off: JSON Merge Patch, with `If-Match`."""
    changes = {name: getattr(body, name) for name in body.model_fields_set}
    changes = {name: value for name, value in changes.items() if value is not None or name in ("filters", "watch")}
    if body.url is not None:
        _check(portal, body.url)

    def build(work: KeyWork) -> Done:
        before = keeping.webhook_row(work.connection, work.key.partner, id, lock=True)
        work.expect(tag_of(keeping.shown(before)))
        return Done(keeping.change_webhook(work, before, changes))

    return portal.write(build)


@router.delete("/{id}", response_model=WebhookDeleted)
def delete_webhook(portal: Hooking, id: WebhookPath, _: Nothing) -> Response:
    """Take a webhook away, with its log and all that waits for it."""
    return portal.write(lambda work: Done(keeping.delete_webhook(work, id)))


@router.post("/{id}/rotate-secret", response_model=WebhookIssued, status_code=201)
def rotate_secret(portal: Hooking, id: WebhookPath, body: SecretRotation) -> Response:
    """A new secret, shown this once; for some hours both sign."""
    root = _root(portal)

    def build(work: KeyWork) -> Done:
        return _issued(keeping.rotate_secret(work, root, id, overlap_hours=body.overlap_hours), 201)

    return portal.write(build, create=body)


@router.post("/{id}/test", response_model=DeliveryWhole, status_code=202)
def test_webhook(portal: Hooking, id: WebhookPath) -> Response:
    """Send the webhook an event `webhook.test`; how it went stands in the delivery a moment later."""
    return portal.write(lambda work: _accepted(id, deliveries.test_webhook(work, id)))


@router.post("/{id}/redeliver", response_model=Redelivered, status_code=202)
def redeliver_dead(portal: Hooking, id: WebhookPath) -> Response:
    """Send again all that was given up, in order."""
    return portal.write(lambda work: Done(deliveries.redeliver_dead(work, id), status=202))


@router.get("/{id}/deliveries", response_model=DeliveriesAnswer)
def list_deliveries(
    portal: Hooking, id: WebhookPath, parameters: Annotated[DeliveriesParameters, Query()]
) -> Response:
    """What was sent, waits or was given up, newest first, and how the webhook fares."""
    query = query_digest(f"deliveries of {id} in {sorted(parameters.state)}")
    before = number_after(parameters.cursor, query)

    def build(connection: Connection) -> dict[str, Any]:
        webhook = keeping.webhook_row(connection, portal.key.partner, id)
        page, last = deliveries.delivery_page(
            connection, webhook, parameters.state, limit=parameters.limit, before=before
        )
        return {**page, "next": last and Cursor(1, query, "", str(last)).encode()}

    return portal.read(build)


@router.get("/{id}/deliveries/{delivery}", response_model=DeliveryWhole)
def read_delivery(portal: Hooking, id: WebhookPath, delivery: DeliveryPath, _: Nothing) -> Response:
    """One delivery: what is sent, and how every attempt went."""
    return portal.read(_of_mine(portal, id, lambda one, hook: deliveries.one_delivery(one, hook, delivery)))


@router.post("/{id}/deliveries/{delivery}/redeliver", response_model=DeliveryWhole, status_code=202)
def redeliver(portal: Hooking, id: WebhookPath, delivery: DeliveryPath) -> Response:
    """Send a delivery again that was made or given up."""
    return portal.write(lambda work: _accepted(id, deliveries.redeliver(work, id, delivery)))


def _of_mine(
    portal: Portal, id_: str, build: Callable[[Connection, Any], dict[str, Any]]
) -> Callable[[Connection], dict[str, Any]]:
    return lambda one: build(one, keeping.webhook_row(one, portal.key.partner, id_))


def _check(portal: Portal, url: str) -> None:
    try:
        keeping.check_address(url, reach_of(portal.request.app.state.settings))
    except Refused as refused:
        raise problem_of(refused) from refused


def _root(portal: Portal) -> Root:
    try:
        return root_of(portal.request.app.state.settings)
    except OSError as error:
        logger.error("webhooks have no secrets: set ATLAS_WEBHOOK_KEY (%s)", error)
        raise Problem("not-ready", "No secret can be made at this moment; the operator has to see to it.") from error


def _issued(made: tuple[dict[str, Any], str], status: int) -> Done:
    shown, secret = made
    return Done(
        {**shown, "secret": secret},
        tag=tag_of(shown),
        status=status,
        location=f"/v1/webhooks/{shown['id']}",
        again={**shown, "secret": None},
    )


def _accepted(id_: str, shown: dict[str, Any]) -> Done:
    return Done(shown, status=202, location=f"/v1/webhooks/{id_}/deliveries/{shown['id']}")
