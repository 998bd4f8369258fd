"""Attacks on the PDF itself: saved again by other programs, printed to PDF, cleaned, and neutralised by script."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pymupdf
import pypdf

Attack = Callable[[Path, Path], None]
_SECONDS = 300


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)


def saved_by_qpdf(source: Path, out: Path) -> None:
    _run("qpdf", "--object-streams=generate", "--recompress-flate", str(source), str(out))


def opened_by_qdf(source: Path, out: Path) -> None:
    _run("qpdf", "--qdf", "--remove-metadata", "--remove-info", str(source), str(out))


def saved_by_pikepdf(source: Path, out: Path) -> None:
    with pikepdf.open(source) as pdf:
        pdf.remove_unreferenced_resources()
        pdf.save(out, normalize_content=True)


def saved_by_pypdf(source: Path, out: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=source)
    writer.compress_identical_objects(remove_unreferenced=True)
    writer.write(out)


def saved_by_mupdf(source: Path, out: Path) -> None:
    with pymupdf.open(source) as document:
        document.save(out, garbage=4, deflate=True, clean=True)


def printed_by_ghostscript(source: Path, out: Path) -> None:
    _run("gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pdfwrite", f"-sOutputFile={out}", str(source))


def page_extracted(source: Path, out: Path) -> None:
    with pikepdf.open(source) as pdf, pikepdf.new() as single:
        single.pages.append(pdf.pages[0])
        single.save(out)


def without_rise(source: Path, out: Path) -> None:
    """Delete every `Ts`."""
    _rewritten(source, out, lambda stream: [(args, op) for args, op in stream if str(op) != "Ts"])


def with_rounded_spacing(source: Path, out: Path) -> None:
    """Round the numbers of `TJ` to tens."""
    _rewritten(source, out, lambda stream: [(_rounded(args) if str(op) == "TJ" else args, op) for args, op in stream])


def _rounded(arguments: list[object]) -> list[object]:
    row = [item if isinstance(item, pikepdf.String) else round(float(item), -1) for item in arguments[0]]
    return [pikepdf.Array(row)]


def with_snapped_baselines(source: Path, out: Path) -> None:
    """Set the baselines that lie within 0.6 units of each other to their mean, in every text matrix."""
    _rewritten(source, out, _snapped)


def _snapped(stream: list[tuple[list[object], object]]) -> list[tuple[list[object], object]]:
    heights = sorted(float(args[5]) for args, op in stream if str(op) == "Tm")
    level: dict[float, float] = {}
    cluster: list[float] = []
    for height in [*heights, float("inf")]:
        if cluster and height - cluster[-1] > 0.6:
            level.update(dict.fromkeys(cluster, sum(cluster) / len(cluster)))
            cluster = []
        cluster.append(height)
    return [
        ([*args[:5], level.get(float(args[5]), float(args[5]))], op) if str(op) == "Tm" else (_flat(args, op), op)
        for args, op in stream
    ]


def _flat(arguments: list[object], operator: object) -> list[object]:
    """Small vertical steps of `Td` are marks or typesetting; a neutraliser cannot tell and drops them."""
    if str(operator) in {"Td", "TD"} and abs(float(arguments[1])) < 0.6:
        return [arguments[0], 0]
    return list(arguments)


def neutralised(source: Path, out: Path) -> None:
    """All of the above at once."""
    steps: list[Attack] = [without_rise, with_rounded_spacing, with_snapped_baselines]
    current = source
    for number, step in enumerate(steps):
        following = out if number == len(steps) - 1 else out.with_suffix(f".{number}.pdf")
        step(current, following)
        current = following


def _rewritten(
    source: Path,
    out: Path,
    change: Callable[[list[tuple[list[object], object]]], list[tuple[list[object], object]]],
) -> None:
    """Change the instructions of every page and of every form."""
    with pikepdf.open(source) as pdf:
        for page in pdf.pages:
            page.contents_coalesce()
            page.Contents = pdf.make_stream(_changed(page, change))
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Form":
                item.write(_changed(item, change))
        pdf.save(out)


def _changed(
    holder: pikepdf.Page | pikepdf.Object,
    change: Callable[[list[tuple[list[object], object]]], list[tuple[list[object], object]]],
) -> bytes:
    parsed = [(list(i.operands), i.operator) for i in pikepdf.parse_content_stream(holder)
              if not isinstance(i, pikepdf.ContentStreamInlineImage)]  # fmt: skip
    return pikepdf.unparse_content_stream(change(parsed))


DOCUMENT_ATTACKS: dict[str, Attack] = {
    "saved by qpdf": saved_by_qpdf,
    "qpdf --qdf, metadata removed": opened_by_qdf,
    "saved by pikepdf": saved_by_pikepdf,
    "saved by pypdf": saved_by_pypdf,
    "saved by MuPDF, cleaned": saved_by_mupdf,
    "printed to PDF by Ghostscript": printed_by_ghostscript,
    "page extracted": page_extracted,
    "script: every Ts removed": without_rise,
    "script: TJ rounded to tens": with_rounded_spacing,
    "script: baselines snapped": with_snapped_baselines,
    "script: all at once": neutralised,
}
