"""Records: their contents, what they refer to, how they are frozen and how they age."""
