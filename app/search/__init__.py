"""Search: reads a question in English or Korean, and ranks the records of an edition by it."""
