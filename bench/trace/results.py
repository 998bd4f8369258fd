"""What became of each leak: kept while a run goes on, and collected into the files that the tables are made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bench.trace.rows import append_row, read_rows, write_rows

COLLECTED = Path(__file__).parent / "measured"


@dataclass(frozen=True)
class Row:
    """One attack on one page.

    Attributes:
        version: of the code that made master, leak and verdict (`bench.trace.versions`).
        right: the leaker is among those named (identified or lead).
        wrong, wrong_leads: names of others, by verdict.
        slots, read: slots of the page, and those that could be read; `found` tells that the page was recognised.
        agree: share of the slots read that say what the leaker's code says.
        cpu, wall: seconds of tracing, the processes that decode the leak included.
    """

    kind: str
    page: str
    attack: str
    version: str
    outcome: str
    right: bool
    wrong: int
    wrong_leads: int
    log10_bound: float
    slots: int
    read: int
    agree: float
    found: bool
    cpu: float
    wall: float

    @property
    def key(self) -> tuple[str, str, str]:
        return self.kind, self.page, self.attack

    @property
    def identified(self) -> bool:
        return self.right and self.outcome == "identified"

    def told(self) -> str:
        """Say it in a line."""
        said = f"{self.outcome} 10^{self.log10_bound:.1f}" if self.right else self.outcome
        found = "" if self.found else " NOT FOUND"
        wrong = f" WRONG {self.wrong}+{self.wrong_leads}" if self.wrong + self.wrong_leads else ""
        return (
            f"{self.kind[:8]:8} {self.page[-34:]:34} {self.attack:32} {self.read:4}/{self.slots:<4} "
            f"{self.agree:4.2f} {self.cpu:5.1f} s {said}{found}{wrong}"
        )


class Results:
    """The rows collected before, and those of the runs since then; the last row of a leak counts."""

    def __init__(self, folder: Path, mine: str = "rows", collected: Path = COLLECTED) -> None:
        """Open them; `mine` names the file of this process in the folder of runs."""
        self._mine, self._folder, self._collected = folder / f"{mine}.tsv", folder, collected
        files = [*sorted(collected.glob("*.tsv")), *sorted(folder.glob("*.tsv"))]
        self._rows = {row.key: row for file in files for row in read_rows(Row, file)}

    def has(self, key: tuple[str, str, str], version: str | None = None) -> bool:
        """Tell whether kind, page and attack have been measured, with that version if one is given."""
        row = self._rows.get(key)
        return row is not None and version in {None, row.version}

    def add(self, row: Row) -> None:
        self._rows[row.key] = row
        append_row(self._mine, row)

    def rows(self) -> list[Row]:
        return list(self._rows.values())

    def collect(self) -> None:
        """Put all rows into one file a kind, in one order, and clear the files of the runs. No run may go on."""
        self._collected.mkdir(parents=True, exist_ok=True)
        for kind in {row.kind for row in self._rows.values()}:
            write_rows(
                self._collected / f"{kind.replace(' ', '-')}.tsv", sorted(self._of(kind), key=lambda row: row.key)
            )
        for file in self._folder.glob("*.tsv"):
            file.unlink()

    def _of(self, kind: str) -> Iterable[Row]:
        return (row for row in self._rows.values() if row.kind == kind)
