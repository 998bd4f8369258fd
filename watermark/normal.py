"""A source made normal: every page owns its content and resources, nothing active is left, and it is laid out anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf

from watermark.errors import DamagedError, EncryptedError
from watermark.pdf.geometry import inherited, mend_boxes
from watermark.pdf.irregular import is_irregular
from watermark.pdf.pages import own_resources, page_content
from watermark.pdf.strip import strip_active

if TYPE_CHECKING:
    from pathlib import Path


def normalise(source: Path, target: Path) -> tuple[dict[str, int], tuple[str, str]]:
    """Rewrite a source.

    Returns:
        What was removed, by kind, and the resource names of the two fonts of the stamp.

    Raises:
        EncryptedError: the file is protected.
        DamagedError: the file is no readable PDF or has no pages.
    """
    try:
        with pikepdf.open(source) as pdf:
            if pdf.is_encrypted:
                raise EncryptedError("The file is protected against changes.")
            if len(pdf.pages) == 0:
                raise DamagedError("The file has no pages.")
            removed = strip_active(pdf)
            own_resources(pdf)
            names = _own_content(pdf)
            save_plain(pdf, target)
    except pikepdf.PasswordError as exc:
        raise EncryptedError("The file asks for a password.") from exc
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError) as exc:
        raise DamagedError("The file is not a PDF that can be read.") from exc
    return removed, names


def _own_content(pdf: pikepdf.Pdf) -> tuple[str, str]:
    """Join each page's content into one stream and give it the two fonts of the stamp."""
    names = _free_names(pdf)
    shared = pdf.make_indirect(_helvetica())
    for page in pdf.pages:
        mend_boxes(page.obj)
        content, read, parsed = page_content(page.obj)
        if is_irregular(read, parsed, page.obj["/Resources"]):
            content = _shut_in(pdf, page.obj, content)
        page.obj["/Contents"] = pdf.make_stream(content)
        resources = page.obj["/Resources"]
        if not isinstance(resources.get("/Font"), pikepdf.Dictionary):
            resources["/Font"] = pikepdf.Dictionary()
        resources["/Font"][names[0]] = _helvetica()
        resources["/Font"][names[1]] = shared
    return names


def _shut_in(pdf: pikepdf.Pdf, page: Any, content: bytes) -> bytes:
    """Make a form of content over which readers stumble; give what draws it."""
    form = pdf.make_stream(content)
    form["/Type"], form["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Form
    form["/BBox"] = pikepdf.Array([float(number) for number in inherited(page, "/MediaBox")])
    form["/Resources"] = page["/Resources"]
    page["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Page=form))
    return b"q\n/Page Do\nQ\n"


def _helvetica() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )


def _free_names(pdf: pikepdf.Pdf) -> tuple[str, str]:
    """Find two font names that no page uses."""
    used: set[str] = set()
    for page in pdf.pages:
        fonts = page.obj["/Resources"].get("/Font")
        if isinstance(fonts, pikepdf.Dictionary):
            used |= set(fonts.keys())
    free = [name for number in range(len(used) + 2) if (name := f"/F{number}") not in used]
    return free[0], free[1]


def save_plain(pdf: pikepdf.Pdf, target: Path) -> None:
    """Write a document object by object, nothing packed, for what reads it next."""
    pdf.save(
        target,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )
