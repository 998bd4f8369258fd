"""Whoosh 2.7.4 as the store: its segments, term dictionaries and columns; our analyser, postings and ranking.

Nothing outside this package imports Whoosh. Two things are ours because Whoosh's own are slow or unsafe here:
postings are plain arrays that numpy reads whole (Whoosh unpickles them one by one), and the list of segments is
a sealed JSON file (Whoosh's is a pickle). Files are read with pread: a file cut short gives an error, never SIGBUS.
"""
