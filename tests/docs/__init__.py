"""The pages in `docs/` and the README say what is there, and what they print is what comes."""
