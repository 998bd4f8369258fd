"""The librarian's bench: files in, values checked, works released."""
