"""Which papers of an application are there, which are missing, and which are asked for under a condition."""
