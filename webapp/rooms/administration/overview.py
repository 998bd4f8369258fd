"""The front page of administration: every part with its state, and what waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from library.readers import factor_standing
from library.readers.factor_policy import policy_of
from library.readers.roles import Right
from library.revisions import holidays as declared
from library.revisions.holidays import NATION
from webapp.current import current_library
from webapp.pages import page
from webapp.rooms.administration import kinds
from webapp.rooms.administration.blueprint import blueprint, tabs
from webapp.security import audience


@dataclass(frozen=True, slots=True)
class Part:
    """One part: where it is looked after, and how it stands; `kind` is that of a chip."""

    label: str
    url: str
    icon: str
    state: str
    kind: str


@blueprint.get("")
@audience.right(Right.MANAGE_DATA)
def overview() -> ResponseReturnValue:
    """Show every part with its state."""
    drafts = current_library().editing.drafts()
    return page(
        "administration/overview.html",
        view="staff",
        tabs=tabs("overview"),
        parts=[_people(), _holidays(), _jobs()],
        drafts=[(row, kinds.title_of(row)) for row in drafts],
        people=kinds.names_of(drafts),
    )


def _people() -> Part:
    library = current_library()
    with library.database.read() as records:
        without = factor_standing.without(records, policy_of(library.settings))
    state = ngettext(
        "%(num)s account of the staff without a second step",
        "%(num)s accounts of the staff without a second step",
        without,
    )
    fine = _("Every account of the staff has its second step")
    return Part(
        _("People"),
        url_for("administration.people"),
        "users",
        state if without else fine,
        "warn" if without else "good",
    )


def _holidays() -> Part:
    missing = list(_years_unknown())
    url = url_for("administration.holidays", year=missing[0] if missing else None)
    state = _("Holidays of %(years)s are not decreed yet", years=", ".join(map(str, missing)))
    return Part(
        _("Holidays"),
        url,
        "calendar",
        state if missing else _("Known for this year and the next"),
        "warn" if missing else "good",
    )


def _years_unknown() -> Iterator[int]:
    library = current_library()
    today = library.clock().date()
    with library.database.read() as records:
        for year in (today.year, today.year + 1):
            if not declared.is_known(declared.year_in_force(records, today, NATION, year)):
                yield year


def _jobs() -> Part:
    given_up = current_library().outbox.counts().get("dead", 0)
    state = ngettext("%(num)s job was given up", "%(num)s jobs were given up", given_up)
    return Part(
        _("Later work"),
        url_for("administration.jobs"),
        "activity",
        state if given_up else _("Nothing was given up"),
        "bad" if given_up else "good",
    )
