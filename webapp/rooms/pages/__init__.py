"""Where a librarian looks after single pages: how well each was read, its text corrected, a page done once more."""
