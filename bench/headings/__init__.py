"""Tables and figures found in real yearbooks, against the lists that the books print: `python -m bench.headings`."""
