"""Everything about one product type in one country, on one page."""
