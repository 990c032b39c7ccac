"""What a case pays: the fees that are due, their sums by currency, and what cannot be decided."""
