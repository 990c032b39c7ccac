"""What changed between editions, in order."""
