"""What a publication brings beside the looks of its pages, without object numbers; and words that are looked for."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pikepdf
import pymupdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BACK = ("/P", "/Parent", "/Pg")  # to where one comes from; pages are told by their number
_PHRASES = 12  # of a page
_NEAR = 1.0  # pt; a mark moves a word by less than half of that


def furniture(path: Path) -> dict[str, object]:
    """Outline, labels, metadata, annotations of every kind, form fields, layers, language and tags."""
    with pymupdf.open(path) as document:
        seen = {
            "outline": document.get_toc(),
            "labels": [page.get_label() for page in document],
            "metadata": document.metadata | {"format": "", "encryption": ""},
        }
    with pikepdf.open(path) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        kept = ("/AcroForm", "/OCProperties", "/Lang", "/MarkInfo")
        return seen | {
            "annotations": [plain(page.obj.get("/Annots", pikepdf.Array()), pages) for page in pdf.pages],
            "tags": tags(pdf, pages),
            "facts": facts(pdf),
            **{key: plain(pdf.Root[key], pages) for key in kept if key in pdf.Root},
        }


def facts(pdf: pikepdf.Pdf) -> dict[str, object]:
    """Tell what the XMP packet says, but for the version of the form in which the file is written."""
    found = dict(pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False))
    return {name: value for name, value in found.items() if not name.endswith("}PDFVersion")}


def plain(thing: Any, pages: dict[tuple[int, int], int]) -> object:
    """Turn an object into values that can be compared; a page into its number."""
    if isinstance(thing, pikepdf.Array):
        return [plain(one, pages) for one in thing]
    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        if thing.objgen in pages:
            return f"page {pages[thing.objgen]}"
        size = ("/Length", "/Filter", "/DecodeParms")
        told = {key: plain(one, pages) for key, one in thing.items() if key not in (*_BACK, *size)}
        return told | ({"data": thing.read_bytes()} if isinstance(thing, pikepdf.Stream) else {})
    return str(thing) if isinstance(thing, pikepdf.Object) else thing


def tags(pdf: pikepdf.Pdf, pages: dict[tuple[int, int], int]) -> dict[str, object]:
    """The structure tree, each page's marked content, and what leads from one to the other."""
    if "/StructTreeRoot" not in pdf.Root:
        return {}
    tree = pdf.Root.StructTreeRoot
    elements = list(_elements(tree.K))
    place = {element.objgen: number for number, element in enumerate(elements)}
    parents = pikepdf.NumberTree(tree.ParentTree)
    leads = [list(parents[page.obj.StructParents]) if "/StructParents" in page.obj else [] for page in pdf.pages]
    return {
        "tree": plain(tree.K, pages),
        "pages": [pages.get(element.Pg.objgen) if "/Pg" in element else None for element in elements],
        "marked": [list(_marked(page)) for page in pdf.pages],
        "parents": [[place.get(one.objgen) for one in lead if one is not None] for lead in leads],
        "roles": plain(tree.get("/RoleMap", pikepdf.Dictionary()), pages),
    }


def _elements(kids: Any) -> Iterator[Any]:
    """Walk the tree from its first element to its last."""
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid.get("/K", pikepdf.Array()))


def _marked(page: pikepdf.Page) -> Iterator[tuple[str, int]]:
    """Give the tag and number of each marked sequence, in the order in which they are drawn."""
    for step in pikepdf.parse_content_stream(page, "BDC"):
        tag, facts = step.operands
        if isinstance(facts, pikepdf.Name):
            facts = page.resources.Properties[facts]
        if "/MCID" in facts:
            yield str(tag), int(facts.MCID)


def lost_phrases(source: Path, copy: Path) -> list[tuple[int, str]]:
    """Look for two words that follow each other, some on every page: give those that are not where they were."""
    with pymupdf.open(source) as before, pymupdf.open(copy) as after:
        return [(page.number, phrase) for page in before for phrase in _lost(page, after[page.number])]


def _lost(page: Any, copied: Any) -> Iterator[str]:
    words = page.get_text("words")
    pairs = [f"{one[4]} {two[4]}" for one, two in pairwise(words) if one[5:7] == two[5:7]]
    for phrase in dict.fromkeys(pairs[:: max(1, len(pairs) // _PHRASES)]):
        found = copied.search_for(phrase)
        places = page.search_for(phrase)
        if not all(any(_at(x, place, one) for one in found) for place in places for x in (place.x0, place.x1)):
            yield phrase


def _at(x: float, place: Any, found: Any) -> bool:
    """Tell whether an end of what was found is there: MuPDF tells two words as one place or as two."""
    middles = [(one.y0 + one.y1) / 2 for one in (place, found)]
    return found.x0 - _NEAR < x < found.x1 + _NEAR and abs(middles[0] - middles[1]) < _NEAR
