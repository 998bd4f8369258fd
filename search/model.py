"""The values that go in and out of search/."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PageDocument:
    """One page of a publication, as text.

    `page` counts from 1 in the file; 0 is the record of a work without a file. `available` says in which form the work
    is there (file, print, both). `captions` holds the titles of the page's tables and figures, one a line.
    `access` is stored and can be filtered by, it is not enforced here.
    """

    work: str
    page: int
    title: str
    text: str
    office: str
    year: int | None
    kind: str
    language: str
    catalogue_number: str = ""
    access: str = "open"
    captions: str = ""
    publication_number: str = ""
    subject: str = ""
    region: str = ""
    available: str = "file"


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader looks for.

    `words` is the typed text with its syntax (docs/search.md). A filter that is None does not filter.
    `sort` is `relevance`, `newest`, `oldest` or `page` (work, then page). Without `synonyms` an abbreviation finds
    only itself. With `by_work` hits are works with a file, each by its best page; `limit` and `offset` count works.
    """

    words: str
    office: str | None = None
    year_from: int | None = None
    year_to: int | None = None
    kind: str | None = None
    language: str | None = None
    work: str | None = None
    limit: int = 20
    offset: int = 0
    access: str | None = None
    subject: str | None = None
    region: str | None = None
    sort: str = "relevance"
    synonyms: bool = True
    available: str | None = None
    by_work: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One page found. `snippet` is HTML: escaped text with the matching words in `<mark>`. `score` has no unit."""

    work: str
    page: int
    title: str
    snippet: str
    score: float
    office: str
    year: int | None
    kind: str
    language: str
    access: str = "open"
    captions: str = ""


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many pages found have this value."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits.

    Attributes:
        total: pages found, on all pages of results.
        hits: best first; equal scores stand by work and page.
        suggestion: the words as they were perhaps meant, or None.
        seconds: time taken.
        pages_total: pages in the index.
        facets: for `office`, `year`, `kind`, `language`, `subject`, `region`, `available`: counts, most first (years
            newest first). Each counts what the other filters leave, so that a reader sees what changing this one would
            give.
        works: number of different works among the pages found.
        notes: codes of what was left out of the query (`shortened`: it was too long).
        also: the long or short forms of abbreviations that were sought besides the words typed.
    """

    total: int
    hits: tuple[Hit, ...]
    suggestion: str | None
    seconds: float
    pages_total: int
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    works: int = 0
    notes: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """The state of an index: `empty`, `ready`, `damaged`, `outdated` or `unsafe`, with the faults found, one a line."""

    state: str
    pages: int
    generation: str
    faults: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether search can answer."""
        return self.state in {"empty", "ready"}
