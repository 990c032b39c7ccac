"""What a request asks of which edition."""
