"""People, their sign-in, and what they may do."""
