"""Consultations: what a partner asks the desk, one to one, and what may come of it for everybody."""
