"""Editions as staff make them: publishing, restoring, withdrawing, redacting."""
