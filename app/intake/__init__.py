"""Files in, validated drafts out."""
