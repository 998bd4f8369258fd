"""Is the promise kept? One share over all clocks, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from library.clocks import Compliance
from webapp.rooms.door.words import CLOCKS, say


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the head of the office reads first. `rate` is a share from 0 to 1; None while nothing is judged."""

    rate: float | None
    kept: bool
    words: str
    detail: str
    running_late: int


@dataclass(frozen=True, slots=True)
class ClockShare:
    """One of the clocks: its name, the share that was kept, and the numbers behind it."""

    name: str
    rate: float | None
    words: str
    breached: int
    excluded: int


def verdict(compliance: Mapping[str, Compliance], running_late: int) -> Verdict:
    """Judge a day. `running_late`: promises that run and are over their limit at this moment."""
    met = sum(each.met for each in compliance.values())
    breached = sum(each.breached for each in compliance.values())
    if met + breached == 0:
        words, detail = _("Nothing to judge yet"), _("No promise has come to its end on this day.")
        return Verdict(None, not running_late, str(words), str(detail), running_late)
    kept = breached == 0 and running_late == 0
    return Verdict(met / (met + breached), kept, _sentence(breached, running_late), _kept(met, breached), running_late)


def _sentence(breached: int, running_late: int) -> str:
    if breached:
        return str(ngettext("One promise was not kept", "%(num)s promises were not kept", breached))
    return str(_("A promise is running late") if running_late else _("The promise is kept"))


def _kept(met: int, breached: int) -> str:
    return str(_("%(met)s of %(all)s began in time.", met=met, all=met + breached))


def shares(compliance: Mapping[str, Compliance], kinds: tuple[str, ...]) -> list[ClockShare]:
    """Give each clock that the office has, with or without a verdict so far."""
    return [_share(kind, compliance.get(kind, Compliance(0, 0, 0))) for kind in kinds]


def _share(kind: str, counts: Compliance) -> ClockShare:
    rate = None if counts.rate is None else float(counts.rate)
    return ClockShare(say(CLOCKS, kind), rate, _kept(counts.met, counts.breached), counts.breached, counts.excluded)
