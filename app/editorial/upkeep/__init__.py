"""Keeping what is published true: what is due for a check, "still true", sources and their links."""
