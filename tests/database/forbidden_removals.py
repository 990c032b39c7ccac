"""Writes that the database refuses to proposals to withdraw or redact. In the world, ann proposed one withdrawal."""

from tests.database.forbidden import THEN, Forbidden

DECIDED = f"decided_by = 'bob', decided_at = {THEN}, decision_reason = 'x'"
STEP = "a removal does not go from that state to this one"
APPROVED = f"UPDATE removal SET state = 'approved', {DECIDED}"

REMOVALS = (
    *(
        Forbidden(
            f"no removal begins as {state}",
            "a removal starts as a proposal",
            "INSERT INTO removal (kind, record_key, reason, proposed_by, proposed_at, state, decided_by, decided_at,"
            f" decision_reason) VALUES ('withdrawal', :record, 'x', 'ann', {THEN}, '{state}', 'bob', {THEN}, 'x')",
        )
        for state in ("approved", "rejected", "done")
    ),
    *(
        Forbidden(
            f"a proposal keeps its {column}",
            "a proposal is never rewritten",
            f"UPDATE removal SET {column} = {value}, state = 'rejected', {DECIDED}",
        )
        for column, value in {
            "key": "77",
            "kind": "'redaction'",
            "record_key": ":record",
            "numbers": "'1'",
            "reason": "'other'",
            "proposed_by": "'eve'",
            "proposed_at": THEN,
        }.items()
    ),
    Forbidden(
        "no withdrawal is carried out without approval",
        STEP,
        f"UPDATE removal SET state = 'done', edition = :second, {DECIDED}",
    ),
    Forbidden("what was rejected stays rejected", STEP, APPROVED, (APPROVED.replace("approved", "rejected"),)),
    Forbidden(
        "what was approved is not proposed again",
        STEP,
        "UPDATE removal SET state = 'proposed', decided_by = NULL, decided_at = NULL, decision_reason = NULL",
        (APPROVED,),
    ),
    Forbidden(
        "what was carried out stays so",
        STEP,
        "UPDATE removal SET state = 'rejected', edition = NULL",
        (APPROVED, "UPDATE removal SET state = 'done', edition = :second"),
    ),
    Forbidden(
        "who approved a withdrawal is not replaced on the way out",
        "who approved a withdrawal stands in it when it is carried out",
        "UPDATE removal SET state = 'done', edition = :second, decided_by = 'eve'",
        (APPROVED,),
    ),
    Forbidden("a proposal is not deleted", "proposals are kept for ever", "DELETE FROM removal"),
)
