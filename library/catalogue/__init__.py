"""Works: what the library has and shows."""
