"""The command line: from nothing to answers, again and again, and what it refuses."""
