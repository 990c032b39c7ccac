"""The typed tables: staff and loaders write here, queries filter here."""

from app.knowledge.models.record import Edition, EditionPart, Record, Redaction, Revision, RevisionEditor

__all__ = ["Edition", "EditionPart", "Record", "Redaction", "Revision", "RevisionEditor"]
