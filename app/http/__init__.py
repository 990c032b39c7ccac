"""Transport craft: problems, conditional requests, cursors, negotiation, limits. Knows no room."""
