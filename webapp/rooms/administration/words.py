"""Words for roles, states and parts."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import pgettext
from flask_babel.speaklater import LazyString

from library.readers.roles import GIVEN, Role
from library.store.models import Account
from webapp.current import current_library
from webapp.language_choice import choose_language

ROLES: dict[Role, LazyString] = {
    Role.READER: _l("Reader"),
    Role.OFFICER: _l("Officer"),
    Role.LIBRARIAN: _l("Librarian"),
    Role.ADMINISTRATOR: _l("Administrator"),
}
PARTS: dict[str, LazyString] = {
    "database": _l("Database"),
    "migrations": _l("Tables of this version"),
    "index": _l("Search index"),
    "workers": _l("Workers"),
    "disk": _l("Room on the disk"),
}


def role_options() -> list[tuple[str, str]]:
    """Give the roles for a choice."""
    return [(role.value, str(word)) for role, word in ROLES.items()]


def office_options() -> list[tuple[str, str]]:
    """Give the offices for a choice."""
    language = choose_language()
    return [(code, office.name.in_language(language)) for code, office in current_library().offices.items()]


def role_word(role: str) -> str:
    """Name a role."""
    return str(ROLES[Role(role)]) if role in GIVEN else role


def state_of(account: Account) -> tuple[str, str]:
    """Say how an account stands, and the kind of chip that shows it."""
    if account.disabled_at is not None:
        return _("Shut"), "bad"
    if account.password is None:
        return _("Invited"), "warn"
    if account.verified_at is None:
        return _("Address not confirmed"), "warn"
    return pgettext("account", "Open"), "good"
