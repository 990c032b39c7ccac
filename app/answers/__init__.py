"""What companies ask: lists, single entries, directories, guides."""
