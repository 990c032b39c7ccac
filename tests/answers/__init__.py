"""Answers: what applies, what matches, how it is sorted and shown, where it stands in a guide."""
