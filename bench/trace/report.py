"""`docs/bench-trace.md`: what is measured stands there between two marks, as the collected rows give it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from bench.trace.coalitions import Coalition, coalition_table
from bench.trace.joint_table import JointLeak, joint_table
from bench.trace.results import COLLECTED, Row
from bench.trace.rows import read_rows
from bench.trace.strangers import Stranger, stranger_table
from bench.trace.table import tables
from bench.trace.versions import ROOT

DOCUMENT = ROOT / "docs" / "bench-trace.md"
PRESENT: Final = ("cab899", "ad69e3", "986704", "b4aa9d")
"""Fingerprints of the masters as they are now (`versions.carriers`); their rows have tables of their own, too.

The others are those of other drawing for reading, which makes no master, and of sums made in bands; six of the 28 were
made with the first two, and 22 with the last, the same byte for byte.
"""

_BEGIN, _END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"


def measured(folder: Path = COLLECTED) -> str:
    """Tell the collected rows as Markdown. The version is that of the newest code among the rows, not of this code."""
    rows = [row for file in sorted(folder.glob("*.tsv")) for row in read_rows(Row, file)]
    coalitions = read_rows(Coalition, folder / "collusion" / "rows.tsv")
    parts = [tables(rows, _latest(rows))] if rows else []
    present = [row for row in rows if row.version.startswith(PRESENT)]
    if 0 < len(present) < len(rows):
        parts += ["### Of the masters as they are now alone", tables(present, _latest(present))]
    parts += [coalition_table(coalitions)] if coalitions else []
    together = read_rows(JointLeak, folder / "collusion" / "leaks.tsv")
    parts += [joint_table(together)] if together else []
    strangers = read_rows(Stranger, folder / "foreign" / "rows.tsv")
    parts += [stranger_table(strangers)] if strangers else []
    return "\n\n".join(parts) + "\n"


def _latest(rows: list[Row]) -> str:
    """The version that most rows carry."""
    versions = [row.version for row in rows]
    return max(sorted(set(versions)), key=versions.count)


def write_document(document: Path = DOCUMENT, folder: Path = COLLECTED) -> None:
    """Put the numbers of today between the marks."""
    head, _, rest = document.read_text("utf-8").partition(_BEGIN)
    _, _, tail = rest.partition(_END)
    document.write_text(f"{head}{_BEGIN}\n{measured(folder)}\n{_END}{tail}", "utf-8")


def written(document: Path = DOCUMENT) -> str:
    """Give what stands between the marks."""
    return document.read_text("utf-8").partition(_BEGIN)[2].partition(_END)[0].strip("\n") + "\n"
