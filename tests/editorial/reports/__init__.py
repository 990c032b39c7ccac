"""Reports of readers, and what staff make of them."""
