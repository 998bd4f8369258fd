"""Which files are wanted in a list: by state, type, office and name, as the address says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import pgettext

from library.catalogue.batches import Wanted
from library.catalogue.file_names import KINDS
from webapp.current import current_library
from webapp.shown_works import office_name

PER_PAGE = 40
STATES = ("waiting", "reading", "paused", "failed", "done", "same", "unpacked")
Options = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sieve:
    """The fields of a list's filter, with what is chosen."""

    wanted: Wanted
    states: Options
    kinds: Options
    offices: Options

    @property
    def used(self) -> bool:
        """Whether anything is left out."""
        chosen = self.wanted
        return bool(chosen.state or chosen.kind or chosen.office or chosen.name)


def wanted(batch: str = "") -> Wanted:
    """Read the filter from the address; what it does not know it leaves out."""
    state, kind = request.args.get("state", ""), request.args.get("kind", "")
    office = request.args.get("office", "")
    return Wanted(
        state=state if state in STATES else "",
        kind=kind if kind in KINDS else "",
        office=office if office in current_library().offices else "",
        name=request.args.get("name", "").strip()[:100],
        batch=batch,
    )


def address_values() -> dict[str, Any]:
    """Give the filter as an address says it; whatever else stood in the address is nobody's to pass on."""
    chosen = wanted()
    values = {"state": chosen.state, "kind": chosen.kind, "office": chosen.office, "name": chosen.name}
    return {name: value for name, value in values.items() if value}


def sieve(batch: str = "") -> Sieve:
    """Give the filter of a list."""
    return Sieve(
        wanted=wanted(batch),
        states=[(state, state_word(state)) for state in STATES],
        kinds=[(kind, kind_word(kind)) for kind in KINDS],
        offices=[(code, office_name(code)) for code in current_library().offices],
    )


def state_word(state: str) -> str:
    """Say where a file stands."""
    words = {
        "waiting": _("In line"),
        "reading": _("Being read"),
        "paused": pgettext("file", "Paused"),
        "failed": _("Not taken in"),
        "done": _("Taken in"),
        "same": _("Same as another"),
        "unpacked": _("Unpacked"),
    }
    return str(words.get(state, state))


def kind_word(kind: str) -> str:
    """Name a type of file."""
    return str(_("Other files")) if kind == "other" else kind.upper()
