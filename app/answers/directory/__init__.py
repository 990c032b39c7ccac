"""Who and what there is: countries, authorities, the vocabulary, sources."""
