"""RIS: the record that EndNote, Mendeley and Zotero read."""

from __future__ import annotations

from library.citing.source import Source, one_line


def to_ris(source: Source) -> str:
    """Write the record: a tag and a value a line, none of which can hold the end of a line."""
    tags = (
        ("TY", "RPRT"),
        ("ID", source.key),
        ("AU", source.author),
        ("TI", source.title),
        ("PY", str(source.year or "")),
        ("PB", source.publisher),
        ("M1", source.number),
        ("SP", source.page),
        ("N1", source.table),
        ("SN", source.isbn or source.issn),
        ("LA", source.language),
        ("UR", source.address),
        ("Y2", f"{source.accessed:%Y/%m/%d}/"),
    )
    lines = [f"{tag}  - {one_line(value)}" for tag, value in tags if one_line(value)]
    return "\r\n".join((*lines, "ER  - ", ""))
