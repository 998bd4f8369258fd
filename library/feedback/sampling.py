"""How many answers are enough, and how sure a mean is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import fsum, sqrt

from library.feedback.rounding import half_up

CHI_SQUARE = Fraction(3841, 1000)
"""Of one degree of freedom at 95 %, as the authors print it."""
SHARE = Fraction(1, 2)
ERROR = Fraction(5, 100)
CONFIDENCE = 0.95


def krejcie_morgan(population: int) -> int:
    """Give the number of answers that a population of `population` services asks for.

    s = χ² N P (1 − P) / (d² (N − 1) + χ² P (1 − P)) with χ² = 3.841, P = 0.5, d = 0.05, rounded to whole people as in
    the printed table (R. V. Krejcie, D. W. Morgan, Determining Sample Size for Research Activities, Educational and
    Psychological Measurement 30, 1970, pp. 607–610).
    """
    if population <= 0:
        return 0
    spread = CHI_SQUARE * SHARE * (1 - SHARE)
    return int(half_up(spread * population / (ERROR**2 * (population - 1) + spread), 0))


@dataclass(frozen=True, slots=True)
class Interval:
    """The 95 % confidence limits of a mean, on the scale of the values."""

    low: float
    high: float


def confidence(values: Sequence[Fraction], population: int, scale: tuple[float, float]) -> Interval | None:
    """Give the limits of the mean of `values`, drawn from `population` services, kept inside `scale`.

    ȳ ± t √(1 − n/N) s/√n, t of n − 1 degrees of freedom (W. G. Cochran, Sampling Techniques, 3rd ed., 1977, sections
    2.6 and 2.8). None for fewer than two values. Whoever answers does so by choice: the limits tell of chance alone.
    """
    n = len(values)
    if n < 2:
        return None
    student = quantiles()
    numbers = [value.numerator / value.denominator for value in values]
    mean = fsum(numbers) / n
    variance = fsum((number - mean) ** 2 for number in numbers) / (n - 1)
    unseen = 1 - n / max(population, n)
    reach = float(student(n - 1, (1 + CONFIDENCE) / 2)) * sqrt(variance * unseen / n)
    return Interval(max(scale[0], mean - reach), min(scale[1], mean + reach))


@cache
def quantiles() -> Callable[[float, float], float]:
    """Give Student's quantile by degrees of freedom and share.

    Loaded when it is first asked for: it takes a large part of a second, for which no start of a command should wait.
    A server asks at its start, so that nobody who opens a report waits either.
    """
    from scipy.special import stdtrit

    return stdtrit  # type: ignore[no-any-return] # scipy has no types
