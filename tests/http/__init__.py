"""Transport craft, piece by piece."""
