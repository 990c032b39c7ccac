"""A real browser at a real server: what people who read the pages can do with them."""
