"""Many ratings as one score, and scores by office, service, month and group of people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from library.feedback import importance, skm
from library.feedback.groups import may_be_shown
from library.feedback.importance import Survey
from library.feedback.instruments import Instrument
from library.feedback.sampling import Interval, confidence, krejcie_morgan
from library.feedback.skm import Index
from library.feedback.tallies import Filled, Kind, Tally, joined, tallies


@dataclass(frozen=True, slots=True)
class Score:
    """`index` for the SKM, `survey` for the 1–10 survey; both None without answers."""

    answers: int
    index: Index | None = None
    survey: Survey | None = None

    @property
    def exact(self) -> Fraction | None:
        """The index on 25…100, or the weighted satisfaction on 1…10."""
        if self.index is not None:
            return self.index.exact
        return None if self.survey is None else self.survey.satisfaction


@dataclass(frozen=True, slots=True)
class Scores:
    """A period in ratings. `groups` holds what may be shown; `hidden` counts, by grouping, the answers that may not."""

    instrument: Instrument
    invited: int
    """Services that ended in the period: the population."""
    needed: int
    """Krejcie–Morgan's sample size for it."""
    total: Score
    interval: Interval | None
    by_office: dict[str, Score]
    by_service: dict[str, Score]
    by_month: dict[str, Score]
    groups: dict[str, dict[str, Score]]
    hidden: dict[str, int]


def score(instrument: Instrument, tally: Tally) -> Score:
    """Sum ratings up by their instrument's own rule."""
    if instrument.kind == "skm":
        return Score(tally.answers, index=skm.index_of_sums(tally.answers, tally.sums, instrument.codes))
    return Score(tally.answers, survey=importance.survey_of_sums(tally.answers, tally.sums, instrument.codes))


def scores(instrument: Instrument, filled: Sequence[Filled], invited: int, groupings: Iterable[str]) -> Scores:
    """Give every score of a period."""
    parts = tallies(instrument, filled)
    groups, hidden = {}, {}
    for name in groupings:
        groups[name], hidden[name] = _grouped(instrument, parts, name)
    return Scores(
        instrument=instrument,
        invited=invited,
        needed=krejcie_morgan(invited),
        total=score(instrument, joined(list(parts.values()))),
        interval=_interval(instrument, filled, invited),
        by_office=_by(instrument, parts, "office"),
        by_service=_by(instrument, parts, "service"),
        by_month=_by(instrument, parts, "month"),
        groups=groups,
        hidden=hidden,
    )


def _interval(instrument: Instrument, filled: Sequence[Filled], invited: int) -> Interval | None:
    codes = instrument.codes
    if instrument.kind == "skm":
        values = [skm.own_index(each.answers, codes) for each in filled]
        return confidence(values, invited, skm.SCALE)
    values = [importance.own_satisfaction(each.answers, codes) for each in filled]
    return confidence(values, invited, importance.SCALE)


def _by(instrument: Instrument, parts: Mapping[Kind, Tally], name: str) -> dict[str, Score]:
    found: dict[str, list[Tally]] = defaultdict(list)
    for kind, tally in parts.items():
        found[getattr(kind, name)].append(tally)
    return {code: score(instrument, joined(same)) for code, same in sorted(found.items())}


def _grouped(instrument: Instrument, parts: Mapping[Kind, Tally], name: str) -> tuple[dict[str, Score], int]:
    """Give the groups that may be shown; who has not said belongs to a group too, else she could be told apart."""
    found = _by(instrument, parts, name)
    shown = may_be_shown({group: each.answers for group, each in found.items()})
    hidden = sum(each.answers for group, each in found.items() if group not in shown)
    return {group: each for group, each in found.items() if group in shown}, hidden
