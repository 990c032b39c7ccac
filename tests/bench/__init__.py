"""The bench: it stops at a wrong answer, and writes nothing but its table."""
