"""The text of every page, as four independent PDF engines read it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pymupdf
import pypdfium2
import pytest

ROOT = Path(__file__).resolve().parents[2]
Texts = list[str]


def mupdf(path: Path) -> Texts:
    with pymupdf.open(path) as document:
        return [page.get_text() for page in document]


def pdfium(path: Path) -> Texts:
    document = pypdfium2.PdfDocument(path)
    try:
        return [document[number].get_textpage().get_text_range() for number in range(len(document))]
    finally:
        document.close()


def poppler(path: Path) -> Texts:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    done = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
    return done.stdout.split("\f")[:-1]


def pdfjs(path: Path) -> Texts:
    if not (ROOT / "node_modules" / "pdfjs-dist").is_dir():
        pytest.skip("pdfjs-dist is not installed (make setup)")
    node = Path(sys.executable).with_name("node")
    script = Path(__file__).with_name("pdfjs_text.mjs")
    done = subprocess.run([node, script, path], capture_output=True, text=True, check=True, cwd=ROOT)
    return json.loads(done.stdout)


VIEWERS: dict[str, Callable[[Path], Texts]] = {"mupdf": mupdf, "pdfium": pdfium, "poppler": poppler, "pdf.js": pdfjs}
