"""How a page of a work is cited: running text, and records for reference managers. Pure: no database, no clock."""

from library.citing.source import Source, author_of

__all__ = ["Source", "author_of"]
