"""A file on its way into the library, in the words of the bench."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from flask_babel import gettext as _

from ingest.files import failure
from library.catalogue import works
from library.store.models import IngestItem
from webapp.current import current_library, current_role
from webapp.language_choice import choose_language

MOVING = frozenset({"waiting", "reading"})


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


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that came together."""

    id: str
    entries: list[Entry]

    @property
    def moving(self) -> bool:
        """Something in it is still being read."""
        return any(entry.moving for entry in self.entries)

    @property
    def finished(self) -> int:
        """How many are read or refused."""
        return sum(not entry.moving for entry in self.entries)


def batch_of(batch_id: str) -> Batch:
    """Give a batch; an unknown one is empty."""
    return Batch(batch_id, _entries(current_library().incoming.batch(batch_id)))


def recent_batches(most: int) -> list[Batch]:
    """Give the newest files by batch, newest batch first."""
    items = current_library().incoming.recent(most)
    return [Batch(key, _entries(group)) for key, group in groupby(items, key=lambda item: item.batch)]


def _entries(items: Iterable[IngestItem]) -> list[Entry]:
    found = [item for item in items if item.state != "dismissed"]
    states = _work_states(found)
    return [_entry(item, states.get(item.work_id or "", "")) for item in found]


def _work_states(items: list[IngestItem]) -> dict[str, str]:
    with current_library().database.read() as records:
        return {item.work_id: works.get(records, item.work_id, current_role()).state for item in items if item.work_id}


def _entry(item: IngestItem, work_state: str) -> Entry:
    if item.state == "waiting":
        return Entry(item, _("In line"), "", "clock")
    if item.state == "reading":
        return Entry(item, _step(item.step), "info", "loader")
    if item.state == "failed":
        return Entry(item, _("Not taken in"), "bad", "circle-alert", failure(item, choose_language()))
    if work_state == "released":
        return Entry(item, _("Released"), "good", "circle-check", work_state=work_state)
    if work_state == "withdrawn":
        return Entry(item, _("Withdrawn"), "", "ban", work_state=work_state)
    return Entry(item, _("Waits for review"), "warn", "eye", work_state=work_state)


def _step(step: str) -> str:
    names = {
        "inspect": _("Looking at the file"),
        "ocr": _("Recognising letters"),
        "text": _("Reading the pages"),
        "prepare": _("Preparing the marks"),
    }
    return str(names.get(step, _("Reading")))
