"""A small atlas with one edition, as in `tests/editions`."""

from tests.editions.conftest import client, engine, small, still

__all__ = ["client", "engine", "small", "still"]
