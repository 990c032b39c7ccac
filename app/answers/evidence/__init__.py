"""What a computed answer rests on, and what to know before relying on it."""
