"""Writes that the database refuses to signatures, their keys, and the order of redactions.

In the world, edition 1 is sealed and signed by `old-key`, which is retired, and by `new-key`.
"""

from tests.database.forbidden import THEN, Forbidden

SIGN = "INSERT INTO edition_signature (edition, key_id, signature, signed_at) VALUES"

SIGNATURES = (
    *(
        Forbidden(
            f"a signing key keeps its {column}",
            "a signing key is never rewritten",
            f"UPDATE signing_key SET {column} = {value} WHERE id = 'new-key'",
        )
        for column, value in {"id": "'other'", "public_key": "'other'", "valid_from": THEN}.items()
    ),
    *(
        Forbidden(
            f"a retired key is {what}",
            "a signing key that was retired stays so",
            f"UPDATE signing_key SET valid_until = {value} WHERE id = 'old-key'",
        )
        for what, value in {"not taken back into use": "NULL", "not given more time": "'2099-01-01 00:00:00'"}.items()
    ),
    Forbidden("a signing key is not deleted", "signing keys are kept for ever", "DELETE FROM signing_key"),
    Forbidden(
        "an open edition is not signed",
        "only a sealed edition is signed",
        f"{SIGN} (:second, 'new-key', 'x', {THEN})",
    ),
    Forbidden(
        "a retired key signs no further edition",
        "a retired key signs nothing",
        f"{SIGN} (:second, 'old-key', 'x', {THEN})",
        ("UPDATE edition SET head_sha256 = 'a head' WHERE number = :second",),
    ),
    Forbidden(
        "a signature keeps what it is",
        "a signature is never rewritten",
        "UPDATE edition_signature SET signature = 'other' WHERE key_id = 'new-key'",
    ),
    Forbidden("a signature is not deleted", "signatures are kept for ever", "DELETE FROM edition_signature"),
    Forbidden(
        "no place in the order of redactions is left out",
        "redactions are numbered 1, 2, 3 without a hole",
        "INSERT INTO redaction_order (number, revision_key, edition) VALUES (3, :redacted, 1)",
    ),
    Forbidden(
        "a redaction keeps its place",
        "the order of redactions is never rewritten",
        "UPDATE redaction_order SET edition = 2",
    ),
    Forbidden(
        "a redaction is not taken out of the order",
        "redactions keep their place in the order",
        "DELETE FROM redaction_order",
    ),
)
