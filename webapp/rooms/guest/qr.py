"""QR codes, drawn into the page: no picture to fetch, nothing for a cache."""

from __future__ import annotations

import io

import segno
from markupsafe import Markup


def drawn(address: str, title: str) -> Markup:
    """Draw an address as an SVG element that takes the size of its place; `title` is read aloud instead."""
    out = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=3, light="#fff", title=title)
    return Markup(out.getvalue().decode().strip())  # noqa: S704 - drawn by the package, which escapes the title
