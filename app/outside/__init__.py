"""Guarded calls to other hosts: which addresses may be reached, and asking with limits of time and size."""
