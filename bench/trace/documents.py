"""Attacks on the PDF itself: saved again by other programs, printed to PDF, cleaned, and neutralised by script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import cv2
import numpy as np
import pikepdf

from bench.trace import saving
from bench.trace.saving import Attack

Instruction: TypeAlias = tuple[list[Any], Any]
Change: TypeAlias = Callable[[list[Instruction]], list[Instruction]]


def without_rise(source: Path, out: Path) -> None:
    """Delete every `Ts`."""
    _rewritten(source, out, lambda stream: [(args, op) for args, op in stream if str(op) != "Ts"])


def with_rounded_spacing(source: Path, out: Path) -> None:
    """Round the numbers of `TJ` to tens."""
    _rewritten(source, out, lambda stream: [(_rounded(args) if str(op) == "TJ" else args, op) for args, op in stream])


def _rounded(arguments: list[Any]) -> list[Any]:
    row = [item if isinstance(item, pikepdf.String) else round(float(item), -1) for item in arguments[0]]
    return [pikepdf.Array(row)]


def with_snapped_baselines(source: Path, out: Path) -> None:
    """Set the baselines that lie within 0.6 units of each other to their mean, in every text matrix."""
    _rewritten(source, out, _snapped)


def _snapped(stream: list[Instruction]) -> list[Instruction]:
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


def _flat(arguments: list[Any], operator: Any) -> list[Any]:
    """Small vertical steps of `Td` are marks or typesetting; a neutraliser cannot tell and drops them."""
    if str(operator) in {"Td", "TD"} and abs(float(arguments[1])) < 0.6:
        return [arguments[0], 0]
    return list(arguments)


def without_stamp(source: Path, out: Path) -> None:
    """Delete everything that is marked as an artifact, the visible stamp among it."""
    _rewritten(source, out, _without_artifacts)


def _without_artifacts(stream: list[Instruction]) -> list[Instruction]:
    kept: list[Instruction] = []
    inside: list[bool] = []
    for args, op in stream:
        if str(op) in {"BMC", "BDC"}:
            inside.append(str(args[0]) == "/Artifact")
        hidden = any(inside)
        if str(op) == "EMC" and inside:
            inside.pop()
        if not hidden:
            kept.append((args, op))
    return kept


def with_images_encoded_anew(source: Path, out: Path) -> None:
    """Decode every JPEG and encode it at quality 60, three quarters as large."""
    with pikepdf.open(source) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream) and item.get("/Filter") == "/DCTDecode":
                picture = cv2.imdecode(np.frombuffer(item.read_raw_bytes(), np.uint8), cv2.IMREAD_UNCHANGED)
                if picture is None or min(picture.shape[:2]) < 64:
                    continue
                small = cv2.resize(picture, None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA)
                data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 60])[1].tobytes()
                item.write(data, filter=pikepdf.Name.DCTDecode)
                item["/Width"], item["/Height"] = small.shape[1], small.shape[0]
        pdf.save(out)


def neutralised(source: Path, out: Path) -> None:
    """All of the above at once, then printed to PDF."""
    steps: list[Attack] = [
        without_stamp, without_rise, with_rounded_spacing, with_snapped_baselines, with_images_encoded_anew,
        saving.by_ghostscript,
    ]  # fmt: skip
    current = source
    for number, step in enumerate(steps):
        following = out if number == len(steps) - 1 else out.with_suffix(f".{number}.pdf")
        step(current, following)
        current = following


def _rewritten(source: Path, out: Path, change: Change) -> None:
    """Change the instructions of every page and of every form."""
    with pikepdf.open(source) as pdf:
        for page in pdf.pages:
            page.contents_coalesce()
            page.Contents = pdf.make_stream(_changed(page, change))
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Form":
                item.write(_changed(item, change))
        pdf.save(out)


def _changed(holder: Any, change: Change) -> bytes:
    """Inline images are kept as they are: on a bilevel scan they are the page."""
    images: dict[int, Any] = {}
    stream: list[Instruction] = []
    for instruction in pikepdf.parse_content_stream(holder):
        if isinstance(instruction, pikepdf.ContentStreamInlineImage):
            images[len(images)] = instruction
            stream.append(([len(images) - 1], "inline image"))
        else:
            stream.append((list(instruction.operands), instruction.operator))
    changed = [images[args[0]] if op == "inline image" else (args, op) for args, op in change(stream)]
    return pikepdf.unparse_content_stream(changed)


DOCUMENT_ATTACKS: dict[str, Attack] = {
    "saved by qpdf": saving.by_qpdf,
    "qpdf --qdf, metadata removed": saving.by_qdf,
    "saved by pikepdf": saving.by_pikepdf,
    "saved by pypdf": saving.by_pypdf,
    "saved by MuPDF, fonts subset": saving.by_mupdf,
    "printed by Ghostscript, e-book": saving.by_ghostscript,
    "printed by pdftocairo": saving.by_cairo,
    "printed by Chromium": saving.by_chromium,
    "page extracted": saving.extracted,
    "pages made JPEGs of 150 dpi": saving.rasterised,
    "script: stamp removed": without_stamp,
    "script: every Ts removed": without_rise,
    "script: TJ rounded to tens": with_rounded_spacing,
    "script: baselines snapped": with_snapped_baselines,
    "script: images encoded anew": with_images_encoded_anew,
    "script: all at once, printed": neutralised,
}
