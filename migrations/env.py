"""How Alembic reaches the database: one connection, one transaction, on both engines.

SQLite can create tables inside a transaction; only Python's driver cannot, and `app.database.engine` takes that
job from it. So a whole upgrade is one transaction on both engines, and a kill in the middle leaves nothing behind.
"""

from alembic import context
from sqlalchemy import Connection, text

import app.access.keys.models
import app.access.models
import app.audit.models
import app.editions.models
import app.editorial.consultations.models
import app.editorial.models
import app.editorial.publishing.models
import app.editorial.reports.models
import app.editorial.upkeep.models
import app.knowledge.mapping
import app.partners.changes.models
import app.partners.signing.models
import app.partners.watches.models
import app.partners.webhooks.models
import app.search.models  # noqa: F401  # all of these so that the metadata knows every table
from app.database.base import Base
from app.database.engine import open_engine, writing
from app.settings import get_settings

UPGRADE_LOCK = 4_715_001
"""Any number that nothing else locks: of two servers that start at once, one migrates and the other waits."""


def migrate(connection: Connection) -> None:
    """Run what was asked for in the transaction of `connection`."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": UPGRADE_LOCK})
    context.configure(connection=connection, target_metadata=Base.metadata, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


def main() -> None:
    """Use the caller's connection, which is the caller's to commit, or open our own."""
    if context.is_offline_mode():
        raise SystemExit("Migrations run against a database; `--sql` is not offered.")
    given = context.config.attributes.get("connection")
    if given is not None:
        migrate(given)
        return
    engine = open_engine(get_settings().database)
    try:
        with writing(engine) as connection:
            migrate(connection)
    finally:
        engine.dispose()


main()
