"""The type of a file, from its first bytes and never from its name alone."""

from __future__ import annotations

from pathlib import Path

from ingest.errors import WrongExtension, WrongType

_PDF_WINDOW = 1024  # Acrobat accepts a header anywhere in the first KiB (PDF 1.7, annex H.3)

_SIGNATURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
    b"II+\x00": "image/tiff",
    b"MM\x00+": "image/tiff",
}
SHEETS = "application/zip"
"""Pages of several files that are read as one; what begins otherwise is no archive that the library takes."""
_SHEETS = (b"PK\x03\x04", 30, b"pages.json")  # a ZIP (APPNOTE 4.3.7): signature, where the first name stands, the name
NAMES = {"application/pdf": "PDF", "image/png": "PNG", "image/jpeg": "JPEG", "image/tiff": "TIFF"}
_EXTENSIONS = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".jpe": "image/jpeg",
    ".jfif": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
}


def media_type(head: bytes) -> str:
    """Tell the type from the first 1,024 bytes.

    Raises:
        WrongType: when it is none that the library takes.
    """
    for signature, found in _SIGNATURES.items():
        if head.startswith(signature):
            return found
    signature, at, first = _SHEETS
    if head.startswith(signature) and head[at:].startswith(first):
        return SHEETS
    if b"%PDF-" in head[:_PDF_WINDOW]:
        return "application/pdf"
    raise WrongType


def check_name(name: str, found: str) -> None:
    """Refuse a name that promises another type than the content has.

    A name without an ending that we know promises nothing. A wrong one is refused, because the librarian has
    most likely picked another file than she meant.

    Raises:
        WrongExtension: with what the name says and what the file holds.
    """
    ending = Path(name).suffix.lower()
    if not ending or _EXTENSIONS.get(ending) == found:
        return
    if ending in _EXTENSIONS or ending in _FOREIGN:
        raise WrongExtension(says=ending[:12], holds=NAMES[found])


# Endings that promise something else; any other ending ("…2022", ".final") is taken as part of the name.
_FOREIGN_ENDINGS = (
    ".doc .docx .xls .xlsx .ppt .pptx .odt .ods .rtf .txt .csv .html .htm .xml .zip .rar .7z .exe .gif "
    ".bmp .webp .heic .svg .epub .djvu .ps .eps .ai .psd .mp4 .mp3"
)
_FOREIGN = frozenset(_FOREIGN_ENDINGS.split())
