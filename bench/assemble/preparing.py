"""What preparing a master takes: seconds and memory, in a process of its own."""

from __future__ import annotations

import resource
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from bench.assemble.timing import processor_seconds
from watermark.prepare import prepare


@dataclass(frozen=True)
class Preparation:
    """Seconds by the clock, seconds of processor time, and the most memory held, bytes."""

    seconds: float
    busy: float
    memory: int

    def told(self, pages: int) -> str:
        """Say it in a sentence."""
        return (
            f"prepared in {self.seconds:.1f} s, {self.seconds / pages:.2f} s a page; "
            f"{self.busy / pages:.2f} s of processor time a page, {self.memory / 2**20:.0f} MiB"
        )


def prepared(source: Path, folder: Path) -> Preparation:
    """Prepare a master; a new process tells its memory without this one's."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_prepared, source, folder).result()


def _prepared(source: Path, folder: Path) -> Preparation:
    start, used = time.perf_counter(), processor_seconds()
    prepare(source, folder)
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    memory = 1024 * max(one.ru_maxrss for one in usages)
    return Preparation(time.perf_counter() - start, processor_seconds() - used, memory)
