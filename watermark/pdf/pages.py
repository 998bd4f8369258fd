"""Pages made independent: every page owns its content and its resources, forms drawn by two pages are copied."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

import pikepdf

from watermark.pdf.geometry import inherited
from watermark.pdf.isolate import Isolated, isolate
from watermark.pdf.lexer import operations

_USES: Final = {
    b"Do": "/XObject",
    b"Tf": "/Font",
    b"gs": "/ExtGState",
    b"cs": "/ColorSpace",
    b"CS": "/ColorSpace",
    b"sh": "/Shading",
    b"scn": "/Pattern",
    b"SCN": "/Pattern",
    b"BDC": "/Properties",
    b"DP": "/Properties",
    b"BI": "/ColorSpace",
}


def page_content(page: Any) -> Isolated:
    """Join the content streams of a page (a pikepdf page dictionary) and make the result whole.

    A stream that cannot be decoded is left out, as readers do.
    """
    contents = page.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return isolate(b"\n".join(_decoded(stream) for stream in streams if isinstance(stream, pikepdf.Stream)))


def _decoded(stream: Any) -> bytes:
    try:
        return bytes(stream.read_bytes())
    except (pikepdf.PdfError, RuntimeError):
        return b""


def own_resources(pdf: pikepdf.Pdf) -> None:
    """Give every page resources of its own; those that many pages share are cut down to what each one uses."""
    users: Counter[Any] = Counter()
    for page in pdf.pages:
        resources = inherited(page.obj, "/Resources")
        if isinstance(resources, pikepdf.Dictionary) and resources.is_indirect:
            users[resources.objgen] += 1
    for form in pdf.objects:
        if isinstance(form, pikepdf.Stream) and str(form.get("/Subtype")) == "/Form":
            resources = form.get("/Resources")
            if isinstance(resources, pikepdf.Dictionary) and resources.is_indirect:
                users[resources.objgen] += 1
    for page in pdf.pages:
        resources = inherited(page.obj, "/Resources")
        if not isinstance(resources, pikepdf.Dictionary):
            page.obj["/Resources"] = pikepdf.Dictionary()
            continue
        shared = resources.is_indirect and users[resources.objgen] > 1
        if shared:
            _lend_to_orphans(resources)
        page.obj["/Resources"] = _pruned(resources, page_content(page.obj).content) if shared else _copied(resources)


def _lend_to_orphans(resources: Any) -> None:
    """Forms and Type 3 fonts without resources use their page's: name these before the page's are cut down."""
    for category in ("/XObject", "/Font"):
        for thing in _values(resources.get(category)):
            is_orphan = str(thing.get("/Subtype")) in ("/Form", "/Type3") and "/Resources" not in thing
            if is_orphan:
                thing["/Resources"] = resources


def _values(category: Any) -> list[Any]:
    if not isinstance(category, pikepdf.Dictionary):
        return []
    return [value for value in category.values() if isinstance(value, pikepdf.Dictionary | pikepdf.Stream)]


def _copied(resources: Any) -> pikepdf.Dictionary:
    """Copy two levels, so that a name added for one page is not added for another."""
    copy = pikepdf.Dictionary()
    for key, value in resources.items():
        copy[key] = pikepdf.Dictionary() if isinstance(value, pikepdf.Dictionary) else value
        if isinstance(value, pikepdf.Dictionary):
            for name, item in value.items():
                copy[key][name] = item
    return copy


def _pruned(resources: Any, content: bytes) -> pikepdf.Dictionary:
    """Copy only what the content names, category by category."""
    used = _used_names(content)
    copy = pikepdf.Dictionary()
    for key, value in resources.items():
        if not isinstance(value, pikepdf.Dictionary):
            copy[key] = value
            continue
        kept = {name: item for name, item in value.items() if (key, name) in used or name.startswith("/Default")}
        if kept:
            copy[key] = pikepdf.Dictionary()
            for name, item in kept.items():
                copy[key][name] = item
    return copy


def _used_names(content: bytes) -> set[tuple[str, str]]:
    used = set()
    for operation in operations(content):
        category = _USES.get(operation.operator)
        if category:
            for token in operation.operands:
                if token.kind == "name":
                    used.add((category, _plain_name(content[token.start : token.end])))
    return used


def _plain_name(raw: bytes) -> str:
    """Resolve #xx in a name the way pikepdf gives it as a dictionary key."""
    parts = raw.split(b"#")
    plain = parts[0]
    for part in parts[1:]:
        try:
            plain += bytes([int(part[:2], 16)]) + part[2:]
        except ValueError:
            plain += b"#" + part
    return plain.decode("utf-8", "surrogateescape")
