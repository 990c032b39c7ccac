"""Signatures of manifests and the keys that made them."""
