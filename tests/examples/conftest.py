"""A small atlas with one edition, as in `tests/editions`."""

from tests.editions.conftest import engine, small

__all__ = ["engine", "small"]
