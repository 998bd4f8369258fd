"""A case in the list: when, what, by whom, and what came of it; never who was found."""

from __future__ import annotations

from dataclasses import dataclass

from library.store.models import Account, TraceCase
from webapp.current import current_library
from webapp.rooms.trace import words


@dataclass(frozen=True, slots=True)
class Entry:
    """A case, who asked, and its state as a chip: word, kind, icon."""

    case: TraceCase
    asked_by: str
    chip: tuple[str, str, str]

    @property
    def files(self) -> str:
        """The names of the leaked files, on one line."""
        return ", ".join(str(file["name"]) for file in self.case.files)


def recent_entries(most: int) -> list[Entry]:
    """Give the newest cases."""
    library = current_library()
    cases = library.traces.recent(most)
    with library.database.read() as records:
        askers = {case.created_by: records.get(Account, case.created_by) for case in cases}
    return [Entry(case, _name(askers[case.created_by]), words.state_chip(case)) for case in cases]


def _name(account: Account | None) -> str:
    return account.name if account else ""
