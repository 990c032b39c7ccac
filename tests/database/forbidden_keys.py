"""Writes that the database refuses to partners and keys. `partners.make_partners` has made two of each."""

from tests.database.forbidden import THEN, Forbidden

PARTNERS = (
    *(
        Forbidden(
            f"a partner keeps their {column}",
            "where a partner comes from is never rewritten",
            f"UPDATE partner SET {column} = {value} WHERE key = 2",
        )
        for column, value in {"key": "77", "created_at": "'2020-01-02 00:00:00'", "created_by": "'eve'"}.items()
    ),
    Forbidden(
        "a partner is not deleted", "partners are made inactive, never deleted", "DELETE FROM partner WHERE key = 2"
    ),
)

KEYS = (
    Forbidden(
        "an inactive partner is given no key",
        "an inactive partner is given no key",
        "INSERT INTO api_key (id, digest, partner_key, label, scopes, origins, created_at, created_by, expires_at)"
        f" VALUES ('key3', 'digest 3', 2, 'x', '', '', {THEN}, 'ann', {THEN})",
    ),
    *(
        Forbidden(
            f"a key keeps its {column}",
            "what a key may do never changes",
            f"UPDATE api_key SET {column} = {value} WHERE key = 1",
        )
        for column, value in {
            "key": "77",
            "id": "'other'",
            "digest": "'other'",
            "partner_key": "2",
            "label": "'other'",
            "scopes": "'export webhooks'",
            "origins": "'https://a.example'",
            "created_at": "'2020-01-02 00:00:00'",
            "created_by": "'eve'",
        }.items()
    ),
    Forbidden(
        "a key does not live longer",
        "a key does not come to live longer",
        "UPDATE api_key SET expires_at = '2999-01-02 00:00:00' WHERE key = 1",
    ),
    *(
        Forbidden(
            f"a revocation keeps its {column}",
            "a revocation is never taken back",
            f"UPDATE api_key SET {column} = {value} WHERE key = 2",
        )
        for column, value in {
            "revoked_at": "NULL",
            "revoked_by": "'eve'",
            "revoked_reason": "'other'",
        }.items()
    ),
    Forbidden("a key is rotated once", "a key is rotated once", "UPDATE api_key SET rotated_to = NULL WHERE key = 2"),
    Forbidden("a key is not deleted", "keys are revoked, never deleted", "DELETE FROM api_key WHERE key = 2"),
)
