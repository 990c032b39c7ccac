"""How long each way to a licence takes, side by side, and where it is shortest."""
