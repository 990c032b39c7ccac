"""What countries ask of one kind of product, side by side."""
