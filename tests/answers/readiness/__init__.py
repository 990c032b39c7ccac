"""Readiness: recognising papers, what is asked, and what is missing."""
