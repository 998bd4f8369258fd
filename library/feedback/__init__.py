"""What visitors think of the service: ratings by instruments kept as data, and complaints until they are settled."""
