"""The front page: search, and what is new."""
