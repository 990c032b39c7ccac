"""Guides: the order of reading, the workbook, the page."""
