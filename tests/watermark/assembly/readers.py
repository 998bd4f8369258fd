"""What three readers and qpdf make of a file."""

from __future__ import annotations

import shutil
import subprocess
import warnings
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pymupdf
import pypdfium2
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


def qpdf_complaints(path: Path) -> list[str]:
    with pikepdf.open(path) as pdf, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # no JBIG2 decoder on this machine
        return pdf.check_pdf_syntax()


def mupdf_texts(path: Path) -> list[str]:
    with pymupdf.open(path) as document:
        return [page.get_text() for page in document]


def pdfium_texts(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [document[number].get_textpage().get_text_bounded() for number in range(len(document))]
    finally:
        document.close()


def poppler_texts(path: Path) -> list[str]:
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is not installed")
    done = subprocess.run([program, "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def drawn(path: Path, page: int, dpi: int = 100) -> NDArray[np.uint8]:
    """Draw a page with MuPDF; uint8 (H, W, 3)."""
    with pymupdf.open(path) as document:
        pixmap = document[page].get_pixmap(dpi=dpi, alpha=False)
        return (
            np.frombuffer(pixmap.samples, np.uint8)
            .reshape(pixmap.height, pixmap.stride)[:, : pixmap.width * 3]
            .reshape(pixmap.height, pixmap.width, 3)
            .copy()
        )


def pdfium_drawn(path: Path, page: int, dpi: int = 100) -> NDArray[np.uint8]:
    """Draw a page with PDFium; uint8 (H, W, 3)."""
    document = pypdfium2.PdfDocument(path)
    try:
        return np.asarray(document[page].render(scale=dpi / 72, rev_byteorder=True).to_numpy()[..., :3]).copy()
    finally:
        document.close()
