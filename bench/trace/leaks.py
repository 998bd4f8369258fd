"""One leak: made from one account's copy, traced, and told as a row."""

from __future__ import annotations

import resource
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import cv2
import numpy as np

from bench.trace import versions
from bench.trace.catalogue import INNOCENT, PICTURE_ATTACKS
from bench.trace.documents import DOCUMENT_ATTACKS
from bench.trace.results import Row
from bench.trace.shelf import ACCOUNTS, Sample
from bench.trace.viewers import VIEWER_ATTACKS
from bench.trace.worn import WORN_ATTACKS
from watermark.trace.masters import KnownMaster
from watermark.trace.tracing import trace
from watermark.trace.verdict import Verdict


@dataclass(frozen=True)
class Leak:
    """One attack on one page; account and accidents are functions of its name."""

    sample: Sample
    attack: str

    @cached_property
    def _coin(self) -> np.random.Generator:
        return np.random.default_rng(zlib.crc32(f"{self.attack} {self.sample.name}".encode()))

    @cached_property
    def account(self) -> str:
        return ACCOUNTS[int(self._coin.integers(len(ACCOUNTS)))]

    @property
    def leaker(self) -> str:
        """Who is to be named; nobody where the leak is innocent."""
        return "" if self.attack in INNOCENT else self.account

    @property
    def version(self) -> str:
        """Of the code that makes and traces it."""
        return versions.version(viewed=self.attack in VIEWER_ATTACKS)

    def make(self, folder: Path) -> list[Path]:
        """Write it: a file for each page."""
        account = self.account
        return [self._page(one, account, folder / f"leak-{i}") for i, one in enumerate(self.sample.each())]

    def _page(self, sample: Sample, account: str, out: Path) -> Path:
        if self.attack in DOCUMENT_ATTACKS:
            path = out.with_suffix(".pdf")
            DOCUMENT_ATTACKS[self.attack](sample.pdf(account, out.with_name("copy.pdf")), path)
            return path
        path = out.with_suffix(".png")
        cv2.imwrite(str(path), self._picture(sample, account, out))
        return path

    def _picture(self, sample: Sample, account: str, out: Path) -> np.ndarray:
        if self.attack in INNOCENT:
            return INNOCENT[self.attack](sample)
        if self.attack in VIEWER_ATTACKS:
            return VIEWER_ATTACKS[self.attack](sample.pdf(account, out.with_name("copy.pdf")))
        attack = (PICTURE_ATTACKS | WORN_ATTACKS)[self.attack]
        return attack(sample.picture(account), self._coin)


def traced(leak: Leak, library: Sequence[KnownMaster], folder: Path) -> Row:
    """Make a leak in a folder and trace it."""
    paths = leak.make(folder)
    start, wall = _processor_seconds(), time.monotonic()
    verdict = trace(paths, library, ACCOUNTS)
    return _row(leak, verdict, (_processor_seconds() - start, time.monotonic() - wall))


def _processor_seconds() -> float:
    """Of this process and of those that it has started and seen end."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _row(leak: Leak, verdict: Verdict, spent: tuple[float, float]) -> Row:
    """Tell what came of a leak; of an innocent one every name is wrong."""
    sample, account = leak.sample, leak.leaker
    named = {one.identity: one for one in verdict.accused}
    mine = named.get(account)
    sure = verdict.outcome == "identified"
    shown = [one.page for one in sample.each()]
    pages = [one for one in verdict.pages if one.work == sample.file and one.page and one.page - 1 in shown]
    return Row(
        kind=sample.kind,
        page=sample.name,
        attack=leak.attack,
        version=leak.version,
        outcome=verdict.outcome,
        right=mine is not None,
        wrong=sum(name != account for name in named) if sure else 0,
        wrong_leads=0 if sure else sum(name != account for name in named),
        log10_bound=mine.log10_bound if mine else 0.0,
        slots=int(sample.pages.map.per_page()[shown].sum()),
        read=sum(one.slots for one in pages),
        agree=mine.agree / mine.slots if mine else 0.0,
        found=len({one.page for one in pages}) == len(shown),
        cpu=spent[0],
        wall=spent[1],
    )
