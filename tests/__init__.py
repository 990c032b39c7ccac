"""Tests: the tree mirrors `app/`; `contract/` holds the API to its promises, `oracle/` the seed to the research."""
