"""The life of an edition: publishing, its manifest, asking for it, and what leaves it."""
