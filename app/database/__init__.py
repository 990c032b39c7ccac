"""Engines, connections and column types shared by every room."""
