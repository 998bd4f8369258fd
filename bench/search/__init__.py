"""Ranking and speed of search/ beside bare Whoosh and tantivy: `python -m bench.search`."""
