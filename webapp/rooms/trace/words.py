"""What a trace answers, in words that nobody can take for more than they say."""

from __future__ import annotations

import math

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from library.store.models import TraceCase
from library.tracing.results import LeftOut, Why
from webapp.language.formats import number

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FULLY_WRITTEN = 9
"""Powers of ten up to which a number is written out."""

# What the engine says of a page or a file, by words that its sentence holds; file names may stand before them.
_REASONS: tuple[tuple[str, LazyString], ...] = (
    ("picture is blank", _l("The picture is blank.")),
    ("No page of the library", _l("No page of this library was recognised in it.")),
    ("no slot that could be read", _l("The page was recognised, but no mark on it could be read.")),
    ("file is empty", _l("The file is empty.")),
    ("asks for a password", _l("The PDF asks for a password. Remove it first.")),
    ("has no pages", _l("The PDF has no pages.")),
    ("megapixels", _l("The picture is larger than 260 megapixels. Make it smaller first.")),
    ("larger than 1 GiB", _l("The file is larger than 1 GB. Give the pages in question alone.")),
    ("more memory", _l("The file needs more memory than a leak may take.")),
    ("takes too long", _l("Reading the file took too long.")),
    ("is damaged", _l("The file is damaged, or neither a PDF nor a picture.")),
    ("There is no file", _l("The file is not there any more.")),
)

_LEFT_OUT: dict[Why, LazyString] = {
    "file-missing": _l("a file is missing"),
    "key-missing": _l("the key of its copies is missing"),
    "damaged": _l("its file is damaged"),
}


def left_out(one: LeftOut) -> str:
    """Say which publication could not be looked at, and why."""
    return str(_("%(title)s: %(why)s", title=one.title or one.work, why=_LEFT_OUT[one.why]))


def reason(said: str) -> str:
    """Say in the reader's language why nothing was read; empty where nothing was said."""
    if not said:
        return ""
    known = next((sentence for part, sentence in _REASONS if part in said), None)
    return str(known or _("Nothing could be read from it."))


def one_chance_in(log10_bound: float) -> str:
    """Write the bound's inverse, rounded down to a power of ten: 1.000.000, or 10¹³ where that is longer."""
    power = max(0, math.floor(-log10_bound))
    return number(10**power, get_locale()) if power <= _FULLY_WRITTEN else "10" + str(power).translate(_SUPERSCRIPT)


def state_chip(case: TraceCase) -> tuple[str, str, str]:
    """Give word, kind and icon of a case's state; no colour accuses."""
    if case.state == "waiting":
        return _("In line"), "", "clock"
    if case.state == "running":
        return _("Being traced"), "info", "loader"
    if case.state == "failed":
        return _("Not traced"), "bad", "circle-alert"
    return {
        "identified": (_("A copy was identified"), "info", "fingerprint"),
        "lead": (_("A lead, no proof"), "warn", "circle-help"),
    }.get(case.outcome, (_("Nobody"), "", "circle"))
