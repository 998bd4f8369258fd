"""Timing of things that write a file, and a table of it."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench.trace.shares import markdown

Way = Callable[[Path], object]


@dataclass
class Contestant:
    """Something that writes a file, and how long that took in every round.

    Attributes:
        name: what it is.
        way: writes the file that it is given.
        file: where to.
        without: measures what shall not count, on the file just written, seconds; None counts all.
        rounds: at most so many; the slow ones take part in the first rounds only.
        seconds: by the clock, of every round.
        busy: of processor time, of this process and its children, of every round; all counted.
    """

    name: str
    way: Way
    file: Path
    without: Callable[[Path], float] | None = None
    rounds: int = 1_000
    seconds: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)

    def run(self) -> None:
        """Write the file once, and note what that took."""
        start, used = time.perf_counter(), processor_seconds()
        self.way(self.file)
        took, busy = time.perf_counter() - start, processor_seconds() - used
        spared = self.without(self.file) if self.without else 0.0
        self.seconds.append(took - spared)
        self.busy.append(busy)


def processor_seconds() -> float:
    """Of this process and of those that it has started and seen end."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def timed(contestants: Sequence[Contestant], rounds: int) -> None:
    """Run all of them in turn, `rounds` times after once to warm up.

    In turn, because a machine that others use, too, is fast for a while and slow for a while: what stands beside each
    other in one round was measured under like conditions.
    """
    for one in contestants:
        if one.rounds > 1:
            one.way(one.file)
    for number in range(rounds):
        for one in contestants:
            if number < one.rounds:
                one.run()


def table(contestants: Sequence[Contestant], size: int) -> str:
    """Write a table in Markdown; ratios are to the first one in the same round, the least, the median and the most."""
    head = ["", "median s", "best s", "processor s", "to the first: median", "least–most", "size"]
    return markdown(head, [_line(one, contestants[0], size) for one in contestants])


def _line(one: Contestant, first: Contestant, size: int) -> list[str]:
    ratios = [mine / other for mine, other in zip(one.seconds, first.seconds, strict=False)]
    return [
        one.name, f"{median(one.seconds):.4f}", f"{min(one.seconds):.4f}", f"{median(one.busy):.4f}",
        f"{median(ratios):.2f}", f"{min(ratios):.2f}–{max(ratios):.2f}", f"{one.file.stat().st_size / size:.3f}",
    ]  # fmt: skip
