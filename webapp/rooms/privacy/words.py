"""Words for kinds of records, bases, effects, periods, and what is still open."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString

from library.privacy.register import Activity
from library.readers.roles import Role
from webapp.current import current_library
from webapp.language_choice import choose_language

BASES: dict[str, LazyString] = {
    "consent": _l("your consent – Law 27/2022, article 20 (2) a"),
    "contract": _l("what you asked us to do – Law 27/2022, article 20 (2) b"),
    "law": _l("a duty by law – Law 27/2022, article 20 (2) c"),
    "public": _l("public service – Law 27/2022, article 20 (2) e"),
    "interest": _l("our and your legitimate interest in safety – Law 27/2022, article 20 (2) f"),
}
KINDS: dict[str, LazyString] = {
    "account": _l("Account"),
    "visit": _l("Visit"),
    "case": _l("Consultation"),
    "complaint": _l("Complaint"),
    "request": _l("Request"),
    "trace": _l("Trace of a leak"),
    "export": _l("Export of all data"),
}
MATTERS: dict[str, LazyString] = {
    "staff": _l("This is an account of the staff. An administrator first makes it a reader's."),
    "request": _l("A request for a copy is open. Cancel it, or wait until it is decided."),
    "consultation": _l("A consultation is open. Close it first."),
    "complaint": _l("A complaint is open. It can be erased once it is settled."),
    "visit": _l("A visit is going on. Finish it first."),
    "custody": _l("An identity card or a locker key is still out."),
}
ROLES: dict[str, LazyString] = {
    Role.OFFICER.value: _l("Officer"),
    Role.LIBRARIAN.value: _l("Librarian"),
    Role.ADMINISTRATOR.value: _l("Administrator"),
}


def say(words: dict[str, LazyString], code: str) -> str:
    """Give the words of a code; one without words is shown as it is."""
    return str(words[code]) if code in words else code


def looker_words(role: str, office: str | None) -> str:
    """Name who looked by role and office, never by name."""
    offices = current_library().offices
    place = offices[office].name.in_language(choose_language()) if office in offices else ""
    who = say(ROLES, role) if role else _("The command line")
    return f"{who}, {place}" if place else who


def period_words(activity: Activity) -> str:
    """Say for how long; where offices keep it differently, the shortest and the longest."""
    if activity.keep.days is not None:
        return str(ngettext("%(num)s day", "%(num)s days", activity.keep.days))
    rules = [office.rules.retention for office in current_library().offices.values()]
    years = sorted({years for rule in rules if (years := activity.keep.years_of(rule)) is not None})
    if not years:
        return ""
    if len(years) == 1:
        return str(ngettext("%(num)s year", "%(num)s years", years[0]))
    return str(_("%(first)s to %(last)s years, by office", first=years[0], last=years[-1]))
