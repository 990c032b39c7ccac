"""Migrations of the database; run by Alembic, never imported by the application."""
