"""Upkeep: checks of facts, what is due, sources and their links."""
