"""Whose word counts: three-valued logic, memberships on a day, and what a list says of one body."""
