"""Whole editions as files."""
