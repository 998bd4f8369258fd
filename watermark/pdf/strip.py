"""What a copy must not carry: programs, files inside the file, and unmarked pictures of its pages.

| taken out | why |
|---|---|
| JavaScript, launch, form submission, media, XFA | a copy that runs something is not a document |
| attached files, portfolios, file annotations | they would leave unmarked, and nobody looked into them |
| private data of programs (PieceInfo), page thumbnails, alternate images, OPI | they may hold the clean original |
| document permissions and signatures' seals (Perms) | they speak of another file |

Links (URI, GoTo, GoToR, Named), outline, tags, layers, page labels, form fields and comments stay.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

import pikepdf

_HARMLESS: Final = frozenset({"/GoTo", "/GoToR", "/URI", "/Named", "/Thread", "/SetOCGState", "/GoToDp"})
_ACTIVE_ANNOTATIONS: Final = frozenset({"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"})
_CATALOG_KEYS: Final = ("/Collection", "/AF", "/PieceInfo", "/Perms", "/AA", "/SpiderInfo")


def strip_active(pdf: pikepdf.Pdf) -> dict[str, int]:
    """Take out of the document what the table above names; tell how many of each kind."""
    removed: Counter[str] = Counter()
    _strip_catalog(pdf.Root, removed)
    for page in pdf.pages:
        _strip_annotations(page.obj, removed)
        for key, kind in (("/AA", "action"), ("/PieceInfo", "private data"), ("/Thumb", "thumbnail"), ("/AF", "file")):
            _drop(page.obj, key, kind, removed)
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream):
            for key, kind in (
                ("/PieceInfo", "private data"),
                ("/Alternates", "alternate image"),
                ("/OPI", "alternate image"),
                ("/AF", "file"),
            ):
                _drop(thing, key, kind, removed)
        elif isinstance(thing, pikepdf.Dictionary):
            _strip_dictionary(thing, removed)
    return dict(removed)


def _strip_catalog(root: Any, removed: Counter[str]) -> None:
    for key in _CATALOG_KEYS:
        _drop(root, key, "catalogue entry", removed)
    opening = root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and str(opening.get("/S")) not in _HARMLESS:
        _drop(root, "/OpenAction", "action", removed)
    names = root.get("/Names")
    if isinstance(names, pikepdf.Dictionary):
        _drop(names, "/JavaScript", "script", removed)
        _drop(names, "/EmbeddedFiles", "attachments", removed)
    form = root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        _drop(form, "/XFA", "XFA form", removed)
        _drop(form, "/CO", "script", removed)


def _strip_annotations(page: Any, removed: Counter[str]) -> None:
    annotations = page.get("/Annots")
    if not isinstance(annotations, pikepdf.Array):
        return
    kept = [
        item
        for item in annotations
        if not (isinstance(item, pikepdf.Dictionary) and str(item.get("/Subtype")) in _ACTIVE_ANNOTATIONS)
    ]
    if len(kept) < len(annotations):
        removed["active annotation"] += len(annotations) - len(kept)
        page["/Annots"] = pikepdf.Array(kept)
    for item in kept:
        if isinstance(item, pikepdf.Dictionary):
            _strip_dictionary(item, removed)


def _strip_dictionary(thing: Any, removed: Counter[str]) -> None:
    """Clean an annotation, a field, an outline item, an action or a structure element."""
    for key in ("/A", "/PA", "/Next"):
        action = thing.get(key)
        if isinstance(action, pikepdf.Dictionary) and "/S" in action and str(action.S) not in _HARMLESS:
            if key == "/A" and str(thing.get("/Type")) not in ("/Annot", "None", "/Action") and "/O" in action:
                continue  # /A of a structure element holds attributes, not an action
            _drop(thing, key, "action", removed)
    if isinstance(thing.get("/AA"), pikepdf.Dictionary):
        _drop(thing, "/AA", "action", removed)
    if str(thing.get("/S")) == "/JavaScript" and "/JS" in thing:
        _drop(thing, "/JS", "script", removed)
    if isinstance(thing.get("/EF"), pikepdf.Dictionary):
        _drop(thing, "/EF", "file", removed)


def _drop(holder: Any, key: str, kind: str, removed: Counter[str]) -> None:
    if key in holder:
        del holder[key]
        removed[kind] += 1
