"""Time by the clock and by the processor: on a busy machine the second says what the first cannot."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

import numpy as np

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Spent:
    """Seconds of one piece of work."""

    clock: float
    processor: float


@dataclass(frozen=True)
class Spread:
    """Milliseconds of many pieces of work: half are below `p50`, 95 of 100 below `p95`."""

    p50: float
    p95: float
    processor_p50: float
    processor_p95: float

    def cells(self) -> str:
        """Give four cells of a table."""
        return f"{self.p50:.1f} | {self.p95:.1f} | {self.processor_p50:.1f} | {self.processor_p95:.1f}"


CELLS = "p50 ms | p95 ms | p50 ms of processor | p95 ms of processor"


def measured(work: Callable[P, R], *given: P.args, **named: P.kwargs) -> tuple[R, Spent]:
    """Do something and give its result; processes that it started and waited for count too."""
    clock, processor = time.perf_counter(), _processor()
    result = work(*given, **named)
    return result, Spent(time.perf_counter() - clock, _processor() - processor)


def spread(spent: Sequence[Spent]) -> Spread:
    """Sum many measurements up."""
    clock = np.percentile([each.clock * 1000 for each in spent], [50, 95])
    processor = np.percentile([each.processor * 1000 for each in spent], [50, 95])
    return Spread(*(float(value) for value in (*clock, *processor)))


def _processor() -> float:
    uses = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(use.ru_utime + use.ru_stime for use in uses)
