"""Forum capture: what was said in a session, as drafts of statements and of the entries that came from them."""
