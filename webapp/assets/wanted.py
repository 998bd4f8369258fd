"""The list of files that pages need from the packages, and what they are called here."""

from __future__ import annotations

from dataclasses import dataclass

FONT = "@fontsource-variable/source-sans-3"
FONT_FILES = f"{FONT}/files/source-sans-3"
ICONS = "lucide-static"


@dataclass(frozen=True)
class Wanted:
    """One file: `source` inside node_modules, `target` inside static/vendor."""

    source: str
    target: str


WANTED = (
    Wanted(f"{FONT_FILES}-latin-wght-normal.woff2", "fonts/source-sans-latin.woff2"),
    Wanted(f"{FONT_FILES}-latin-wght-italic.woff2", "fonts/source-sans-latin-italic.woff2"),
    Wanted(f"{FONT_FILES}-latin-ext-wght-normal.woff2", "fonts/source-sans-latin-ext.woff2"),
    Wanted(f"{FONT_FILES}-latin-ext-wght-italic.woff2", "fonts/source-sans-latin-ext-italic.woff2"),
    Wanted("htmx.org/dist/htmx.min.js", "htmx.min.js"),
    Wanted("tify/dist/tify.js", "tify/tify.js"),
    Wanted("tify/dist/tify.css", "tify/tify.css"),
    Wanted(f"{FONT}/LICENSE", "licences/source-sans-3.txt"),
    Wanted("htmx.org/LICENSE", "licences/htmx.txt"),
    Wanted("tify/LICENSE", "licences/tify.txt"),
    Wanted(f"{ICONS}/LICENSE", "licences/lucide.txt"),
)
