"""Search: how a question is read, what is found, and in what order."""
