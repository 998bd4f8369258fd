"""Who comes, when, and for what. Every number here is an assumption of ours, stated in docs/bench-floor.md."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

DAY = datetime(2026, 11, 23, 0, 0, tzinfo=UTC) - timedelta(hours=7)  # local midnight in Jakarta, a Monday
# Share of the day's arrivals in each local hour: a morning peak, a lull over the break, a smaller peak after it.
PROFILE = {8: 0.13, 9: 0.22, 10: 0.22, 11: 0.13, 12: 0.03, 13: 0.15, 14: 0.12}
CONSULTATION = 0.6
BAG = 0.5
SOFTCOPY = 0.5
NO_SHOW = 0.02
AWAY = 0.03  # of the times at which an officer has served somebody


@dataclass(frozen=True, slots=True)
class Guest:
    """One visitor: when her page of the guest book is saved, and what she needs (minutes)."""

    at: datetime
    service: str
    bag: bool
    wants_copy: bool
    shows_up: bool
    talk: float
    handing: float
    """What the front desk needs for her: card, key and door; or the door alone."""
    reading: float
    pause: float
    """After serving her: notes are written, and now and then the officer is called away."""


def arrivals(count: int, seed: int) -> list[Guest]:
    """Draw a day of `count` visitors: a Poisson process whose rate follows the profile, given its count."""
    chance = random.Random(seed)
    hours = chance.choices(list(PROFILE), weights=list(PROFILE.values()), k=count)
    times = sorted(DAY + timedelta(hours=hour, seconds=chance.uniform(0, 3600)) for hour in hours)
    return [_guest(at, chance) for at in times]


def _guest(at: datetime, chance: random.Random) -> Guest:
    service = "consultation" if chance.random() < CONSULTATION else "library"
    bag = chance.random() < BAG
    return Guest(
        at=at,
        service=service,
        bag=bag,
        wants_copy=service == "library" and chance.random() < SOFTCOPY,
        shows_up=chance.random() >= NO_SHOW,
        talk=min(45.0, chance.lognormvariate(1.9, 0.55)),  # median 6.7 minutes
        handing=chance.uniform(0.8, 1.6) if bag else chance.uniform(0.2, 0.5),
        reading=min(150.0, chance.lognormvariate(3.6, 0.5)),  # median 37 minutes
        pause=chance.uniform(5.0, 20.0) if chance.random() < AWAY else min(5.0, chance.lognormvariate(0.0, 0.8)),
    )
