"""Records and blobs: what the institution must not lose."""
