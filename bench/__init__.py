"""Measured comparisons that anyone can repeat."""
