"""An example of a partner's portal: it keeps a copy of the atlas that it can prove to be what was published."""
