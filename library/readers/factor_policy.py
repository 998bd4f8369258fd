"""Who needs a second step at sign-in, and how long somebody has to set it up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from library.readers.roles import Role
from library.settings import Settings

STAFF = frozenset({Role.OFFICER.value, Role.LIBRARIAN.value, Role.ADMINISTRATOR.value})


@dataclass(frozen=True, slots=True)
class FactorPolicy:
    """`roles` need a second step; `grace` runs from the first sign-in that was told of it."""

    roles: frozenset[str] = frozenset()
    grace: timedelta = timedelta()

    def due(self, role: str, asked_at: datetime | None) -> datetime | None:
        """Say by when an account without a second step has to have one; None where nobody asks for it."""
        return asked_at + self.grace if role in self.roles and asked_at is not None else None


def policy_of(settings: Settings) -> FactorPolicy:
    """Read the policy from the settings."""
    return FactorPolicy(settings.roles_with_second_factor, timedelta(days=settings.second_factor_days))


def may_have(role: str) -> bool:
    """Say whether an account of this role may set one up: the staff."""
    return role in STAFF
