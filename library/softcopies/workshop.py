"""What making and handing out copies works with."""

from __future__ import annotations

from dataclasses import dataclass

from library.clock import Clock
from library.offices import Office
from library.settings import Settings
from library.softcopies.assembly import Assembler
from library.softcopies.seals import Seals
from library.store.engine import Database
from library.store.folders import DataFolder


@dataclass(frozen=True, slots=True)
class Workshop:
    """The parts that delivery and on-screen reading share."""

    database: Database
    folders: DataFolder
    settings: Settings
    offices: dict[str, Office]
    assembler: Assembler
    clock: Clock
    seals: Seals
