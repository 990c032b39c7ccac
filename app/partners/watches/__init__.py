"""Watches: filters that a partner keeps, for webhooks, feeds and calendars."""
