"""Roles and what each may do. A right that stands nowhere is held by nobody."""

from __future__ import annotations

from enum import StrEnum

from library.errors import NotAllowed


class Role(StrEnum):
    """The four kinds of people with an account, and who signed the guest book without one."""

    VISITOR = "visitor"
    READER = "reader"
    OFFICER = "officer"
    LIBRARIAN = "librarian"
    ADMINISTRATOR = "administrator"


# The roles that a person can be given.
GIVEN = tuple(role for role in Role if role is not Role.VISITOR)


class Right(StrEnum):
    """Things that not everybody may do."""

    READ_RESTRICTED = "read-restricted"
    INGEST = "ingest"
    RELEASE = "release"
    DECIDE_REQUESTS = "decide-requests"
    TRACE = "trace"
    SEE_PEOPLE = "see-people"
    MANAGE_ACCOUNTS = "manage-accounts"
    SEE_AUDIT = "see-audit"
    SEE_JOBS = "see-jobs"
    BACK_UP = "back-up"
    SERVE_VISITORS = "serve-visitors"
    SEE_DAY = "see-day"
    MANAGE_FLOOR = "manage-floor"
    MANAGE_DATA = "manage-data"


_OFFICER = {Right.SEE_PEOPLE, Right.SERVE_VISITORS, Right.SEE_DAY}
_LIBRARIAN = {Right.READ_RESTRICTED, Right.INGEST, Right.RELEASE, Right.DECIDE_REQUESTS, Right.SEE_JOBS, Right.TRACE}
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.VISITOR: frozenset(),
    Role.READER: frozenset(),
    Role.OFFICER: frozenset(_OFFICER),
    Role.LIBRARIAN: frozenset(_OFFICER | _LIBRARIAN),
    Role.ADMINISTRATOR: frozenset(Right),
}


def has_right(role: str, right: Right) -> bool:
    """Say whether a role reaches so far; an unknown role reaches nowhere."""
    return right in RIGHTS.get(Role(role), frozenset()) if role in list(Role) else False


def require(role: str, right: Right) -> None:
    """Let pass or refuse.

    Raises:
        NotAllowed: the role has no such right.
    """
    if not has_right(role, right):
        raise NotAllowed(f"{role} lacks {right}")
