"""What a copy must not carry: programs, files inside the file, and unmarked pictures of its pages.

| taken out | why |
|---|---|
| JavaScript, launch, form submission, media, XFA | a copy that runs something is not a document |
| attached files wherever they hang, portfolios, file annotations, slide shows | they would leave unmarked |
| pages that are not in the page tree, templates of pages | nobody sees them, and they bear neither mark nor stamp |
| private data of programs (PieceInfo, keys that no standard names on pages and in the catalogue), page thumbnails, also in XMP, alternate images, OPI | they may hold the clean original |
| document permissions and signatures' seals (Perms) | they speak of another file |

Links (URI, GoTo, GoToR, Named), outline, tags, layers, page labels, form fields, comments and metadata stay.
"""  # noqa: E501  a table

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import pikepdf

_HARMLESS: Final = frozenset({"/GoTo", "/GoToR", "/URI", "/Named", "/Thread", "/SetOCGState", "/GoToDp"})
_ACTIVE_ANNOTATIONS: Final = frozenset({"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"})
# ISO 32000-2, tables 29 and 31, without what is taken out; entries of others hold nobody knows what
_CATALOG_KEYS: Final = frozenset(
    [
        "/Type",
        "/Version",
        "/Extensions",
        "/Pages",
        "/PageLabels",
        "/Names",
        "/Dests",
        "/ViewerPreferences",
        "/PageLayout",
        "/PageMode",
        "/Outlines",
        "/Threads",
        "/OpenAction",
        "/URI",
        "/AcroForm",
        "/Metadata",
        "/StructTreeRoot",
        "/MarkInfo",
        "/Lang",
        "/OutputIntents",
        "/OCProperties",
        "/Legal",
    ]
)
_PAGE_KEYS: Final = frozenset(
    [
        "/Type",
        "/Parent",
        "/LastModified",
        "/Resources",
        "/MediaBox",
        "/CropBox",
        "/BleedBox",
        "/TrimBox",
        "/ArtBox",
        "/BoxColorInfo",
        "/Contents",
        "/Rotate",
        "/Group",
        "/B",
        "/Dur",
        "/Trans",
        "/Annots",
        "/Metadata",
        "/StructParents",
        "/ID",
        "/PZ",
        "/Tabs",
        "/UserUnit",
        "/VP",
    ]
)
_PAGE_KINDS: Final = {"/AA": "action", "/Thumb": "thumbnail", "/AF": "file"}
_NAMED: Final = {"/JavaScript": "script", "/EmbeddedFiles": "attachments", "/AlternatePresentations": "attachments"}
_FILE_KEYS: Final = frozenset({"/F", "/UF", "/DOS", "/Mac", "/Unix"})
_INSIDE: Final = (b"/EF ", b"/AF ", b"/AA ", b"/JS ", b"/S /")  # what makes it worth looking inside an object


def strip_active(pdf: pikepdf.Pdf) -> dict[str, int]:
    """Take out of the document what the table above names; tell how many of each kind."""
    removed: Counter[str] = Counter()
    _strip_catalog(pdf.Root, removed)
    in_tree = {page.objgen for page in pdf.pages}
    for page in pdf.pages:
        _strip_annotations(page.obj, removed)
        for key in set(page.obj.keys()) - _PAGE_KEYS:
            _drop(page.obj, key, _PAGE_KINDS.get(key, "private data"), removed)
    for thing in pdf.objects:
        if _is_page(thing) and thing.objgen not in in_tree:
            _empty(thing, removed)
        for inside in _dictionaries(thing):
            _strip_dictionary(inside, removed)
    _strip_thumbnails(pdf, removed)
    return dict(removed)


def _strip_catalog(root: Any, removed: Counter[str]) -> None:
    for key in set(root.keys()) - _CATALOG_KEYS:
        _drop(root, key, "catalogue entry", removed)
    opening = root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and str(opening.get("/S")) not in _HARMLESS:
        _drop(root, "/OpenAction", "action", removed)
    names = root.get("/Names")
    if isinstance(names, pikepdf.Dictionary):
        for key in set(names.keys()) - {"/Dests"}:
            _drop(names, key, _NAMED.get(key, "catalogue entry"), removed)
    form = root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        _drop(form, "/XFA", "XFA form", removed)
        _drop(form, "/CO", "script", removed)


def _is_page(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and str(thing.get("/Type")) in ("/Page", "/Template")


def _empty(page: Any, removed: Counter[str]) -> None:
    """Empty a page that is in no page tree; tags and links that lead to it lead to nothing now."""
    for key in set(page.keys()) - {"/Type"}:
        del page[key]
    removed["page outside the document"] += 1


def _dictionaries(thing: Any) -> Iterator[Any]:
    """Give an object, if it is a dictionary or a stream, and every dictionary that is written inside it."""
    top = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
    if isinstance(top, pikepdf.Dictionary):
        yield thing
    elif not isinstance(top, pikepdf.Array):
        return
    written = top.unparse(resolved=True)
    waiting = _written_in(top) if any(key in written for key in _INSIDE) else []
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Dictionary):
            yield one
        waiting += _written_in(one)


def _written_in(container: Any) -> list[Any]:
    """List the dictionaries and arrays that stand in a container itself, not behind a reference."""
    inner = container if isinstance(container, pikepdf.Array) else container.values()
    return [one for one in inner if isinstance(one, (pikepdf.Dictionary, pikepdf.Array)) and not one.is_indirect]


def _strip_thumbnails(pdf: pikepdf.Pdf, removed: Counter[str]) -> None:
    """Take pictures of pages out of the document's XMP metadata; metadata that cannot be read goes with them."""
    metadata = pdf.Root.get("/Metadata")
    if not isinstance(metadata, pikepdf.Stream):
        return
    try:
        if b"Thumbnails" not in metadata.read_bytes():
            return
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False, strict=True) as xmp:
            del xmp["xmp:Thumbnails"]
        removed["thumbnail"] += 1
    except (pikepdf.PdfError, ValueError, KeyError, SyntaxError):
        _drop(pdf.Root, "/Metadata", "thumbnail", removed)


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
    """Clean an annotation, a field, an outline item, an action, a structure element, a file, a form or a picture.

    What may also be a name in a resource dictionary is told from it by what it holds.
    """
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
    if _holds_files(thing.get("/EF")):
        _drop(thing, "/EF", "file", removed)
        _drop(thing, "/RF", "file", removed)
    if _names_files(thing.get("/AF")):
        _drop(thing, "/AF", "file", removed)
    if isinstance(thing, pikepdf.Stream):
        _drop(thing, "/PieceInfo", "private data", removed)
        _drop(thing, "/Alternates", "alternate image", removed)
        _drop(thing, "/OPI", "alternate image", removed)


def _holds_files(value: Any) -> bool:
    """Tell whether a value is the /EF of a file specification (ISO 32000-2, table 44)."""
    return (
        isinstance(value, pikepdf.Dictionary)
        and set(value.keys()) <= _FILE_KEYS
        and all(isinstance(file, pikepdf.Stream) for file in value.values())
    )


def _names_files(value: Any) -> bool:
    """Tell whether a value is an /AF: one file specification or an array of them."""
    named = list(value) if isinstance(value, pikepdf.Array) else [value]
    return bool(named) and all(
        isinstance(one, pikepdf.Dictionary) and (one.get("/Type") == "/Filespec" or "/EF" in one or "/UF" in one)
        for one in named
    )


def _drop(holder: Any, key: str, kind: str, removed: Counter[str]) -> None:
    if key in holder:
        del holder[key]
        removed[kind] += 1
