"""Partners, the keys of their portals, and what these use."""
