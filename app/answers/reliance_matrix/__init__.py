"""For one reference: in which jurisdiction its work counts, for which step, and on what evidence."""
