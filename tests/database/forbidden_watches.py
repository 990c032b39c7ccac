"""Writes that the database refuses to watches. `watches.make_watches` has made them."""

from tests.database.forbidden import THEN, Forbidden

_OTHERS = (
    "INSERT INTO watch (key, id, partner_key, name, filters, feed_digest, feed_from, created_at, created_by)"
    f" VALUES (5, 'wt_5', 2, 'x', '{{}}', '{'e' * 64}', {THEN}, {THEN}, 'la_key5')",
)
_OWN = "a webhook follows a watch of its own partner"

WATCHES = (
    *(
        Forbidden(
            f"a watch keeps its {column}",
            "whose a watch is never changes",
            f"UPDATE watch SET {column} = {value}",
        )
        for column, value in {
            "key": "77",
            "id": "'other'",
            "partner_key": "2",
            "created_at": "'2020-01-02 00:00:00'",
            "created_by": "'eve'",
        }.items()
    ),
    Forbidden(
        "a webhook does not begin to follow another partner's watch",
        _OWN,
        "INSERT INTO webhook_watch (webhook_key, watch_key) VALUES (1, 5)",
        first=("DELETE FROM webhook_watch WHERE webhook_key = 1", *_OTHERS),
    ),
    Forbidden(
        "a webhook does not come to follow another partner's watch",
        _OWN,
        "UPDATE webhook_watch SET watch_key = 5",
        first=_OTHERS,
    ),
)
