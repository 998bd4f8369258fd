"""The evidence report: a PDF that lets a person check what a trace says.

Only plain strings are drawn, never marked-up paragraphs: file names and records come from outside.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from watermark.accusation import IDENTIFIED, LEAD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from watermark.trace.pixels import Grey
    from watermark.trace.verdict import Accused, PageEvidence, Verdict

_WIDTH, _HEIGHT = A4
_MARGIN: Final = 48.0
_LINE: Final = 13.0
_INK: Final = Color(0, 0, 0, 1)
_AGREES: Final = Color(0.0, 0.45, 0.7, 0.55)  # blue and orange: the colour-blind see the difference
_DIFFERS: Final = Color(0.84, 0.37, 0.0, 0.9)


def write_report(
    verdict: Verdict,
    out: Path,
    *,
    version: str,
    names: Mapping[str, str] | None = None,
    records: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    made_at: str = "",
) -> None:
    """Write the evidence report.

    Args:
        verdict: what the trace said.
        out: the PDF to write; replaced as a whole.
        version: of this program.
        names: how to call identities in the report; an identity without a name is shown as it is.
        records: for each identity the chain of records, as (what, value): request, delivery, key id, hashes.
        made_at: date and time as it shall be printed.
    """
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, pageCompression=1)
    canvas.setTitle("Trace: evidence report")
    canvas.setCreator(f"Pustaka {version}")
    _summary(_Sheet(canvas), verdict, version, made_at, names or {})
    for accused in verdict.accused:
        _accused_page(_Sheet(canvas), accused, verdict, names or {}, (records or {}).get(accused.identity, ()))
    for evidence in verdict.evidence:
        _evidence_page(_Sheet(canvas), evidence)
    canvas.save()
    temporary = out.with_name(f".{out.name}.tmp")
    temporary.write_bytes(buffer.getvalue())
    temporary.replace(out)


class _Sheet:
    """Lines from the top of a page down; long ones are wrapped, and a full page starts the next."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        if getattr(canvas, "_pustaka_started", False):
            canvas.showPage()
        canvas._pustaka_started = True  # noqa: SLF001  a mark of our own on the canvas
        self.y = _HEIGHT - _MARGIN

    def title(self, text: str) -> None:
        self._put(text, "Helvetica-Bold", 15)
        self.y -= 6

    def heading(self, text: str) -> None:
        self.y -= 8
        self._put(text, "Helvetica-Bold", 11)

    def line(self, text: str) -> None:
        self._put(text, "Helvetica", 9.5)

    def pair(self, what: str, value: str) -> None:
        self.line(f"{what}: {value}")

    def _put(self, text: str, font: str, size: float) -> None:
        for part in wrapped(text, font, size, _WIDTH - 2 * _MARGIN):
            if self.y < _MARGIN:
                self.canvas.showPage()
                self.y = _HEIGHT - _MARGIN
            self.canvas.setFont(font, size)
            self.canvas.setFillColor(_INK)
            self.canvas.drawString(_MARGIN, self.y, part)
            self.y -= size * 1.35


def wrapped(text: str, font: str, size: float, width: float) -> list[str]:
    """Break a text into lines of that width (pt); what the font cannot show becomes a question mark."""
    plain = text.encode("cp1252", "replace").decode("cp1252").replace("\n", " ").replace("\r", " ")
    lines, current = [], ""
    for word in (piece for long in plain.split(" ") for piece in _pieces(long, font, size, width)):
        joined = f"{current} {word}" if current else word
        if stringWidth(joined, font, size) <= width:
            current = joined
        else:
            lines.append(current)
            current = word
    return [*lines, current]


def _pieces(word: str, font: str, size: float, width: float) -> list[str]:
    """Cut a word that is wider than a line, such as a hash or a hostile file name."""
    if stringWidth(word, font, size) <= width:
        return [word]
    step = max(8, int(width / size))
    return [word[i : i + step] for i in range(0, len(word), step)]


