"""The evidence report in the words of the records: the engine knows identities, a report names people."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from library.errors import StorageFailed
from library.tracing.naming import NamedReader
from library.tracing.results import TraceResult

if TYPE_CHECKING:
    from watermark.trace.verdict import Verdict


def write(result: TraceResult, out: Path, made_at: str) -> None:
    """Write the report as a PDF.

    Args:
        result: what it tells of.
        out: the PDF.
        made_at: when the leak was traced, as it shall be printed.

    Raises:
        StorageFailed: the report could not be written.
    """
    # Drawing takes a second to load; only a report needs it.
    from watermark.trace.report import write_report

    verdict, readers = _told_apart(result), result.readers
    keys = [accused.identity for accused in verdict.accused]
    names = {key: reader.in_words() for key, reader in zip(keys, readers, strict=True)}
    records = {key: _chain(reader) for key, reader in zip(keys, readers, strict=True)}
    try:
        write_report(verdict, out, version=version("pustaka"), names=names, records=records, made_at=made_at)
    except OSError as exc:
        raise StorageFailed(str(exc)) from exc


def _told_apart(result: TraceResult) -> Verdict:
    """Give the verdict with what the report says beside the engine's reason.

    The engine keeps a report's names and records by identity: whoever is named for two works is told apart by the work,
    or else both would show one chain of records.
    """
    times = Counter(accused.identity for accused in result.verdict.accused)
    accused = tuple(
        replace(one, identity=f"{one.identity} ({one.work})") if times[one.identity] > 1 else one
        for one in result.verdict.accused
    )
    files = (f"Leaked file {file.name or 'without its name'}, SHA-256 {file.sha256}." for file in result.files)
    missed = (f"Could not be looked at: {one.in_words()}." for one in result.left_out)
    return replace(result.verdict, accused=accused, reason=" ".join([result.verdict.reason, *missed, *files]))


def _chain(reader: NamedReader) -> list[tuple[str, str]]:
    linked = reader.linked_in_words()
    return [*([("the visit went over to", linked)] if linked else []), *reader.records]
