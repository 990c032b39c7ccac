"""Forecasts: when a procedure is likely to be through, on the calendar of its authority."""
