"""Clocks of procedures: lengths of time in one unit, calendars of authorities, dates."""
