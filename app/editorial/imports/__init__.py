"""Imports: a file of records into drafts, all of them or none, with a report row by row."""
