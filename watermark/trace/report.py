"""The evidence report: a PDF that lets a person check what a trace says.

Only plain strings are drawn, never marked-up paragraphs: file names and records come from outside.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from watermark.accusation import IDENTIFIED, LEAD
from watermark.trace.report_pictures import draw_bars, draw_pictures
from watermark.trace.report_sheet import Look, Sheet

if TYPE_CHECKING:
    from watermark.trace.verdict import Accused, PageEvidence, TracedPage, Verdict

_MOST_REASONS: Final = 3
_HELVETICA: Final = Look()


def write_report(
    verdict: Verdict,
    out: Path,
    *,
    version: str,
    names: Mapping[str, str] | None = None,
    records: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    sections: Sequence[tuple[str, Sequence[str]]] = (),
    made_at: str = "",
    look: Look = _HELVETICA,
) -> None:
    """Write the evidence report.

    Args:
        verdict: what the trace said.
        out: the PDF to write; replaced as a whole.
        version: of this program.
        names: how to call identities and works in the report; what has no name is shown as it is.
        records: for each identity the chain of records, as (what, value): request, delivery, key id, hashes.
        sections: what else is told on the first page, as (heading, lines), such as the files of the leak.
        made_at: date and time of the trace as it shall be printed.
        look: the language and the typeface.
    """
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, pageCompression=1, lang=look.words.language)
    canvas.setTitle(look.words.title)
    canvas.setCreator(f"Pustaka {version}")
    report = _Report(canvas, verdict, look, names or {})
    report.summary(version, made_at, sections)
    for accused in verdict.accused:
        report.accused(accused, (records or {}).get(accused.identity, ()))
    for evidence in verdict.evidence:
        report.evidence(evidence)
    canvas.save()
    temporary = out.with_name(f".{out.name}.tmp")
    temporary.write_bytes(buffer.getvalue())
    temporary.replace(out)


class _Report:
    """The pages of a report, each drawn by its own method."""

    def __init__(self, canvas: Canvas, verdict: Verdict, look: Look, names: Mapping[str, str]) -> None:
        self._sheet = Sheet(canvas, look)
        self._verdict, self._words, self._names = verdict, look.words, names

    def summary(self, version: str, made_at: str, sections: Sequence[tuple[str, Sequence[str]]]) -> None:
        sheet, words = self._sheet, self._words
        sheet.title(words.title)
        sheet.pair(words.verdict, words.outcomes[self._verdict.outcome])
        sheet.line(self._why())
        for one in self._verdict.accused:
            bound = words.power(one.log10_bound, 1)
            sheet.line(words.named.format(name=self._name(one.identity), work=self._name(one.work), bound=bound))
        for heading, lines in sections:
            self._section(heading, lines)
        self._how_to_read(version, made_at)
        self._section(words.pages, [self._leaf(page) for page in self._verdict.pages])

    def _section(self, heading: str, lines: Sequence[str]) -> None:
        self._sheet.heading(heading)
        for line in lines:
            self._sheet.line(line)

    def _why(self) -> str:
        """Say in a sentence on what the verdict rests, or why there is none."""
        words, pages = self._words, self._verdict.pages
        if self._verdict.accused:
            first = self._verdict.accused[0]
            agree, slots = words.figure(first.agree), words.figure(first.slots)
            return words.why_found.format(agree=agree, slots=slots, bound=words.power(first.log10_bound, 1))
        read = sum(page.slots for page in pages)
        if read:
            return words.why_nobody.format(slots=words.figure(read))
        reasons = dict.fromkeys(words.reason(page.reason, page.file) for page in pages if page.reason)
        return " ".join(list(reasons)[:_MOST_REASONS]) or words.why_nothing

    def _how_to_read(self, version: str, made_at: str) -> None:
        sheet, words = self._sheet, self._words
        identified, lead = (words.power(math.log10(limit)) for limit in (IDENTIFIED, LEAD))
        limits = words.limits.format(identified=identified, lead=lead)
        self._section(words.how_to_read, [words.explanation, limits, words.caution])
        sheet.pair(words.identities, words.figure(self._verdict.identities))
        sheet.pair(words.trials, words.figure(self._verdict.trials))
        if self._verdict.unread:
            sheet.pair(words.unread, words.figure(self._verdict.unread))
        sheet.pair(words.program, f"Pustaka {version}")
        if made_at:
            sheet.pair(words.traced, made_at)

    def _leaf(self, page: TracedPage) -> str:
        """Say of a page of the leak what it shows, what was read, and why not, if so."""
        words = self._words
        told = [self._shows(page)]
        if page.work:
            told.append(words.marks.format(slots=words.figure(page.slots)))
        if page.agree is not None:
            told.append(words.agreeing.format(agree=words.figure(page.agree)))
        line = words.leaf.format(file=page.file, number=page.file_page, shown=", ".join(told))
        return f"{line}. {words.reason(page.reason, page.file)}" if page.reason else line

    def _shows(self, page: TracedPage) -> str:
        if not page.work:
            return self._words.unrecognised
        return self._words.shows.format(work=self._name(page.work), page=page.page)

    def accused(self, accused: Accused, records: Sequence[tuple[str, str]]) -> None:
        sheet, words = self._sheet, self._words
        sheet.turn()
        sheet.title(self._name(accused.identity))
        sheet.pair(words.identity, accused.identity)
        work = self._name(accused.work)
        sheet.pair(words.work, words.mark.format(work=work, version=accused.version, key=accused.key_id))
        sheet.pair(words.bound, words.power(accused.log10_bound, 2))
        sheet.pair(words.region, words.part(accused.region))
        sheet.pair(words.decoder, accused.decoder)
        agree, slots = words.figure(accused.agree), words.figure(accused.slots)
        sheet.pair(words.slots, words.fitting.format(agree=agree, slots=slots))
        self._never_issued(accused)
        sheet.heading(words.chain)
        for what, value in records:
            sheet.pair(what, value)
        if not records:
            sheet.line(words.no_chain)

    def _never_issued(self, accused: Accused) -> None:
        """Two bars on one scale: the score of this copy's code and the best of the innocent."""
        words, score, best = self._words, accused.score, accused.innocent_best
        told = words.compared.format(
            score=words.figure(score, 2),
            innocents=words.figure(accused.innocents),
            best=words.figure(best, 2),
            identities=words.figure(self._verdict.identities),
        )
        self._section(words.never_issued, [told])
        draw_bars(self._sheet, ((words.this_copy, score), (words.best_never_issued, best)))

    def evidence(self, evidence: PageEvidence) -> None:
        agree = int(evidence.agrees.sum())
        differ = len(evidence.agrees) - agree
        self._sheet.turn()
        self._sheet.title(self._words.evidence)
        self._sheet.line(self._shown(evidence))
        self._sheet.line(
            self._words.pictures.format(agree=self._words.figure(agree), differ=self._words.figure(differ))
        )
        draw_pictures(self._sheet, evidence)

    def _shown(self, evidence: PageEvidence) -> str:
        """Find the page by the engine's title of its picture, and say it in the report's words."""
        for page in self._verdict.pages:
            if evidence.title == f"{page.file}, page {page.file_page}: {page.work}, page {page.page}":
                return self._words.leaf.format(file=page.file, number=page.file_page, shown=self._shows(page))
        return evidence.title

    def _name(self, known: str) -> str:
        return self._names.get(known, known)
