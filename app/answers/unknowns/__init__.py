"""What is not known, and where sources differ."""
