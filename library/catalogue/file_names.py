"""What files are called: one harmless line each, whatever their sender wrote. A name is only ever shown."""

from __future__ import annotations

_KINDS = {
    ".pdf": "pdf",
    ".tif": "tiff",
    ".tiff": "tiff",
    ".png": "png",
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
    ".jpe": "jpeg",
    ".jfif": "jpeg",
    ".zip": "zip",
}
KINDS = ("pdf", "tiff", "png", "jpeg", "zip", "other")
_UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart", ".swp", "~")
_LITTER = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r"})
_LONGEST_PATH = 500


def clean_file_name(name: str) -> str:
    """Make one harmless line of a file's name: the last part, printable, at most 200 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(c if c.isprintable() else " " for c in last)
    text = " ".join(printable.split()).strip(". ")
    if len(text) > 200:
        stem, dot, suffix = text.rpartition(".")
        text = f"{stem[:190]}…{dot}{suffix[:8]}" if dot else text[:199] + "…"
    return text or "berkas"


def clean_path(path: str) -> str:
    """Make one harmless line of where a file stood: no way up or out, at most 500 characters; "" for a bare name."""
    parts = [part for part in path.replace("\\", "/").split("/") if part.strip(". ")]
    if len(parts) < 2:
        return ""
    text = "/".join(clean_file_name(part) for part in parts)
    return text if len(text) <= _LONGEST_PATH else "…" + text[1 - _LONGEST_PATH :]


def kind_of(name: str) -> str:
    """Say what a name promises: one of `KINDS`."""
    dot = name.rfind(".")
    return _KINDS.get(name[dot:].lower(), "other") if dot > 0 else "other"


def is_litter(name: str) -> bool:
    """Say whether a file of this name is nobody's publication: hidden, unfinished, or a program's own."""
    low = name.lower()
    return name.startswith((".", "~$")) or low.endswith(_UNFINISHED) or low in _LITTER or low == "__macosx"
