"""The example portal, and what its guide says."""
