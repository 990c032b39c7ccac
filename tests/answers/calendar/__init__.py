"""Tests of the calendar of dates."""
