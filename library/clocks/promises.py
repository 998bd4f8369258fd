"""What an office promises, as its rules say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from library.clocks.clock import CalendarDays, ClockKind, Limit, OpenMinutes, Promise, WorkingDays

if TYPE_CHECKING:
    from library.offices.office import Office
    from library.offices.rules import Rules


def promise_of(office: Office, kind: ClockKind) -> Promise | None:
    """Give the promise of a clock under the standard in force; None where nothing is promised.

    Only C5 may have none: where nobody closes a silent conversation by rule.
    """
    limit = _limit(office.rules, kind)
    if limit is None:
        return None
    return Promise(kind, limit, office.version, office.rules.clocks.warning_percent.value)


def _limit(rules: Rules, kind: ClockKind) -> Limit | None:
    match kind:
        case ClockKind.CONSULTATION:
            return OpenMinutes(rules.consultation.limit_minutes.value)
        case ClockKind.LIBRARY:
            return OpenMinutes(rules.library.limit_minutes.value)
        case ClockKind.SOFTCOPY:
            return OpenMinutes(rules.softcopy.limit_minutes.value)
        case ClockKind.ANSWER:
            return WorkingDays(rules.online.answer_working_days.value)
        case ClockKind.INACTIVITY:
            return _silence(rules)


def _silence(rules: Rules) -> Limit | None:
    rule = rules.online.inactivity.value
    if rule.days is None:
        return None
    return WorkingDays(rule.days) if rule.counts == "working" else CalendarDays(rule.days)
