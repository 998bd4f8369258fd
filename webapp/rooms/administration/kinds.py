"""What the pages call each kind of edited data, and where it is looked after."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _

from library.revisions import holidays, instruments, mails, offices, replies
from library.store.models import Account, Revision
from webapp.current import current_library
from webapp.language_choice import choose_language

_TABS = {
    holidays.KIND: "holidays",
    offices.KIND: "offices",
    offices.NEW: "offices",
    instruments.KIND: "instruments",
    replies.KIND: "texts",
    mails.KIND: "texts",
}


def tab_of(row: Revision) -> str:
    """Name the tab under which this kind stands."""
    return _TABS.get(row.kind, "overview")


def title_of(row: Revision) -> str:
    """Name what a version is a version of."""
    scope, _colon, rest = row.subject.partition(":")
    if row.kind == holidays.KIND:
        return str(_("Holidays %(year)s: %(scope)s", year=rest, scope=scope_word(scope)))
    if row.kind == offices.KIND:
        return scope_word(row.subject)
    if row.kind == replies.KIND:
        whose = _("All offices") if scope == replies.ALL else scope_word(scope)
        return str(_("Sentence %(code)s: %(scope)s", code=rest, scope=whose))
    if row.kind == mails.KIND:
        return str(_("Mail %(kind)s", kind=row.subject))
    if row.kind == offices.NEW:
        return str(_("New office: %(name)s", name=row.subject))
    return row.subject


def scope_word(scope: str) -> str:
    """Name an office, or the nation."""
    office = current_library().offices.get(scope)
    return office.name.in_language(choose_language()) if office else str(_("All of Indonesia"))


def home_of(row: Revision) -> str:
    """Give the page where this is looked after."""
    scope, _colon, rest = row.subject.partition(":")
    if row.kind == holidays.KIND:
        return url_for("administration.holidays", scope=scope, year=rest)
    if row.kind == replies.KIND:
        return url_for("administration.texts", scope=scope)
    if row.kind == offices.KIND:
        return url_for("administration.office", code=row.subject)
    return url_for(f"administration.{tab_of(row)}")


def names_of(rows: Iterable[Revision]) -> dict[str, str]:
    """Name the people who made or published versions, by their account's id."""
    ids = {each for row in rows for each in (row.made_by, row.published_by) if each}
    with current_library().database.read() as records:
        accounts = {each: records.get(Account, each) for each in ids}
    return {each: account.name for each, account in accounts.items() if account is not None}
