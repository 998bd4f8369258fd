"""Ours, and the usual ways to lay a stamp over a PDF."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import time
from pathlib import Path

import numpy as np
import pikepdf
import pymupdf
import pypdf

from bench.assemble.preparing import Preparation, prepared
from watermark.assemble import Copy, assemble
from watermark.master import BODY_NAME, SLOTS_NAME
from watermark.slots import read_slots
from watermark.stamp import Stamp

STAMP = Stamp(
    name="Siti Nurhaliza Aminah",
    contact="s***a@contoh.id",
    office="BPS Kota Metro",
    date="21 November 2026",
    request="SC-1872-2026-000123",
    verify_url="HTTPS://PUSTAKA.BPS.GO.ID/V/7K3Q-9FTX-2MWD",
    notice="Salinan untuk",
    terms="Untuk keperluan pemohon sendiri. Dilarang menyebarluaskan tanpa izin; setiap salinan dapat ditelusuri.",
)


class Ours:
    """A prepared publication; `prepared` tells what that took, None if the master was there."""

    def __init__(self, source: Path, folder: Path) -> None:
        self._body, self._slots = folder / BODY_NAME, folder / SLOTS_NAME
        self.prepared: Preparation | None = None
        if not self._slots.exists():
            folder.mkdir(parents=True, exist_ok=True)
            self.prepared = prepared(source, folder)
        slots = read_slots(self._slots)
        self.pages, self.slots = len(slots.pages), len(slots)
        self._chance = np.random.default_rng(1)

    def assemble(self, out: Path) -> Copy:
        """Assemble a copy with another code each time."""
        bits = self._chance.integers(0, 2, self.slots).astype(np.uint8)
        return assemble(self._body, self._slots, code=bits, stamp=STAMP, out=out)

    @staticmethod
    def hashing(out: Path) -> float:
        """Measure what the SHA-256 of a copy takes."""
        data = out.read_bytes()
        start = time.perf_counter()
        hashlib.sha256(data).digest()
        return time.perf_counter() - start


def stamp_page(ours: Ours, out: Path) -> Path:
    """Make a page that holds the stamp alone, for the others to lay over every page."""
    copy = ours.assemble(out)
    with pikepdf.open(copy.path, allow_overwriting_input=True) as pdf:
        del pdf.pages[1:]
        content = pdf.pages[0].obj["/Contents"].read_bytes()
        pdf.pages[0].obj["/Contents"] = pdf.make_stream(content[content.rindex(b"/Artifact<<") :])
        pdf.pages[0].obj["/Resources"] = pikepdf.Dictionary(Font=pdf.pages[0].obj["/Resources"]["/Font"])
        pdf.remove_unreferenced_resources()
        pdf.save(out)
    return out


def qpdf_overlay(source: Path, page: Path, out: Path) -> None:
    """Overlay by the qpdf program."""
    subprocess.run(["qpdf", str(source), "--overlay", str(page), "--repeat=1", "--", str(out)], check=True)


def pypdf_overlay(source: Path, page: Path, out: Path) -> None:
    """Merge the stamp into every page by pypdf."""
    stamp = pypdf.PdfReader(page).pages[0]
    writer = pypdf.PdfWriter(clone_from=source)
    for target in writer.pages:
        target.merge_page(stamp)
    writer.write(out)


def pymupdf_overlay(source: Path, page: Path, out: Path) -> None:
    """Show the stamp on every page by PyMuPDF."""
    with pymupdf.open(source) as document, pymupdf.open(page) as stamp:
        for target in document:
            target.show_pdf_page(target.rect, stamp, 0)
        document.save(out)


def plain_copy(source: Path, out: Path) -> None:
    """Copy the file and sync it to disk."""
    shutil.copyfile(source, out)
    with out.open("rb+") as file:
        os.fsync(file.fileno())
