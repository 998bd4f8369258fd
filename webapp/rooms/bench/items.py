"""A file on its way into the library, in the words of the bench."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from ingest.files import failure
from library.catalogue import works
from library.catalogue.incoming import MOVING
from library.catalogue.twins import SAME
from library.errors import LibraryError
from library.store.models import IngestItem
from library.store.session import Session
from webapp.current import current_library, current_role
from webapp.language_choice import choose_language
from webapp.rooms.bench.blueprint import blueprint
from webapp.rooms.bench.sifting import state_word

# The colour and the icon of a state.
_TONES = {
    "waiting": ("", "clock"),
    "paused": ("", "pause"),
    "unpacked": ("good", "archive"),
    "failed": ("bad", "circle-alert"),
    SAME: ("", "copy"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: where it stands, and what to do."""

    item: IngestItem
    word: str
    kind: str
    icon: str
    detail: str = ""
    work_state: str = ""

    @property
    def moving(self) -> bool:
        """It is still being read."""
        return self.item.state in MOVING

    @property
    def kept(self) -> bool:
        """Its bytes are there, or its archive's, so that it can be read once more."""
        return current_library().incoming.can_be_tried_again(self.item)


def entries_of(items: Iterable[IngestItem]) -> list[Entry]:
    """Give the files with their states in words."""
    found = list(items)
    with current_library().database.read() as records:
        return [_entry(item, _work_state(records, item.work_id)) for item in found]


def _work_state(records: Session, work_id: str | None) -> str:
    try:
        return works.get(records, work_id, current_role()).state if work_id else ""
    except LibraryError:  # merged into another, or gone
        return ""


def _entry(item: IngestItem, work_state: str) -> Entry:
    if item.state == "done":
        return _of_work(item, work_state)
    if item.state == "reading":
        return Entry(item, _step(item.step), "info", "loader")
    details = {"unpacked": _("Its files stand in this list.")}
    if item.state == "failed":
        details["failed"] = failure(item, choose_language())
    if item.state == SAME:
        details[SAME] = _("The same bytes as “%(name)s”.", name=item.error_params.get("name", ""))
    tone, icon = _TONES.get(item.state, ("", "circle"))
    return Entry(item, state_word(item.state), tone, icon, str(details.get(item.state, "")))


def _of_work(item: IngestItem, work_state: str) -> Entry:
    if work_state == "released":
        return Entry(item, _("Released"), "good", "circle-check", work_state=work_state)
    if work_state == "withdrawn":
        return Entry(item, _("Withdrawn"), "", "ban", work_state=work_state)
    if work_state == "announced":
        return Entry(item, _("Announced"), "info", "calendar", work_state=work_state)
    return Entry(item, _("Waits for review"), "warn", "eye", work_state=work_state)


def _step(step: str) -> str:
    names = {
        "inspect": _("Looking at the file"),
        "unpack": _("Unpacking"),
        "ocr": _("Recognising letters"),
        "text": _("Reading the pages"),
        "prepare": _("Preparing the marks"),
    }
    return str(names.get(step, _("Reading")))


@blueprint.app_template_filter("time_left")
def time_left(seconds: float | None) -> str:
    """Say how long it will still take, no more exactly than anybody can know."""
    if seconds is None:
        return str(_("Time left: not known yet"))
    if seconds < 50:
        return str(_("Less than a minute left"))
    minutes = max(1, round(seconds / 60))
    if minutes < 100:
        return str(ngettext("About one minute left", "About %(num)s minutes left", minutes))
    return str(ngettext("About one hour left", "About %(num)s hours left", round(minutes / 60)))
