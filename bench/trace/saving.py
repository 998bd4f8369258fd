"""Attacks on the PDF by programs: saved again, cleaned, printed to PDF. Each takes a source and writes a file."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pymupdf
import pypdf

Attack = Callable[[Path, Path], None]
_SECONDS = 300


def run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)


def by_qpdf(source: Path, out: Path) -> None:
    run("qpdf", "--object-streams=generate", "--recompress-flate", str(source), str(out))


def by_qdf(source: Path, out: Path) -> None:
    """Laid open by ``qpdf --qdf``, metadata and document information taken out."""
    with tempfile.TemporaryDirectory() as folder:
        opened = Path(folder) / "qdf.pdf"
        run("qpdf", "--qdf", str(source), str(opened))
        with pikepdf.open(opened) as pdf:
            for key in ("/Metadata", "/PieceInfo", "/StructTreeRoot", "/OCProperties"):
                if key in pdf.Root:
                    del pdf.Root[key]
            if "/Info" in pdf.trailer:
                del pdf.trailer["/Info"]
            pdf.save(out)


def by_pikepdf(source: Path, out: Path) -> None:
    with pikepdf.open(source) as pdf:
        pdf.remove_unreferenced_resources()
        pdf.save(out, normalize_content=True)


def by_pypdf(source: Path, out: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=source)
    writer.compress_identical_objects(remove_unreferenced=True)
    writer.write(out)


def by_mupdf(source: Path, out: Path) -> None:
    """Cleaned, annotations dropped, and fonts cut to the letters in use."""
    with pymupdf.open(source) as document:
        for page in document:
            for annotation in list(page.annots()):
                page.delete_annot(annotation)
        document.subset_fonts()
        document.save(out, garbage=4, deflate=True, clean=True)


def by_ghostscript(source: Path, out: Path) -> None:
    """Printed to PDF, pictures sampled down and coded anew as for an e-book."""
    run(
        "gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pdfwrite", "-dPDFSETTINGS=/ebook",
        f"-sOutputFile={out}", str(source),
    )  # fmt: skip


def by_cairo(source: Path, out: Path) -> None:
    run("pdftocairo", "-pdf", str(source), str(out))


def by_chromium(source: Path, out: Path) -> None:
    """Shown by a browser and printed: letters arrive as outlines."""
    with tempfile.TemporaryDirectory() as folder:
        drawing = Path(folder) / "page.svg"
        run("pdftocairo", "-svg", str(source), str(drawing))
        run(
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
            f"--user-data-dir={folder}/profile", f"--print-to-pdf={out}", str(drawing),
        )  # fmt: skip


def extracted(source: Path, out: Path) -> None:
    with pikepdf.open(source) as pdf, pikepdf.new() as single:
        single.pages.append(pdf.pages[0])
        single.save(out)


def rasterised(source: Path, out: Path) -> None:
    """Every page a JPEG of 150 dpi in a new PDF."""
    with pymupdf.open(source) as document, pymupdf.open() as flat:
        for page in document:
            drawn = page.get_pixmap(dpi=150)
            flat.new_page(width=page.rect.width, height=page.rect.height).insert_image(
                page.rect, stream=drawn.tobytes("jpeg", jpg_quality=75)
            )
        flat.save(out)
