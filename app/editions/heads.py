"""The newest edition, known without asking as long as nothing was written to the database."""

from threading import Lock

from sqlalchemy import Connection, Engine

from app.database.engine import open_engine
from app.editions.snapshot import EditionHead, newest_head

_PATIENCE = 100  # milliseconds to wait for a lock: who asks here can ask the long way instead


class Heads:
    """The newest edition's head, as the database has it at this moment.

    SQLite tells in a few microseconds whether any connection of any process has written since (`data_version`). On
    PostgreSQL that takes as long as asking for the head: there it is never known. The connection is its own, so that
    nobody waits for those of the pool.
    """

    def __init__(self, engine: Engine) -> None:
        self._address = engine.url.render_as_string() if engine.dialect.name == "sqlite" else None
        self._lock = Lock()
        self._engine: Engine | None = None
        self._connection: Connection | None = None
        self._version: int | None = None
        self._newest: EditionHead | None = None

    def newest(self) -> EditionHead | None:
        """The newest edition; null where there is none, or it has to be asked for. Raises what engines raise."""
        if self._address is None:
            return None
        with self._lock:
            try:
                return self._looked(self._address)
            except BaseException:
                self._forget()
                raise

    def close(self) -> None:
        """Close the connection; the next look opens another."""
        with self._lock:
            self._forget()

    def _looked(self, address: str) -> EditionHead | None:
        if self._connection is None:
            self._engine = open_engine(address, pool=1)
            self._connection = self._engine.connect()
            self._raw("PRAGMA busy_timeout", _PATIENCE)
        version = self._raw("PRAGMA data_version")
        if version != self._version:
            with self._connection.begin():
                self._newest = newest_head(self._connection)
            self._version = version  # told before the head was read: what is written in between is seen next time
        return self._newest

    def _raw(self, pragma: str, value: int | None = None) -> int:
        assert self._connection is not None
        driver = self._connection.connection.driver_connection
        assert driver is not None
        told: int = driver.execute(pragma if value is None else f"{pragma}={value}").fetchone()[0]
        return told

    def _forget(self) -> None:
        if self._engine is not None:
            if self._connection is not None:
                self._connection.close()
            self._engine.dispose()
        self._engine, self._connection, self._version = None, None, None
