"""Marks the text and the ruling of one page and makes sure that nobody can tell.

Every page is drawn and read before it is accepted: with all slots neutral it must look as it did, and with any two
slots in each of their four ways its text must read as it did. Where it does not, the words of those lines stay.
Slots that show too little are left out, and words move no further than it takes to read them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import cv2
import numpy as np

from watermark.carriers import HEIGHT, PLACE, RULING
from watermark.carriers.energy import DPI, shorten
from watermark.carriers.images.lighter import made_light
from watermark.carriers.images.tiles import squares
from watermark.carriers.marked import MarkedStream, every_pair
from watermark.carriers.mover import Mover
from watermark.carriers.reading import changed, lines_of
from watermark.carriers.rewrite import Rewriter
from watermark.carriers.ruling.plan import RulePlan, plan_rules, renumbered
from watermark.carriers.words import WordPlan
from watermark.pdf.drawing import fine_page, grey_page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeAlias

    from numpy.typing import NDArray

    from watermark.carriers.candidate import Box, Candidate
    from watermark.carriers.streams import Stream, StreamReader
    from watermark.pdf.geometry import Sheet
    from watermark.pdf.text import Show

    _Draw: TypeAlias = Callable[[Any, int, float, "Box | None"], NDArray[np.uint8]]

_LEAST_ENERGY: Final = 0.56  # a full stop's worth; less is lost in any noise
_ROUNDED: Final = 24.0  # px: letters of that size on are set on halves of pixels (`watermark.pdf.drawing.fine_page`)
_VISIBLE: Final = 48  # grey levels: a pixel that differs more than rounding makes it
_TOLERATED: Final = 3e-4  # share of such pixels: a few glyphs that fall on another quarter of a pixel
# share of the budget for words, whether ruling moves too, and whole texts sideways; the last moves only what the file
# places by itself
_WAYS: Final = ((1.0, True, True), (1.0, False, True), (1.0, False, False), (0.0, False, False))
_SHIFTED: Final = 12  # such pixels of a word or line: more than one glyph
_MENDED: Final = 0.2  # share of the slots that may be given up to keep lines as they read, before another way is tried
_LARGEST: Final = 4e7  # px: pages above that are checked at a lower resolution


@dataclass(frozen=True)
class MarkedPage:
    """What a page got: its streams with fields (others stay as they are), its slots and their energies."""

    streams: list[MarkedStream] = field(default_factory=list)
    slots: list[Candidate] = field(default_factory=list)
    energy: list[float] = field(default_factory=list)


class TextMarker:
    """Marks pages of one document, which is open in pikepdf (`reader`) and in MuPDF (`document`)."""

    def __init__(self, reader: StreamReader, document: Any) -> None:
        self._reader, self._document = reader, document

    def mark(self, page: Any, number: int, sheet: Sheet, budget: float, pictures: Sequence[Any] = ()) -> MarkedPage:
        """Mark one page (pikepdf page dictionary, zero-based number) that may grow by `budget` bytes.

        `pictures` are those that this page alone draws.
        """
        streams = self._reader.read(page)
        if not any(stream.paints for stream in streams):
            return MarkedPage()
        dpi = min(DPI, 72 * (_LARGEST / (sheet.width * sheet.height)) ** 0.5)
        with made_light(self._document, pictures, (sheet.width * dpi / 72, sheet.height * dpi / 72)):
            return self._marked(page, number, sheet, budget, dpi, streams)

    def _marked(
        self, page: Any, number: int, sheet: Sheet, budget: float, dpi: float, read: list[Stream]
    ) -> MarkedPage:
        streams: list[Stream] | None = read
        before = _drawn(self._document, number, dpi)
        if before is None:
            return MarkedPage()
        for share, ruled, whole in _WAYS:
            streams = streams or self._reader.read(page)
            rules = plan_rules(streams, sheet, before, budget) if ruled else RulePlan()
            if ruled and not rules.candidates:
                continue
            tried, streams = streams, None  # a plan writes into the words of its streams: the next way reads them anew
            try:
                plan = WordPlan(sheet.to_seen, budget * share - rules.spent, whole=whole)
                plan.choose([show for stream in tried for show in stream.machine.shows])
                shorten(plan.candidates, before, dpi / 72)
                trial = _Trial(self._document, number, dpi, sheet, tried, plan, rules)
            except (ArithmeticError, LookupError, ValueError):  # numbers that no page can mean
                continue
            if not trial.candidates:
                continue
            if trial.is_faithful(before):
                return trial.accepted()
            trial.undo()
        return MarkedPage()


def _drawn(
    document: Any, number: int, dpi: float, part: Box | None = None, draw: _Draw = grey_page
) -> NDArray[np.uint8] | None:
    try:
        return draw(document, number, dpi, part)
    except (RuntimeError, ValueError):  # MuPDF cannot draw it, so nothing could be checked or traced
        return None


def _text(document: Any, number: int) -> str:
    return str(document[number].get_text())


class _Trial:
    """One way to mark a page, put into the MuPDF document to be looked at."""

    def __init__(
        self,
        document: Any,
        number: int,
        dpi: float,
        sheet: Sheet,
        streams: list[Stream],
        plan: WordPlan,
        rules: RulePlan,
    ) -> None:
        self._document, self._number, self._dpi, self._sheet = document, number, dpi, sheet
        self._streams = streams
        self.candidates = plan.candidates + rules.candidates
        self._shifts = renumbered(rules.shifts, dict(enumerate(range(len(plan.candidates), len(self.candidates)))))
        self._text = _text(document, number)
        self._written = self._rewrite()

    def _rewrite(self) -> list[MarkedStream]:
        written = []
        for index, stream in enumerate(self._streams):
            shifts = self._shifts.get(index, ())
            rewriter = Rewriter(stream.machine, stream.operations, self.candidates, self._sheet.to_seen, shifts)
            content = rewriter.content()
            if rewriter.fields:
                written.append(MarkedStream(stream.number, content, rewriter.fields))
        return written

    def _set(self, bits: NDArray[np.uint8] | None) -> None:
        """Put the page into the document with the given bit for every candidate, or neutral."""
        for stream in self._written:
            self._document.update_stream(stream.number, stream.with_bits(bits), compress=False)

    def _look(
        self, bits: NDArray[np.uint8] | None, part: Box | None = None, draw: _Draw = grey_page
    ) -> NDArray[np.uint8] | None:
        self._set(bits)
        return _drawn(self._document, self._number, self._dpi, part, draw)

    def undo(self) -> None:
        for stream in self._streams:
            self._document.update_stream(stream.number, stream.data, compress=False)

    def is_faithful(self, before: NDArray[np.uint8]) -> bool:
        """Whether the page looks and reads as before; slots of lines that do not are given up, if they are few."""
        most = _MENDED * len(self.candidates)
        for culprits in (partial(self._misplaced, before), self._misread):
            while found := culprits():
                most -= len(found)
                if most < 0 or len(found) == len(self.candidates):
                    return False
                self._keep([index for index in range(len(self.candidates)) if index not in found])
            if found is None:
                return False
        return True

    def _misplaced(self, before: NDArray[np.uint8]) -> set[int] | None:
        """Find the words' slots where the neutral page looks different; None where they cannot be found."""
        neutral = self._look(None)
        if neutral is None or neutral.shape != before.shape:
            return None
        apart = cv2.absdiff(before, neutral) > _VISIBLE
        if float(apart.mean()) <= _TOLERATED:
            return set()
        chosen = [candidate.carrier != RULING for candidate in self.candidates]
        found = np.flatnonzero(_sums(apart.astype(np.float32), self.candidates, chosen, self._dpi / 72) >= _SHIFTED)
        return set(found.tolist()) or None

    def _misread(self) -> set[int] | None:
        """Find the words' slots on lines that read differently once marked; None where they cannot be found."""
        wrong = [bits for bits in every_pair(len(self.candidates)) if not self._reads(bits)]
        if not wrong:
            return set()
        self.undo()
        lines = lines_of(self._document, self._number)
        boxes = []
        for bits in wrong:
            self._set(bits)
            boxes += [_core(box) for box in changed(lines, lines_of(self._document, self._number))]
        culprits = {
            index
            for index, candidate in enumerate(self.candidates)
            if candidate.carrier != RULING and any(_meet(part, box) for part in candidate.parts for box in boxes)
        }
        return culprits or None

    def _reads(self, bits: NDArray[np.uint8] | None) -> bool:
        self._set(bits)
        return _text(self._document, self._number) == self._text

    def accepted(self) -> MarkedPage:
        """Measure every slot, leave out the weak ones, and write the page for good."""
        energy = self._energies()
        rounded = [
            value < _LEAST_ENERGY <= one.foretold and self._is_large(one)
            for one, value in zip(self.candidates, energy, strict=True)
        ]
        if any(rounded):  # perhaps drawn on the same pixels at A and at B
            energy = np.where(rounded, self._energies(rounded, fine_page), energy).tolist()
        keep = [index for index, value in enumerate(energy) if value >= _LEAST_ENERGY]
        if len(keep) < len(energy):  # most pages keep all
            self._keep(keep)
        self._set(None)
        return MarkedPage(self._written, self.candidates, [energy[index] for index in keep])

    def _keep(self, keep: list[int]) -> None:
        """Give up all slots but these."""
        self.undo()  # a stream that keeps none is not written any more
        number_of = {old: new for new, old in enumerate(keep)}
        for stream in self._streams:
            self._renumber(stream.machine.shows, keep, number_of)
        self._shifts = renumbered(self._shifts, number_of)
        self.candidates = [self.candidates[index] for index in keep]
        self._written = self._rewrite()

    def _renumber(self, shows: Sequence[Show], keep: list[int], number_of: Mapping[int, int]) -> None:
        """Give words the new numbers of their slots; what is no longer cut off rises and falls with what it follows."""
        before = after = -1  # the unit of the word before, by its old number and by its new one
        for show in shows:
            mover = Mover(show, show.to_page @ self._sheet.to_seen)
            for word in show.words:
                unit, was_cut, first = word.height, word.split, word is show.words[0]
                word.place = number_of.get(word.place, -1)
                word.split = was_cut and (word.place >= 0 or unit in number_of)
                joins = was_cut and not word.split
                begins = was_cut or unit != before or (first and unit < 0)
                if begins and not joins:
                    after = number_of.get(unit, -1)
                word.height, before = after, unit
                if after >= 0 and unit not in number_of:
                    self.candidates[keep[after]].parts.append(mover.box(word))

    def _is_large(self, candidate: Candidate) -> bool:
        """Whether letters of that height are set on halves of pixels, or on whole ones."""
        return any((y1 - y0) * self._dpi > _ROUNDED * 72 for _, y0, _, y1 in candidate.parts)

    def _energies(self, asked: Sequence[bool] | None = None, draw: _Draw = grey_page) -> list[float]:
        """Measure Σ (A - B)² of slots, of all or of those asked for."""
        energy = np.zeros(len(self.candidates))
        wanted = [True] * len(self.candidates) if asked is None else asked
        boxes = np.array(
            [box for one, mine in zip(self.candidates, wanted, strict=True) if mine for box in one.parts]
        ).reshape(-1, 4)
        if not len(boxes):
            return energy.tolist()
        part = (*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist())  # a line beside a large scan
        low = self._look(np.zeros(len(self.candidates), np.uint8), part, draw)
        for carrier in (HEIGHT, PLACE, RULING):
            chosen = [mine and one.carrier == carrier for one, mine in zip(self.candidates, wanted, strict=True)]
            high = self._look(np.array(chosen, np.uint8), part, draw) if any(chosen) else None
            if low is None or high is None:
                continue
            scale = (DPI / self._dpi) ** 2
            energy += scale * _sums(squares(low, high), self.candidates, chosen, self._dpi / 72)
        return [float(value) for value in energy]


def _sums(
    step: NDArray[np.float32], candidates: list[Candidate], chosen: list[bool], zoom: float
) -> NDArray[np.float64]:
    """Sum an image over the boxes of each chosen candidate; overlapping pixels go to the one that comes later."""
    labels = np.full(step.shape, -1, np.int32)
    for index, candidate in enumerate(candidates):
        if chosen[index]:
            for x0, y0, x1, y1 in candidate.parts:
                left, top = max(0, int(x0 * zoom)), max(0, int(y0 * zoom))
                labels[top : int(np.ceil(y1 * zoom)), left : int(np.ceil(x1 * zoom))] = index
    inside = labels >= 0
    return np.bincount(labels[inside], weights=step[inside], minlength=len(candidates)).astype(np.float64)


def _core(box: Box) -> Box:
    """Take what lies well inside a line's box, which reaches into the lines above and below."""
    x0, y0, x1, y1 = box
    margin = 0.25 * min(x1 - x0, y1 - y0)
    return x0 + margin, y0 + margin, x1 - margin, y1 - margin


def _meet(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
