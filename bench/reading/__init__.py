"""How long a reader waits for the first page of a long book: `python -m bench.reading`."""
