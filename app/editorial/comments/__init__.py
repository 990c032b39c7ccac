"""Remarks on revisions."""
