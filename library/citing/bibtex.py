"""BibTeX: the record that LaTeX and most reference managers read."""

from __future__ import annotations

import re

from library.citing.source import Source, one_line

# Braces count for BibTeX even behind a backslash, so they are written by name (btxdoc, section 4).
_COMMANDS = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{sign: rf"\{sign}" for sign in "#$%&_"},
}
_ESCAPES = str.maketrans(_COMMANDS)
_NOT_IN_KEY = re.compile(r"[^A-Za-z0-9]+")


def to_bibtex(source: Source) -> str:
    """Write the entry; the names of organisations and the title keep their capitals by a second pair of braces."""
    fields = {
        "author": f"{{{escaped(source.author)}}}",
        "title": f"{{{escaped(source.title)}}}",
        "year": str(source.year or ""),
        "institution": escaped(source.publisher),
        "number": escaped(source.number),
        "pages": escaped(source.page),
        "note": escaped(source.table),
        "isbn": escaped(source.isbn),
        "issn": escaped(source.issn),
        "language": {"id": "indonesian", "en": "english"}.get(source.language, ""),
        "url": _address(source.address),
        "urldate": source.accessed.isoformat(),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join((f"@techreport{{{_key(source)},", *lines, "}", ""))


def escaped(text: str) -> str:
    """Write a text so that neither BibTeX nor LaTeX takes any of it for a command."""
    return one_line(text).translate(_ESCAPES)


def _key(source: Source) -> str:
    return _NOT_IN_KEY.sub("", f"bps{source.year or ''}{source.key}")


def _address(address: str) -> str:
    """Leave an address as it is, but for what would end the field: those are written in percent."""
    return "".join(f"%{ord(c):02X}" if c in "{}\\" or c.isspace() else c for c in address)
