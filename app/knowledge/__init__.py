"""Every kind of record: its typed tables, its content, and the freezing of one into the other."""
