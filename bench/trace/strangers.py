"""What became of each leak that shows nothing of the shelf: one row a run of `bench.trace.foreign`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.trace.shares import interval, markdown


@dataclass(frozen=True)
class Stranger:
    """One page that never was on the shelf, traced among all that is.

    Attributes:
        kind: what sort of thing it is; `name` says which file and page, `form` how it was handed in.
        version: of the code that made the shelf's masters, traced, and made the leak (`bench.trace.versions`).
        outcome: of the trace; `named` and `leads` are how many accounts it names, and how many it suspects.
        taken_for: the page of the shelf that was laid under it, empty where it was like none.
        read: slots that were read of that page as if it were shown.
        cpu: seconds of tracing, the processes that decode the leak included.
    """

    kind: str
    name: str
    form: str
    version: str
    outcome: str
    named: int
    leads: int
    taken_for: str
    read: int
    cpu: float

    @property
    def key(self) -> tuple[str, str, str]:
        return self.kind, self.name, self.form

    def told(self) -> str:
        """Say it in a line."""
        shown = f"taken for {self.taken_for}, {self.read} slots" if self.taken_for else "like no page"
        wrong = f" WRONG {self.named}+{self.leads}" if self.named + self.leads else ""
        return f"{self.name[-40:]:40} {self.form:16} {self.cpu:5.1f} s {self.outcome}, {shown}{wrong}"


def stranger_table(rows: Sequence[Stranger]) -> str:
    """One line for each kind and form, and one for all; of equal leaks the last counts."""
    rows = list({row.key: row for row in rows}.values())
    cases = sorted({(row.kind, row.form) for row in rows})
    head = [
        "not on the shelf", "handed in", "leaks", "taken for a page of the shelf", "slots read, median", "most",
        "identified", "leads",
    ]  # fmt: skip
    body = [[*case, *_cells([row for row in rows if (row.kind, row.form) == case])] for case in cases]
    high = interval(sum(row.outcome != "nobody" for row in rows), len(rows))[1]
    said = f"A name or a lead came from at most {100 * high:.1f} % of such leaks, at 97.5 %."
    return markdown(head, [*body, ["**all**", "", *_cells(rows)]]) + f"\n\n{said}"


def _cells(rows: Sequence[Stranger]) -> list[str]:
    """Slots are counted where a page of the shelf was laid under the leak: elsewhere there was nothing to read."""
    read = [row.read for row in rows if row.taken_for]
    slots = [f"{np.median(read):.0f}", str(max(read))] if read else ["–", "–"]
    return [
        str(len(rows)),
        str(len(read)),
        *slots,
        str(sum(row.named for row in rows)),
        str(sum(row.leads for row in rows)),
    ]
