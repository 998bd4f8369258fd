"""Rows of a measurement, kept one a line, so that a run may be stopped and gone on with."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One attack on one page.

    Attributes:
        right: the leaker is among those named (identified or lead).
        wrong, wrong_leads: names of others, by verdict.
        slots, read: slots of the page, and those that could be read; `found` tells that the page was recognised.
        cpu, wall: seconds of tracing.
    """

    kind: str
    page: str
    attack: str
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
    reason: str

    @property
    def identified(self) -> bool:
        return self.right and self.outcome == "identified"

    def told(self) -> str:
        """Say it in a line."""
        said = f"{self.outcome} 10^{self.log10_bound:.1f}" if self.right else f"{self.outcome} {self.reason}"
        found = "" if self.found else " NOT FOUND"
        wrong = f" WRONG {self.wrong}+{self.wrong_leads}" if self.wrong + self.wrong_leads else ""
        return (
            f"{self.kind[:8]:8} {self.page[-34:]:34} {self.attack:32} {self.read:4}/{self.slots:<4} "
            f"{self.agree:4.2f} {self.wall:5.1f} s {said}{found}{wrong}"
        )


class Results:
    """The rows in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._rows = [Row(**json.loads(line)) for line in path.read_text().splitlines()] if path.exists() else []
        self._known = {(row.kind, row.page, row.attack) for row in self._rows}

    def __contains__(self, key: tuple[str, str, str]) -> bool:
        """Tell whether kind, page and attack have been measured."""
        return key in self._known

    def add(self, row: Row) -> None:
        self._rows.append(row)
        self._known.add((row.kind, row.page, row.attack))
        with self._path.open("a") as file:
            file.write(json.dumps(asdict(row)) + "\n")

    def rows(self) -> list[Row]:
        return list(self._rows)
