"""Comparisons: what differs, what is not known, and that these are told apart."""
