"""The door of tracing: leaked files in, a verdict out."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from watermark.accusation import IDENTIFIED, LEAD, Accusation, accuse
from watermark.codes import codes
from watermark.errors import LeakError
from watermark.trace.case import Case
from watermark.trace.evidence import page_evidence
from watermark.trace.further import further_pages
from watermark.trace.leak import LeakFile, open_leak
from watermark.trace.picture import read_picture
from watermark.trace.regions import Region, keyed, regions
from watermark.trace.verdict import Accused, Outcome, PageEvidence, TracedPage, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from watermark.trace.masters import KnownMaster

FIRST_LOOK = 6
"""Pages of a long leak read before the first verdict; each later look doubles their number."""

MOST_PAGES = 96
_EVIDENCE_PAGES = 4
_KEPT = 16  # files whose first page is kept from looking at them to reading it: up to 18 MB each


def trace(
    files: Sequence[Path],
    masters: Sequence[KnownMaster],
    identities: Sequence[str],
    *,
    work: str | None = None,
    most_pages: int = MOST_PAGES,
    progress: Callable[[int, int], None] | None = None,
) -> Verdict:
    """Name the reader whose copy came back, or nobody.

    Args:
        files: the leak: PDF, PNG, JPEG, TIFF, WebP, HEIC; one or many, of one work or several.
        masters: every master version from which a copy went out.
        identities: every identity, opaque and stable, as `codes.code` was called with.
        work: the work, if it is known; the other masters are then left aside.
        most_pages: pages of the leak that are read at most, spread over all of it.
        progress: called with pages read and pages to read.

    Returns:
        The verdict. Files that cannot be opened are told in its pages; they are no error.
    """
    start = time.monotonic()
    chosen = [one for one in masters if work is None or one.work == work]
    case = Case(chosen, tuple(dict.fromkeys(identities)))
    opened = _opened(files, case)
    plan = _plan(opened, most_pages)
    looks = list(_looks(plan))
    case.alone = len(plan) == 1
    accused: list[Accused] = []
    tell = progress or (lambda _done, _pages: None)
    read = 0
    for look, batch in enumerate(looks):
        for place in batch:
            _read_page(place, case)
            read += 1
            tell(read, len(plan))
        # A verdict may be given at every look, so look k of n pays 2^k: together they take 1 − 2⁻ⁿ of the error.
        price = 1 if len(looks) == 1 else 2 ** (look + 1)
        accused = accused_by(case, price)
        if _sure(accused):
            # Whoever asks for further works after look k of n pays 2ⁿ⁺ᵏ, and all who might the 2⁻ⁿ that is left.
            further = further_pages(plan[read:], case, partial(tell, read, len(plan)))
            accused = _once([*accused, *_named_by(further, case, 2 ** (len(looks) + look + 1))])
            read += len(further)
            break
    unread = sum(file.pages for file in opened) - read
    return _verdict(case, accused, time.monotonic() - start, unread)


def _named_by(places: Sequence[tuple[LeakFile, int]], case: Case, price: int) -> list[Accused]:
    """Read some more pages, and name by them alone."""
    before = len(case.readings)
    for place in places:
        _read_page(place, case)
    parts = regions(case.readings[before:])
    case.trials += sum(len(case.masters[region.master].keys) for region in parts) * price
    return _named(parts, case, price)


def _opened(files: Sequence[Path], case: Case) -> list[LeakFile]:
    opened: list[LeakFile] = []
    for path in files:
        try:
            opened.append(open_leak(path, keep=len(opened) < _KEPT))
        except LeakError as exc:
            case.pages.append(TracedPage(path.name, 1, reason=str(exc)))
    return opened


def _plan(files: Sequence[LeakFile], most: int) -> list[tuple[LeakFile, int]]:
    """Every page, or `most` of them spread evenly, in an order that reaches all parts early."""
    every = [(file, number) for file in files for number in range(file.pages)]
    if len(every) > most:
        every = [every[i] for i in np.linspace(0, len(every) - 1, most).round().astype(int).tolist()]
    golden = (np.arange(len(every)) * 0.6180339887) % 1
    return [every[i] for i in np.argsort(np.argsort(golden)).tolist()] if len(every) > FIRST_LOOK else every


def _looks(plan: Sequence[tuple[LeakFile, int]]) -> Iterator[Sequence[tuple[LeakFile, int]]]:
    """Cut the plan into looks of 6, 6, 12, 24 … pages."""
    start, size = 0, FIRST_LOOK
    while start < len(plan):
        yield plan[start : start + size]
        start, size = start + size, start + size


def _read_page(place: tuple[LeakFile, int], case: Case) -> None:
    file, number = place
    try:
        for leak in file.read([number]):
            read_picture(leak, case)
    except LeakError as exc:
        case.pages.append(TracedPage(file.path.name, number + 1, reason=str(exc)))


def accused_by(case: Case, price: int) -> list[Accused]:
    """Score every region under every key, each with its share of the error; read on where nobody is identified.

    What may still be read has its share, too: whoever stops at the first name has made some of these tests, and the
    bound is that of all of them.

    Args:
        case: what has been read, and what may be.
        price: what every bound is multiplied by besides.
    """
    parts = regions(case.readings)
    case.trials = max(sum(len(case.masters[region.master].keys) for region in parts), case.possible) * price
    named = _once(_named(parts, case, price))
    while not _sure(named):
        try:
            more = next(case.unread, None)
        except LeakError:  # a page that cannot be drawn: those behind it stay unread
            more = None
        if more is None:
            break
        named = _once([*named, *_named(regions(more), case, price)])
    return named


def _named(parts: Sequence[Region], case: Case, price: int) -> list[Accused]:
    named: list[Accused] = []
    for region in parts:
        master = case.masters[region.master]
        suspects = case.suspects(master)
        for key_id, key in master.keys:
            trials = price * len(master.keys) / region.share
            found = accuse(keyed(region.readings, key), key, suspects, trials)
            named += [_told(one, master, key_id, region.name) for one in found]
    return named


def _sure(named: Sequence[Accused]) -> bool:
    return any(one.bound <= IDENTIFIED for one in named)


def _told(one: Accusation, master: KnownMaster, key_id: str, region: str) -> Accused:
    return Accused(
        identity=one.identity,
        work=master.work,
        version=master.version,
        key_id=key_id,
        bound=one.bound,
        log10_bound=one.log_bound / float(np.log(10)),
        score=one.score,
        decoder=one.decoder,
        innocent_best=one.innocent_best,
        innocents=one.innocents,
        slots=one.slots,
        agree=one.agree,
        region=region,
    )


def _once(named: Sequence[Accused]) -> list[Accused]:
    """Each identity once per work, lowest bound first; leads step back where somebody is identified."""
    best: dict[tuple[str, str], Accused] = {}
    for one in sorted(named, key=lambda accused: accused.log10_bound):
        best.setdefault((one.identity, one.work), one)
    kept = list(best.values())
    sure = [one for one in kept if one.bound <= IDENTIFIED]
    return sure or [one for one in kept if one.bound <= LEAD]


def _verdict(case: Case, accused: list[Accused], seconds: float, unread: int) -> Verdict:
    outcome: Outcome = "nobody"
    if accused:
        outcome = "identified" if accused[0].bound <= IDENTIFIED else "lead"
    pages, evidence = _with_agreement(case, accused)
    return Verdict(
        outcome=outcome,
        reason=_reason(case, accused),
        pages=tuple(sorted(pages, key=lambda one: (one.file, one.file_page))),
        accused=tuple(accused),
        trials=case.trials,
        identities=len(case.everyone),
        seconds=seconds,
        evidence=tuple(evidence),
        unread=unread,
    )


def _reason(case: Case, accused: Sequence[Accused]) -> str:
    if accused:
        first = accused[0]
        return (
            f"{first.agree} of {first.slots} readable slots fit one code; an innocent one fits so well with a "
            f"probability of at most 10^{math.ceil(10 * first.log10_bound) / 10:.1f}, everything tried counted."
        )
    read = sum(page.slots for page in case.pages)
    if read:
        return f"{read} slots were read, but they fit no reader's code better than chance."
    reasons = list(dict.fromkeys(page.reason for page in case.pages if page.reason))
    return " ".join(reasons[:3]) or "There was nothing to read."


def _with_agreement(case: Case, accused: Sequence[Accused]) -> tuple[list[TracedPage], list[PageEvidence]]:
    """Count and draw, page by page, the slots that read as the code of the first one accused of that work says."""
    pages = list(case.pages)
    evidence: list[PageEvidence] = []
    first_of: dict[tuple[str, str], Accused] = {}
    for one in accused:
        first_of.setdefault((one.work, one.version), one)
    for first in first_of.values():
        evidence += _agreeing_pages(case, first, pages)[:_EVIDENCE_PAGES]
    return pages, evidence


def _agreeing_pages(case: Case, first: Accused, pages: list[TracedPage]) -> list[PageEvidence]:
    """Tell in `pages` how far each one of the work agrees with a code; give the pictures of those that have some."""
    evidence: list[PageEvidence] = []
    for mine in case.readings:
        master = case.masters[mine.master]
        key = dict(master.keys).get(first.key_id)
        told = pages[mine.file_page]
        if (master.work, master.version) != (first.work, first.version) or key is None or told.agree is not None:
            continue
        bits = codes(key, [first.identity], mine.readings.slots)[0]
        read = np.isfinite(mine.readings.noise)
        agrees = (mine.readings.value > 0) == (bits == 1)
        told = replace(
            told,
            work=master.work,
            version=master.version,
            page=mine.page + 1,
            slots=int(read.sum()),
            agree=int(np.sum(agrees & read)),
        )
        pages[mine.file_page] = told
        seen = [one for one in case.sketches.get(mine.file_page, ()) if one.master == mine.master]
        if seen:
            evidence.append(page_evidence(told, seen[0], read, agrees))
    return evidence
