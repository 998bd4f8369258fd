"""What has been measured, as tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.trace.catalogue import INNOCENT
from bench.trace.goals import goals_table
from bench.trace.results import Row
from bench.trace.shares import interval, markdown
from bench.trace.shelf import ACCOUNTS
from bench.trace.viewers import VIEWER_ATTACKS
from bench.trace.worn import WORN_ATTACKS


def tables(rows: Sequence[Row], version: str = "") -> str:
    """Attacks × kinds, promises, innocent leaks, times, and how many rows come from code of another version."""
    beside = [[row for row in rows if row.attack in attacks] for attacks in (VIEWER_ATTACKS, WORN_ATTACKS)]
    marked = [row for row in rows if row.attack not in {*INNOCENT, *VIEWER_ATTACKS, *WORN_ATTACKS}]
    told = [_shares(some) for some in (marked, *beside) if some or some is marked]
    return "\n\n".join([*told, goals_table(rows), _innocent(rows), _times(rows), _versions(rows, version)])


def _shares(rows: Sequence[Row]) -> str:
    kinds = list(dict.fromkeys(row.kind for row in rows))
    body = [[attack, *(_cell(_of(rows, attack, kind)) for kind in kinds)] for attack in _attacks(rows)]
    total = ["**all**", *(_total([row for row in rows if row.kind == kind]) for kind in kinds)]
    return markdown(["attack", *kinds], [*body, total])


def _attacks(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(row.attack for row in rows))


def _of(rows: Sequence[Row], attack: str, kind: str) -> list[Row]:
    return [row for row in rows if row.attack == attack and row.kind == kind]


def _cell(rows: Sequence[Row]) -> str:
    """Identified of n, leads of the right one, and the weakest bound of those identified."""
    if not rows:
        return "–"
    hits = [row for row in rows if row.identified]
    leads = sum(row.right and not row.identified for row in rows)
    weakest = f", 10^{max(row.log10_bound for row in hits):.0f}" if hits else ""
    return f"{len(hits)}/{len(rows)}" + (f" + {leads} lead" if leads else "") + weakest


def _total(rows: Sequence[Row]) -> str:
    hits, n = sum(row.identified for row in rows), len(rows)
    low, high = interval(hits, n)
    return f"{hits}/{n} = {100 * hits / n:.0f} % ({100 * low:.0f}–{100 * high:.0f})"


def _innocent(rows: Sequence[Row]) -> str:
    mine = [row for row in rows if row.attack in INNOCENT]
    named, leads = sum(row.wrong > 0 for row in rows), sum(row.wrong_leads > 0 for row in rows)
    high = interval(named, len(rows))[1] if rows else 1.0
    read = [row for row in rows if row.read]
    without = len(read) * len(ACCOUNTS) - sum(row.attack not in INNOCENT for row in read)
    return (
        f"Innocent leaks: {len(mine)}, of which {sum(row.outcome != 'nobody' for row in mine)} did not end *nobody*. "
        f"Wrong names over all {len(rows)} leaks: {named} identified (at most {100 * high:.2f} % at 97.5 %), "
        f"{leads} leads. Codes scored that had no part in their leak: {without / 1e6:.1f} million."
    )


def _times(rows: Sequence[Row]) -> str:
    """Seconds of processor time, all processes of a trace counted; the clock says little on a shared machine."""
    body = []
    for kind in dict.fromkeys(row.kind for row in rows):
        cpu = np.array([row.cpu for row in rows if row.kind == kind])
        body.append([kind, str(len(cpu)), *(f"{time:.1f}" for time in (*np.percentile(cpu, [50, 95]), cpu.max()))])
    return markdown(["seconds of processor time", "leaks", "median", "95th percentile", "most"], body)


def _versions(rows: Sequence[Row], version: str) -> str:
    """Say how old the numbers are."""
    other = sum(not row.version.startswith(version) for row in rows)  # what viewers drew says more
    pages = len({(row.kind, row.page) for row in rows})
    said = f"{len(rows)} leaks of {pages} pages"
    return f"{said}, {other} of them measured with other code than {version}." if version else f"{said}."
