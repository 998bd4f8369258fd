"""The poster of an office's ratings, to be printed and hung: one A4 page.

Every text is drawn as it is (`drawString`): reportlab's paragraphs would read markup in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from io import BytesIO
from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from library.feedback import poster_words as say
from library.feedback.rounding import half_up
from library.feedback.scores import Score, Scores
from library.offices import Office
from library.offices.lists import load_choices
from library.periods import Period
from library.typeface import BOLD, REGULAR, fit, register_typeface

WIDTH, HEIGHT = A4
EDGE = 48.0
INNER = WIDTH - 2 * EDGE
"""pt"""
BLUE, GREEN, ORANGE = HexColor("#0b5fa5"), HexColor("#2f7d32"), HexColor("#e07b00")
INK, MUTED, PALE, WHITE = HexColor("#1d2730"), HexColor("#4c5a67"), HexColor("#e6eef6"), HexColor("#ffffff")


def draw_poster(scores: Scores, office: Office, period: Period, language: str, catalog: Path) -> bytes:
    """Draw the poster of one office's period in one language; give the PDF's bytes."""
    register_typeface()
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    kind = scores.instrument.kind
    canvas.setTitle(f"{say.TITLES[kind].in_language(language)} – {office.name.in_language(language)} – {period.key}")
    canvas.setAuthor(office.name.in_language(language))
    _Page(canvas, scores, language).draw(office, period, catalog)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


class _Page:
    """One page being drawn, from its head to its foot."""

    def __init__(self, canvas: Canvas, scores: Scores, language: str) -> None:
        self._canvas = canvas
        self._scores = scores
        self._language = language

    def draw(self, office: Office, period: Period, catalog: Path) -> None:
        self._head(office, period)
        self._number(self._scores.total)
        below = self._elements(HEIGHT - 372)
        self._facts(below - 22, catalog)
        self._foot()

    def _text(self, x: float, y: float, text: str, size: float, font: str = REGULAR, room: float = INNER) -> None:
        self._canvas.setFont(font, fit(text, font, size, room))
        self._canvas.drawString(x, y, text)

    def _head(self, office: Office, period: Period) -> None:
        canvas = self._canvas
        canvas.setFillColor(BLUE)
        canvas.rect(0, HEIGHT - 168, WIDTH, 168, stroke=0, fill=1)
        canvas.setFillColor(ORANGE)
        canvas.rect(0, HEIGHT - 172, WIDTH, 4, stroke=0, fill=1)
        canvas.setFillColor(WHITE)
        title = say.TITLES[self._scores.instrument.kind].in_language(self._language)
        self._text(EDGE, HEIGHT - 78, title, 34, BOLD)
        self._text(EDGE, HEIGHT - 112, office.standard.office.unit.in_language(self._language), 16)
        self._text(EDGE, HEIGHT - 142, say.period_name(period, self._language), 20, BOLD)

    def _number(self, total: Score) -> None:
        canvas, kind = self._canvas, self._scores.instrument.kind
        exact = total.exact
        shown = "–" if exact is None else say.decimal(half_up(exact, 2), self._language)
        canvas.setFillColor(INK)
        self._text(EDGE, HEIGHT - 286, shown, 104, BOLD, INNER * 0.62)
        canvas.setFillColor(MUTED)
        self._text(EDGE, HEIGHT - 312, say.UNITS[kind].in_language(self._language), 14)
        if total.index is None:
            return
        words = say.GRADES[total.index.grade].in_language(self._language)
        canvas.setFillColor(GREEN if total.index.grade in "AB" else ORANGE)
        canvas.roundRect(WIDTH - EDGE - 132, HEIGHT - 316, 132, 120, 8, stroke=0, fill=1)
        canvas.setFillColor(WHITE)
        canvas.setFont(BOLD, 72)
        canvas.drawCentredString(WIDTH - EDGE - 66, HEIGHT - 272, total.index.grade)
        canvas.setFont(BOLD, fit(words, BOLD, 18, 120))
        canvas.drawCentredString(WIDTH - EDGE - 66, HEIGHT - 302, words)

    def _elements(self, top: float) -> float:
        """Draw a bar for each question; give the height where it ends."""
        canvas, instrument = self._canvas, self._scores.instrument
        canvas.setFillColor(INK)
        self._text(EDGE, top, say.PARTS.in_language(self._language), 15, BOLD)
        step = min(24.0, 216 / len(instrument.question))
        y = top - 8
        for question, mean in zip(instrument.question, _means(self._scores.total, instrument.codes), strict=True):
            y -= step
            canvas.setFillColor(INK)
            self._text(EDGE, y + 4, question.name.in_language(self._language), 11.5, room=150)
            canvas.setFillColor(PALE)
            canvas.rect(EDGE + 160, y, INNER - 210, step * 0.62, stroke=0, fill=1)
            if mean is not None:
                canvas.setFillColor(BLUE)
                canvas.rect(EDGE + 160, y, (INNER - 210) * float(mean) / instrument.highest, step * 0.62, 0, 1)
                canvas.setFillColor(INK)
                self._right(WIDTH - EDGE, y + 4, say.decimal(half_up(mean, 2), self._language), 11.5)
        return y

    def _right(self, x: float, y: float, text: str, size: float) -> None:
        self._canvas.setFont(BOLD, size)
        self._canvas.drawRightString(x, y, text)

    def _facts(self, y: float, catalog: Path) -> None:
        self._canvas.setFillColor(INK)
        for name, value in (*self._counts(), *self._groups(catalog)):
            y -= 19
            self._text(EDGE, y, name, 11.5, room=250)
            self._text(EDGE + 262, y, value, 11.5, BOLD, room=INNER - 262)

    def _counts(self) -> Iterable[tuple[str, str]]:
        scores, language = self._scores, self._language
        yield say.ANSWERS.in_language(language), str(scores.total.answers)
        yield say.NEEDED.in_language(language), str(scores.needed)
        yield say.INVITED.in_language(language), str(scores.invited)
        if scores.interval is not None:
            limits = f"{scores.interval.low:.2f} – {scores.interval.high:.2f}"
            yield say.SURE.in_language(language), say.decimal(limits, language)

    def _groups(self, catalog: Path) -> Iterable[tuple[str, str]]:
        for grouping, name in say.GROUPINGS.items():
            labels, unsaid = load_choices(catalog, grouping), say.UNSAID.in_language(self._language)
            parts = [
                f"{labels.label(code, self._language) if code else unsaid} {each.answers}"
                for code, each in self._scores.groups.get(grouping, {}).items()
            ]
            if parts:
                yield name.in_language(self._language), " · ".join(parts)

    def _foot(self) -> None:
        self._canvas.setFillColor(INK)
        self._text(EDGE, 84, say.THANKS.in_language(self._language), 13, BOLD)
        self._canvas.setFillColor(MUTED)
        self._text(EDGE, 64, self._scores.instrument.source, 9)
        self._text(EDGE, 51, say.SMALL.in_language(self._language), 9)


def _means(total: Score, codes: tuple[str, ...]) -> list[Fraction | None]:
    if total.index is not None:
        return [total.index.means[code] for code in codes]
    if total.survey is not None:
        return [total.survey.items[code].satisfaction for code in codes]
    return [None] * len(codes)
