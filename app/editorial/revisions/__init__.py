"""Revisions as staff write and review them."""
