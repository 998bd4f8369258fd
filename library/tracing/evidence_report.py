"""The evidence report in the words of the records: the engine knows identities, a report names people."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from library.errors import StorageFailed
from library.tracing.naming import NamedReader
from library.tracing.results import TraceResult


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

    names = {reader.identity: reader.in_words() for reader in result.readers}
    records = {reader.identity: _chain(reader) for reader in result.readers}
    try:
        write_report(result.verdict, out, version=version("pustaka"), names=names, records=records, made_at=made_at)
    except OSError as exc:
        raise StorageFailed(str(exc)) from exc


def _chain(reader: NamedReader) -> list[tuple[str, str]]:
    linked = reader.linked_in_words()
    return [*([("the visit went over to", linked)] if linked else []), *reader.records]
