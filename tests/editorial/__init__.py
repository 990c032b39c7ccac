"""What staff do: writing, review, the rules that no door lets through."""
