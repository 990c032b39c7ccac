"""Tests of what the database itself holds, on both engines."""
