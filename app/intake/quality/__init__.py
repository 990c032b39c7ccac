"""How good the seed is: what its texts and fields say against each other, and how much of it there is."""
