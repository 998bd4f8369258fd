"""What the documents of IIIF are made of."""
