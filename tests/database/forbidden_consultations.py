"""Writes that the database refuses to consultations. `consultations.make_consultations` has made them."""

from tests.database.forbidden import Forbidden

_OTHER = "'2020-01-02 00:00:00'"

CONSULTATIONS = (
    *(
        Forbidden(
            f"a consultation keeps its {column}",
            "what was asked, and by whom, never changes",
            f"UPDATE consultation SET {column} = {value}",
        )
        for column, value in {
            "key": "77",
            "id": "'other'",
            "partner_key": "2",
            "asked_by": "'eve'",
            "country": "'YY'",
            "product_type": "'vaccine'",
            "topic": "'fees'",
            "language": "'ko'",
            "related": "'[1]'",
            "asked_at": _OTHER,
        }.items()
    ),
    Forbidden(
        "a closed consultation is not opened again",
        "a consultation that was closed stays closed",
        f"UPDATE consultation SET state = 'open', closed_at = NULL, waiting_since = {_OTHER}",
    ),
    Forbidden("a consultation is not deleted", "a consultation is kept", "DELETE FROM consultation"),
    *(
        Forbidden(
            f"a message keeps its {column}",
            "of what was said the words can be taken away, and nothing else",
            f"UPDATE consultation_message SET text = NULL, {column} = {value}",
        )
        for column, value in {
            "key": "77",
            "consultation_key": "2",
            "at": _OTHER,
            "side": "'desk'",
            "author": "'eve'",
            "entries": "'[1]'",
        }.items()
    ),
    Forbidden(
        "what was said is not rewritten",
        "of what was said the words can be taken away, and nothing else",
        "UPDATE consultation_message SET text = 'other'",
    ),
    Forbidden("a message is not deleted", "that something was said is kept", "DELETE FROM consultation_message"),
)
