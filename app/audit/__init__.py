"""The trail: who did what, when and why, in a chain that cannot be rewritten unseen."""
