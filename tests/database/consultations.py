"""A consultation that is closed, with what was said in it, for tests of what the database allows."""

from datetime import datetime

from sqlalchemy import Connection, insert

from app.editorial.consultations.models import ConsultationMessage, ConsultationRow


def make_consultations(connection: Connection, at: datetime) -> None:
    """Consultation 1 of partner 1, and its question."""
    about = {"country": "XX", "product_type": None, "topic": None, "language": "en", "related": "[]"}
    asked = {"key": 1, "id": "co_1", "partner_key": 1, "asked_by": "la_key1", "asked_at": at}
    connection.execute(insert(ConsultationRow).values(**asked, **about, state="closed", closed_at=at))
    said = {"key": 1, "consultation_key": 1, "at": at, "side": "partner", "author": "la_key1", "text": "May we?"}
    connection.execute(insert(ConsultationMessage).values(**said, entries="[]"))
