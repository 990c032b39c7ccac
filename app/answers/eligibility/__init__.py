"""Which procedures are open to a product, which are closed, which cannot be told, and what decides."""
