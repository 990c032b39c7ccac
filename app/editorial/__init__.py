"""What staff do: drafts, review, publishing, upkeep."""
