"""Tests of the reliance matrix."""
