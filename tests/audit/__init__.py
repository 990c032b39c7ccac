"""The trail: written once, in order, and checked."""
