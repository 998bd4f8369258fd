"""What each kind of edited data has to be: a check that reads a version and refuses what is none."""

from __future__ import annotations

from collections.abc import Callable

from library.revisions import holidays
from library.store.models import Revision


def _holidays(row: Revision) -> None:
    holidays.checked(holidays.read(row))


CHECKS: dict[str, Callable[[Revision], None]] = {holidays.KIND: _holidays}
