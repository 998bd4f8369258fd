"""The syntax of queries: what a reader types becomes a small tree that any engine can evaluate."""
