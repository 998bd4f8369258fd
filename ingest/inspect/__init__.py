"""What a file is, and whether the library takes it, before anything is read from it."""
