"""Facts about a PDF, gathered once with qpdf's parser, and the reasons to refuse it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from ingest.errors import Damaged, DynamicForm, Encrypted, Restricted, Signed, TooManyPages, ZeroPages
from ingest.limits import Limits

_MOST_FIELDS = 20_000


@dataclass(frozen=True)
class PdfFacts:
    """What the file says of itself."""

    pages: int
    warnings: tuple[str, ...]
    about: dict[str, Any]
    """title, producer, creator, created, pdf_version, tagged, outline"""


def inspect_pdf(path: Path, limits: Limits) -> PdfFacts:
    """Open the file, refuse what cannot be stamped, and tell what it holds.

    Raises:
        Encrypted, Restricted, Signed, DynamicForm, TooManyPages, ZeroPages, Damaged.
    """
    try:
        with pikepdf.open(path, suppress_warnings=True, access_mode=pikepdf.AccessMode.mmap) as pdf:
            return _facts(pdf, limits)
    except pikepdf.PasswordError as error:  # no PdfError in pikepdf 10
        raise Encrypted(str(error)) from error
    except (pikepdf.PdfError, pikepdf.DeletedObjectError, pikepdf.ForeignObjectError) as error:
        raise Damaged(str(error)) from error
    except (TypeError, ValueError, KeyError, AttributeError, RuntimeError, OverflowError, RecursionError) as error:
        # An object of another type than its place in the file demands.
        raise Damaged(f"{type(error).__name__}: {error}") from error


def _facts(pdf: pikepdf.Pdf, limits: Limits) -> PdfFacts:
    if pdf.is_encrypted:
        # A file that an empty password opens is a file whose owner asked that it not be changed.
        raise Restricted
    count = len(pdf.pages)
    if count == 0:
        raise ZeroPages
    if count > limits.pages:
        raise TooManyPages(pages=count, limit=limits.pages)
    root = pdf.Root
    form = root.get("/AcroForm")
    _refuse_forms(root, form)
    return PdfFacts(count, tuple(_warnings(pdf, root, form)), _about(pdf, root))


def _refuse_forms(root: pikepdf.Object, form: pikepdf.Object | None) -> None:
    if "/Perms" in root and "/DocMDP" in root["/Perms"]:
        raise Signed
    if form is None or not isinstance(form, pikepdf.Dictionary):
        return
    if _has_signature(form):
        raise Signed
    if "/XFA" in form and bool(root.get("/NeedsRendering", False)):
        raise DynamicForm


def _has_signature(form: pikepdf.Dictionary) -> bool:
    """Tell whether any field holds a signature; an empty place to sign is none.

    Fields may lead back to each other, so only so many are looked at.
    """
    waiting = [form.get("/Fields")]
    looked = 0
    while waiting and looked < _MOST_FIELDS:
        fields = waiting.pop()
        for field in fields if isinstance(fields, pikepdf.Array) else ():
            looked += 1
            if not isinstance(field, pikepdf.Dictionary):
                continue
            if field.get("/FT") == pikepdf.Name.Sig and "/V" in field:
                return True
            waiting.append(field.get("/Kids"))
    return False


def _warnings(pdf: pikepdf.Pdf, root: pikepdf.Object, form: pikepdf.Object | None) -> list[str]:
    found = []
    if _has_script(root):
        found.append("javascript")
    if isinstance(form, pikepdf.Dictionary):
        found.append("xfa" if "/XFA" in form else "form")
    if "/Names" in root and "/EmbeddedFiles" in root["/Names"]:
        found.append("attachments")
    if "/OCProperties" in root:
        found.append("layers")
    if pdf.get_warnings():
        found.append("repaired")
    return found


def _has_script(root: pikepdf.Object) -> bool:
    if "/Names" in root and "/JavaScript" in root["/Names"]:
        return True
    action = root.get("/OpenAction")
    scripted = isinstance(action, pikepdf.Dictionary) and action.get("/S") == pikepdf.Name.JavaScript
    return scripted or "/AA" in root


def _about(pdf: pikepdf.Pdf, root: pikepdf.Object) -> dict[str, Any]:
    info = pdf.trailer.get("/Info")
    texts = {}
    if isinstance(info, pikepdf.Dictionary):
        for key in ("/Title", "/Author", "/Producer", "/Creator", "/CreationDate"):
            value = info.get(key)
            if isinstance(value, pikepdf.String):
                texts[key[1:].lower()] = _clean(str(value))
    marked = root.get("/MarkInfo")
    tagged = isinstance(marked, pikepdf.Dictionary) and bool(marked.get("/Marked", False))
    return {**texts, "pdf_version": pdf.pdf_version, "tagged": tagged, "outline": "/Outlines" in root}


def _clean(text: str) -> str:
    """One line without control characters, at most 500 characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:500]


def repair(path: Path, out: Path) -> None:
    """Write the file anew with a sound structure, its streams untouched.

    Raises:
        Damaged: when qpdf cannot.
    """
    try:
        with pikepdf.open(path, suppress_warnings=True) as pdf:
            pdf.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    except pikepdf.PdfError as error:
        raise Damaged(str(error)) from error
