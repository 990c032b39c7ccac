"""Editions: publishing, the manifest, snapshots, history."""
