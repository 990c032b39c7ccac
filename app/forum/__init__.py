"""The forum: events, sessions, and what was said there."""
