"""A verdict as it is kept: everything but pictures as plain values, the pictures as one file.

It is kept rather than the finished report, so that a report shows people as the records know them on the day it is
read: whoever was erased since has no name in it any more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from library.tracing.results import LeftOut

if TYPE_CHECKING:
    from watermark.trace.verdict import PageEvidence, Verdict

_ARRAYS = ("leak", "original", "boxes", "agrees")
_T = TypeVar("_T")


def plain_verdict(verdict: Verdict) -> dict[str, Any]:
    """Give the verdict as JSON values; of its evidence only the titles."""
    plain = asdict(replace(verdict, evidence=()))
    plain["evidence"] = [page.title for page in verdict.evidence]
    # The engine counts with numpy's numbers, which JSON does not know.
    kept: dict[str, Any] = json.loads(json.dumps(plain, default=lambda value: value.item()))
    return kept


def write_evidence(evidence: Sequence[PageEvidence], out: Path) -> None:
    """Write the pictures, uint8 grey (h, w), and the boxes, float (k, 4) in px, with their signs, bool (k,)."""
    arrays = {f"{name}{n}": getattr(page, name) for n, page in enumerate(evidence) for name in _ARRAYS}
    with out.open("wb") as file:
        np.savez_compressed(file, **arrays)


def kept_verdict(plain: Mapping[str, Any], evidence: Path | None) -> Verdict:
    """Give the verdict back; without the file of its pictures, it has none."""
    from watermark.trace.verdict import Accused, TracedPage, Verdict

    values = {
        **plain,
        "pages": tuple(_made(TracedPage, page) for page in plain["pages"]),
        "accused": tuple(_made(Accused, accused) for accused in plain["accused"]),
        "evidence": _read_evidence(plain["evidence"], evidence) if evidence else (),
    }
    return _made(Verdict, values)


def plain_left_out(left_out: Sequence[LeftOut]) -> list[dict[str, str]]:
    """Give as JSON values which masters could not be looked at; their titles are put to them when they are shown."""
    return [{"work": one.work, "version": one.version, "why": one.why} for one in left_out]


def kept_left_out(plain: Mapping[str, Any]) -> tuple[LeftOut, ...]:
    """Give back which masters could not be looked at; a case that is older than this says nothing of them."""
    return tuple(LeftOut(**one) for one in plain.get("left_out", ()))


def _read_evidence(titles: Sequence[str], file: Path) -> tuple[PageEvidence, ...]:
    from watermark.trace.verdict import PageEvidence

    with np.load(file, allow_pickle=False) as arrays:
        return tuple(
            PageEvidence(title, *(arrays[f"{name}{number}"] for name in _ARRAYS)) for number, title in enumerate(titles)
        )


def _made(kind: type[_T], values: Mapping[str, Any]) -> _T:
    """Make a value of the engine from what an older engine may have written: what it does not know is left out."""
    known = {spec.name for spec in fields(kind)}  # type: ignore[arg-type] # all are dataclasses
    return kind(**{name: value for name, value in values.items() if name in known})
