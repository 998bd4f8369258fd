"""The front page of administration: every part with its state, and what waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from library.care.seal_checks import RENEW_AHEAD
from library.preservation import fixity_log
from library.readers import factor_standing
from library.readers.factor_policy import policy_of
from library.readers.roles import Right
from library.revisions import holidays as declared
from library.revisions import offices as edited
from library.revisions import replies
from library.revisions.holidays import NATION
from webapp.current import current_library
from webapp.pages import page
from webapp.rooms.administration import kinds
from webapp.rooms.administration.blueprint import blueprint, tabs
from webapp.rooms.administration.keys import OLD, list_keys
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
        parts=[_people(), _offices(), _holidays(), _instruments(), _texts(), _keys(), _seal(), _jobs(), _kept()],
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


def _offices() -> Part:
    library = current_library()
    with library.database.read() as records:
        changed = len(edited.overlays_in_force(records, library.clock().date()))
    state = _("%(offices)s offices, %(changed)s changed here", offices=str(len(library.offices)), changed=str(changed))
    return Part(_("Offices"), url_for("administration.offices"), "building-2", state, "")


def _instruments() -> Part:
    used = {current_library().ratings.instrument(code).code for code in current_library().offices}
    state = ngettext("%(num)s questionnaire in use", "%(num)s questionnaires in use", len(used))
    return Part(_("Questionnaires"), url_for("administration.instruments"), "star", state, "")


def _texts() -> Part:
    library = current_library()
    with library.database.read() as records:
        known = replies.in_force(records, library.clock().date(), library.settings.catalog)
    state = ngettext("%(num)s sentence for officers", "%(num)s sentences for officers", len(known))
    return Part(_("Texts"), url_for("administration.texts"), "mail", state, "")


def _keys() -> Part:
    days = (current_library().clock() - list_keys()[0].created).days
    state = ngettext("The key is %(num)s day old", "The key is %(num)s days old", max(0, days))
    return Part(
        _("Keys of the invisible mark"),
        url_for("administration.keys"),
        "fingerprint",
        state,
        "warn" if days > OLD.days else "good",
    )


def _seal() -> Part:
    library = current_library()
    seal, now = library.seals.current, library.clock()
    url = url_for("administration.keys")
    if seal is None:
        return Part(_("Seal"), url, "stamp", _("Copies bear no seal"), "")
    state = _("Valid until %(day)s", day=format_date(seal.until))
    kind = "good" if seal.until - now >= RENEW_AHEAD else "warn" if seal.holds_at(now) else "bad"
    return Part(_("Seal"), url, "stamp", state, kind)


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


def _kept() -> Part:
    library = current_library()
    with library.database.read() as records:
        alarms = len(fixity_log.alarms(records))
    state = ngettext("%(num)s file is missing or damaged", "%(num)s files are missing or damaged", alarms)
    return Part(
        _("Kept files"),
        url_for("preservation.keeping"),
        "archive",
        state if alarms else _("Every file is as it was promised"),
        "bad" if alarms else "good",
    )
