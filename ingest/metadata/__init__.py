"""What a publication says of itself on its imprint page, kept as printed and normalised."""
