"""Everything that may go wrong in search/.

SearchError
├── BadQuery        the reader's words cannot be understood; `reason` and `params` let the screen explain it
├── BadPage         a page that cannot be indexed: no work, an impossible page number or year
└── IndexTrouble    the index cannot serve now; search degrades, nothing is lost (the index is derived)
    ├── IndexDamaged    missing, truncated or altered files; rebuild it
    │   └── IndexOutdated   written by another version of the schema; rebuild it
    ├── IndexUnsafe     somebody else may write the folder: its files are not read
    └── IndexBusy       another process is writing; try again
"""

from __future__ import annotations


class SearchError(Exception):
    """Anything that search/ raises.

    Attributes:
        reason: a fixed code in snake_case that a screen translates.
        params: values to put into the translated sentence.
    """

    def __init__(self, reason: str, **params: str | int) -> None:
        self.reason = reason
        self.params: dict[str, str | int] = params
        details = ", ".join(f"{name}={value!r}" for name, value in params.items())
        super().__init__(f"{reason} ({details})" if details else reason)


class BadQuery(SearchError):
    """The query asks for something that has no meaning.

    Reasons: `empty`, `only_exclusions`, `missing_value` (field), `bad_number` (field, value),
    `bad_range` (field, value), `bad_sort` (value).
    """


class BadPage(SearchError):
    """A page cannot be indexed. Reasons: `no_work`, `bad_page_number`, `bad_year`."""


class IndexTrouble(SearchError):
    """The index cannot answer now."""


class IndexDamaged(IndexTrouble):
    """A file of the index is missing, truncated or altered; `params["file"]` names it. Rebuild the index."""


class IndexOutdated(IndexDamaged):
    """The index was written by another version of the schema. Rebuild the index."""


class IndexUnsafe(IndexTrouble):
    """The folder may be written by others, so its files are not trusted. Correct its owner or mode."""


class IndexBusy(IndexTrouble):
    """Another writer holds the index."""
