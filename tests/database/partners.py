"""Partners and keys, for tests of what the database allows."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, update

from app.access.keys.models import ApiKeyRow, KeyUsage, KeyVersion, PartnerRow


def make_partners(connection: Connection, at: datetime) -> None:
    """Partner 1 with key 1, which works, and key 2, which was revoked; partner 2 is inactive; something was used."""
    for key, active in ((1, True), (2, False)):
        row = {"key": key, "name": f"Partner {key}", "class_": "partner", "active": active}
        connection.execute(insert(PartnerRow).values(**row, created_at=at, created_by="ann"))
    for key in (1, 2):
        row = {"key": key, "id": f"key{key}", "digest": f"digest {key}", "partner_key": 1, "label": "x"}
        ends = {"created_at": at, "created_by": "ann", "expires_at": at + timedelta(days=9)}
        connection.execute(insert(ApiKeyRow).values(**row, **ends, scopes="export", origins=""))
    revoked = {"revoked_at": at, "revoked_by": "ann", "revoked_reason": "It leaked.", "rotated_to": "key1"}
    connection.execute(update(ApiKeyRow).where(ApiKeyRow.key == 2).values(**revoked))
    connection.execute(insert(KeyUsage).values(api_key=1, day="2026-01-01", requests=3, units=2))
    connection.execute(update(KeyVersion).values(number=KeyVersion.number + 1))
