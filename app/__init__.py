"""Licensing Atlas: how medicines get licensed, each fact with its source."""
