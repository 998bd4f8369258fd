"""Reads pages again as their plans say, and keeps what is read better."""

# mypy: allow-untyped-calls
# PyMuPDF has no annotations.

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pymupdf

from ingest.ocr.facts import PageFacts
from ingest.ocr.run import OcrResult, PagesToRead
from ingest.repair.drawing import can_be_drawn, write_sheets
from ingest.repair.grafting import Graft, graft
from ingest.repair.measuring import plan_for
from ingest.repair.plan import Plan, confidence_of, is_better
from ingest.repair.record import PageOrigin, Repair

_ROUNDS = 2
"""A page that was turned can be measured only when it has been read again."""


class Recogniser(Protocol):
    """Recognises pages of a PDF (`ingest.ocr.run.recognise` with all else settled)."""

    def __call__(self, source: Path, out: Path, pages: PagesToRead) -> OcrResult:
        """Write `out` with the words of the pages."""
        ...


@dataclass
class _State:
    """A page on its way: its best plan so far and what that reading told of each part."""

    plan: Plan
    facts: list[PageFacts]
    graft: Graft | None = None
    tried: list[Repair] = field(default_factory=list)


@dataclass(frozen=True)
class Mended:
    """The PDF that is shown, where its pages come from, and the facts of those that were recognised, by page."""

    pdf: Path
    origins: dict[int, PageOrigin]
    facts: dict[int, PageFacts]
    fresh: frozenset[int]
    """pages that are not as in the source"""


def mend(
    source: Path,
    recognised: Path,
    facts: Mapping[int, PageFacts],
    recognise: Recogniser,
    *,
    folder: Path,
    pages: int,
    out: Path,
    report: Callable[[], None],
) -> Mended:
    """Repair what a measurement asks for, wherever the repaired page is read at least as well.

    Args:
        source: the PDF as it was before recognition.
        recognised: the same with words.
        facts: what recognition told of each page that it was asked about.
        recognise: how repaired pages are read.
        folder: for what is made on the way.
        pages: of the source.
        out: is made where a page is repaired.
        report: called for every page that is looked at, so that nobody thinks the work has stalled.
    """
    states = {number: _State(Plan(), [found]) for number, found in facts.items()}
    for turn in range(_ROUNDS):
        plans = _plans(source, states, folder, report, again=turn > 0)
        if not plans:
            break
        _try(source, states, plans, recognise, folder / f"tried-{turn}")
    return _joined(recognised, states, pages, out)


def _plans(
    source: Path, states: Mapping[int, _State], folder: Path, report: Callable[[], None], *, again: bool
) -> dict[int, Plan]:
    """Give new plans by page; in a second round only for pages that were turned in the first."""
    plans = {}
    with pymupdf.open(source, filetype="pdf") as document:
        for number, state in states.items():
            if again and not state.plan.turn:
                continue
            report()
            page = document[number - 1]
            plan = plan_for(page, state.plan, state.facts[0], folder)
            if plan != state.plan and (not plan.is_drawn or can_be_drawn(page)):
                plans[number] = plan
            pymupdf.TOOLS.store_shrink(100)
    return plans


def _try(
    source: Path, states: Mapping[int, _State], plans: Mapping[int, Plan], recognise: Recogniser, name: Path
) -> None:
    drawn, read = name.with_suffix(".pdf"), name.with_suffix(".read.pdf")
    write_sheets(source, sorted(plans.items()), drawn)
    places, at = {}, 1
    for number, plan in sorted(plans.items()):
        places[number] = list(range(at, at + plan.parts))
        at += plan.parts
    speckled = frozenset(place for number, plan in plans.items() if plan.despeckle for place in places[number])
    result = recognise(drawn, read, PagesToRead(_sizes(drawn), speckled))
    for number, plan in plans.items():
        found = [result.facts[place] for place in places[number] if place in result.facts]
        _judge(states[number], plan, found, (read, [place - 1 for place in places[number]]))


def _judge(state: _State, plan: Plan, found: list[PageFacts], made: Graft) -> None:
    kept = len(found) == plan.parts and is_better(found, state.facts)
    before, after = confidence_of(state.facts), confidence_of(found)
    state.tried += plan.told(beyond=state.plan, kept=kept, before=before, after=after)
    if kept:
        state.plan, state.facts, state.graft = plan, found, made


def _sizes(pdf: Path) -> dict[int, tuple[float, float]]:
    with pymupdf.open(pdf, filetype="pdf") as document:
        return {page.number + 1: (page.rect.width, page.rect.height) for page in document}


def _joined(recognised: Path, states: Mapping[int, _State], pages: int, out: Path) -> Mended:
    grafts = {number: state.graft for number, state in states.items() if state.graft}
    if grafts:
        graft(recognised, grafts, out)
    origins: dict[int, PageOrigin] = {}
    facts: dict[int, PageFacts] = {}
    fresh = set()
    for number in range(1, pages + 1):
        state = states.get(number)
        parts = state.plan.parts if state else 1
        for part in range(1, parts + 1):
            place = len(origins) + 1
            repairs = tuple(state.tried) if state else ()
            origins[place] = PageOrigin(number, part if parts > 1 else 0, repairs)
            if state:
                facts[place] = state.facts[part - 1]
            if state and state.graft:
                fresh.add(place)
    return Mended(out if grafts else recognised, origins, facts, frozenset(fresh))
