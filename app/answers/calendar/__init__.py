"""The dates that the atlas knows, as a calendar to subscribe to."""
