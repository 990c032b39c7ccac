"""How much the atlas knows: country by product type by topic."""
