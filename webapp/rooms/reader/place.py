"""Where the reader is: the work, the page, the words sought."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from library.catalogue.pages import PageLine
from library.store.models import Work

# px; the browser takes the one that its screen needs
WIDTHS = (640, 960, 1280, 1800, 2600)
LONGEST = 200
"""characters of what is sought"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the reader is."""

    work: Work
    line: PageLine
    sought: str

    def url(self, number: int) -> str:
        """Give the address of another page, with the words sought."""
        return url_for("reader.show", work_id=self.work.id, page=number, q=self.sought or None)

    @property
    def previous_url(self) -> str:
        """The page before, or ""."""
        return self.url(self.line.number - 1) if self.line.number > 1 else ""

    @property
    def next_url(self) -> str:
        """The page after, or ""."""
        return self.url(self.line.number + 1) if self.line.number < self.work.pages else ""

    def picture(self, width: int) -> str:
        """Give the address of the page's picture, `width` px wide."""
        return url_for("reader.picture", work_id=self.work.id, number=self.line.number, w=width)

    @property
    def pictures(self) -> str:
        """All widths, as `srcset` wants them."""
        return ", ".join(f"{self.picture(width)} {width}w" for width in WIDTHS)
