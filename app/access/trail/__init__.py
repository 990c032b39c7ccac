"""The trail for those who may read it: filters, the check, export, and its review."""
