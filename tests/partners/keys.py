"""A partner's key, written as staff would have issued it."""

from datetime import UTC, datetime

from sqlalchemy import Engine, insert

from app.access.keys.models import ApiKeyRow, PartnerRow
from app.access.keys.written import draw
from app.database.engine import writing

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
END = datetime(2100, 1, 1, tzinfo=UTC)


def issued(engine: Engine, *scopes: str) -> dict[str, str]:
    """The header that a new key of a new partner is sent in."""
    new = draw()
    with writing(engine) as connection:
        partner = connection.execute(
            insert(PartnerRow)
            .values({"name": f"Partner {new.id}", "class": "internal", "active": True})
            .values(created_at=BEGIN, created_by="tess")
            .returning(PartnerRow.key)
        ).scalar_one()
        connection.execute(
            insert(ApiKeyRow).values(
                id=new.id,
                digest=new.digest,
                partner_key=partner,
                label="a test",
                scopes=" ".join(scopes),
                origins="",
                created_at=BEGIN,
                created_by="tess",
                expires_at=END,
            )
        )
    return {"Authorization": f"Bearer {new.secret}"}
