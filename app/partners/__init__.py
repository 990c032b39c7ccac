"""Partners' portals: the change feed, exports, signatures."""
