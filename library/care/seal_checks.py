"""`pustaka doctor`: can the office's seal be used, and for how long?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from library.care.doctor import Check
from library.errors import BadSettings
from library.settings import Settings
from library.softcopies.seals import open_seals

RENEW_AHEAD = timedelta(days=30)


def seal_checks(settings: Settings) -> Iterator[Check]:
    """Look at the seal in use; earlier ones may have run out."""
    try:
        seal = open_seals(settings).current
    except BadSettings as exc:
        yield Check("seal", "fault", exc.sentence("en"), "Correct the setting; until then nothing starts.")
        return
    if seal is None:
        yield Check("seal", "ok", "none: copies bear no seal")
        return
    now, found = datetime.now(UTC), f"{seal.subject}, {seal.since:%Y-%m-%d} to {seal.until:%Y-%m-%d}"
    if not seal.holds_at(now):
        yield Check("seal", "fault", found, "It does not hold today: no copy is delivered. Renew the certificate.")
    elif seal.until - now < RENEW_AHEAD:
        yield Check("seal", "warning", found, "Renew the certificate; copies cannot be delivered once it has run out.")
    else:
        yield Check("seal", "ok", found)
