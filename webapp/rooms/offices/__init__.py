"""What the offices promise, verbatim."""
