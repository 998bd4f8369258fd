"""The words of an HTML mail, as a person would read them, and nothing that would act."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

MOST_HTML = 1_000_000
"""Characters that are read; the text of a longer page ends there."""
_SILENT = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "object", "iframe"})
_BREAKS = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote", "ul", "ol", "pre"})


class _Words:
    """Collects text while libxml2 reads; it opens and closes every element in order, whatever the page does."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._silent = 0

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        """Begin an element."""
        self._silent += tag in _SILENT
        self._break(tag)

    def end(self, tag: str) -> None:
        """End an element."""
        self._silent -= tag in _SILENT
        self._break(tag)

    def data(self, text: str) -> None:
        """Take text."""
        if not self._silent:
            self._pieces.append(re.sub(r"[ \t\r\n]+", " ", text))

    def close(self) -> str:
        """Give all that was read."""
        return "".join(self._pieces)

    def _break(self, tag: str) -> None:
        if tag in _BREAKS:
            self._pieces.append("\n")


def text_of_html(html: str) -> str:
    """Give the words of a page in lines.

    The standard library's reader takes the square of the length for much that is left open, comments first of all;
    libxml2 takes its multiple.
    """
    reader = etree.HTMLParser(target=_Words(), encoding="utf-8", no_network=True)
    reader.feed(html[:MOST_HTML].encode("utf-8", "replace"))
    lines = (line.strip() for line in str(reader.close()).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
