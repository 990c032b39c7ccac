"""Charts drawn on the server as SVG: readable without colour, with a text that says the same."""
