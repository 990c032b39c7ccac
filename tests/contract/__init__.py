"""The API as its callers see it: whatever `client` answers, and nothing behind it."""
