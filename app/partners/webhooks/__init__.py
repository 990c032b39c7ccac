"""Webhooks: portals are told of what happens, each event signed, at least once, in order for each entry."""
