"""What readers say is wrong, and what became of it."""