def _summary(sheet: _Sheet, verdict: Verdict, version: str, made_at: str, names: Mapping[str, str]) -> None:
    said = {"identified": "Identified", "lead": "A lead, no more", "nobody": "Nobody"}[verdict.outcome]
    sheet.title("Trace: evidence report")
    sheet.pair("Verdict", said)
    sheet.line(verdict.reason)
    for one in verdict.accused:
        sheet.line(f"{names.get(one.identity, one.identity)} - {one.work}: bound 10^{one.log10_bound:.1f}")
    sheet.heading("How to read this")
    sheet.line(
        "Each delivered copy shows every marked place of a page in one of two ways. The bound is an upper limit of "
        "the probability that anyone who has nothing to do with the leak is accused as strongly; it makes no "
        "assumption about what was done to the leak, and counts everything that was tried."
    )
    sheet.line(f"Identified: bound at or below {IDENTIFIED:g}. Lead: at or below {LEAD:g}.")
    sheet.pair("Identities scored", str(verdict.identities))
    sheet.pair("Parts of the leak and keys tried", str(verdict.trials))
    sheet.pair("Program", f"Pustaka {version}")
    if made_at:
        sheet.pair("Made", made_at)
    sheet.heading("Pages of the leak")
    for page in verdict.pages:
        shown = f"{page.work}, page {page.page}: {page.slots} slots" if page.work else "not recognised"
        agree = "" if page.agree is None else f", {page.agree} agree"
        sheet.line(f"{page.file}, page {page.file_page}: {shown}{agree} {page.reason}")


def _accused_page(
    sheet: _Sheet,
    accused: Accused,
    verdict: Verdict,
    names: Mapping[str, str],
    records: Sequence[tuple[str, str]],
) -> None:
    sheet.title(names.get(accused.identity, accused.identity))
    sheet.pair("Identity", accused.identity)
    sheet.pair("Work", f"{accused.work}, master version {accused.version}, key {accused.key_id}")
    sheet.pair("Bound", f"10^{accused.log10_bound:.2f} ({accused.bound:.3g})")
    sheet.pair("Part of the leak", accused.region)
    sheet.pair("Decoder", accused.decoder)
    sheet.pair("Slots", f"{accused.agree} of {accused.slots} readable ones agree")
    sheet.heading("Beside codes that were never issued")
    sheet.line(
        f"Score {accused.score:.2f}; the best of {accused.innocents} codes drawn in the same way and given to "
        f"nobody reached {accused.innocent_best:.2f}. {verdict.identities} identities were scored."
    )
    _bars(sheet, accused)
    sheet.heading("Chain of records")
    for what, value in records:
        sheet.pair(what, value)
    if not records:
        sheet.line("No records were supplied with this trace.")


def _bars(sheet: _Sheet, accused: Accused) -> None:
    """Two bars on one scale: the accused one's score and the best of the innocent."""
    full = max(accused.score, accused.innocent_best, 1e-9)
    for label, value, colour in (
        ("accused", accused.score, _AGREES), ("best never issued", accused.innocent_best, _DIFFERS)
    ):  # fmt: skip
        sheet.y -= 4
        sheet.canvas.setFillColor(colour)
        length = max(0.0, value / full) * (_WIDTH - 2 * _MARGIN - 120)
        sheet.canvas.rect(_MARGIN + 110, sheet.y - 2, length, 9, stroke=0, fill=1)
        sheet.line(label)


def _evidence_page(sheet: _Sheet, evidence: PageEvidence) -> None:
    sheet.title(evidence.title)
    sheet.line("Above: the leak laid over the page, and the original. Below: overlay (red leak, cyan original),")
    sheet.line(f"and the slots: {int(evidence.agrees.sum())} agree (blue), "
               f"{int((~evidence.agrees).sum())} do not (orange).")  # fmt: skip
    leak, original = evidence.leak, evidence.original
    overlay = np.stack([leak, original, original], axis=2)
    pictures = (leak, original, overlay, original)
    height, width = leak.shape
    space = (_WIDTH - 2 * _MARGIN - 12) / 2, (sheet.y - _MARGIN - 12) / 2
    scale = min(space[0] / width, space[1] / height)
    for number, picture in enumerate(pictures):
        row, column = divmod(number, 2)
        x = _MARGIN + column * (space[0] + 12)
        y = sheet.y - (row + 1) * height * scale - row * 12
        sheet.canvas.drawImage(_reader(picture), x, y, width * scale, height * scale)
        if number == len(pictures) - 1:
            _boxes(sheet.canvas, evidence, x, y + height * scale, scale)


def _reader(picture: Grey) -> ImageReader:
    return ImageReader(Image.fromarray(picture))


def _boxes(canvas: Canvas, evidence: PageEvidence, x: float, top: float, scale: float) -> None:
    canvas.setLineWidth(0.4)
    for box, agrees in zip(evidence.boxes.tolist(), evidence.agrees.tolist(), strict=True):
        canvas.setStrokeColor(_AGREES if agrees else _DIFFERS)
        left, upper, right, lower = (value * scale for value in box)
        canvas.rect(x + left, top - lower, right - left, lower - upper, stroke=1, fill=0)
