"""Writes that the database refuses to events, webhooks and deliveries. `webhooks.make_webhooks` has made them."""

from tests.database.forbidden import THEN, Forbidden

_OTHER = "'2020-01-02 00:00:00'"

WEBHOOKS = (
    Forbidden(
        "no event leaves a hole",
        "events are numbered 1, 2, 3 without a hole",
        "INSERT INTO outbox (seq, type, subject, payload, labels, created_at)"
        f" VALUES (4, 'x', 'x', '{{}}', '{{}}', {THEN})",
    ),
    Forbidden("an event is not rewritten", "what happened is never rewritten", "UPDATE outbox SET payload = ''"),
    Forbidden("an event is not deleted", "what happened is kept", "DELETE FROM outbox WHERE seq = 2"),
    *(
        Forbidden(
            f"a webhook keeps its {column}",
            "whose a webhook is never changes",
            f"UPDATE webhook SET {column} = {value}",
        )
        for column, value in {
            "key": "77",
            "id": "'other'",
            "partner_key": "2",
            "created_at": _OTHER,
            "created_by": "'eve'",
        }.items()
    ),
    Forbidden(
        "a webhook does not go back",
        "a webhook does not go back in the events",
        "UPDATE webhook SET position = 0",
    ),
    *(
        Forbidden(
            f"a delivery keeps its {column}",
            "a delivery keeps what it delivers, and to whom",
            f"UPDATE delivery SET {column} = {value}",
        )
        for column, value in {
            "key": "77",
            "id": "'other'",
            "webhook_key": "2",
            "seq": "2",
            "subject": "'other'",
            "created_at": _OTHER,
        }.items()
    ),
    Forbidden(
        "an attempt is not rewritten",
        "how an attempt went is never rewritten",
        "UPDATE delivery_attempt SET status = 500",
    ),
)
