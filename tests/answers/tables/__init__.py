"""Tables: what a spreadsheet shows is what the atlas says, and nothing in it runs."""
