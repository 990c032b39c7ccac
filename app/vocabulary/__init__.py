"""Words and closed lists: pure look-ups, no database, no web."""
