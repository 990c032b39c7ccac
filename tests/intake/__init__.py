"""The seed: strict files, faults with their places, drafts only of what is new."""
