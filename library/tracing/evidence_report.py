"""The evidence report in the words of the records: the engine knows identities, a report names people and works."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from library.errors import StorageFailed
from library.tracing import words
from library.tracing.naming import NamedReader
from library.tracing.results import TraceResult
from library.typeface import BOLD, REGULAR, register_typeface

if TYPE_CHECKING:
    from watermark.trace.report_sheet import Look
    from watermark.trace.verdict import Verdict

_TITLE = 80
"""Characters of a title."""


def write(result: TraceResult, out: Path, *, made_at: str, titles: Mapping[str, str], language: str) -> None:
    """Write the report as a PDF.

    Args:
        result: what it tells of.
        out: the PDF.
        made_at: when the leak was traced, as it shall be printed.
        titles: of works, by their ids; a work without one is shown by its id alone.
        language: "en" for English, else Indonesian.

    Raises:
        StorageFailed: the report could not be written.
    """
    # Drawing takes a second to load; only a report needs it.
    from watermark.trace.report import write_report

    verdict, readers = _told_apart(result), result.readers
    keys = [accused.identity for accused in verdict.accused]
    people = {key: reader.in_words(language) for key, reader in zip(keys, readers, strict=True)}
    try:
        write_report(
            verdict,
            out,
            version=version("pustaka"),
            names={work: _called(work, title) for work, title in titles.items()} | people,
            records={key: list(_chain(reader, language)) for key, reader in zip(keys, readers, strict=True)},
            sections=list(_sections(result, language)),
            made_at=made_at,
            look=_look(language),
        )
    except OSError as exc:
        raise StorageFailed(str(exc)) from exc


def _called(work: str, title: str) -> str:
    """Name a work by its title, cut short: it stands beside every page of the leak, and the id says which it is."""
    return f"“{title if len(title) <= _TITLE else title[:_TITLE].rstrip() + '…'}” ({work})"


def _look(language: str) -> Look:
    from watermark.trace.report_indonesian import INDONESIAN
    from watermark.trace.report_sheet import Look
    from watermark.trace.report_words import ENGLISH

    register_typeface()
    return Look(ENGLISH if language == "en" else INDONESIAN, REGULAR, BOLD)


def _told_apart(result: TraceResult) -> Verdict:
    """Give the verdict with identities that are unique in it.

    The engine keeps a report's names and records by identity: whoever is named for two works is told apart by the work,
    or else both would show one chain of records.
    """
    times = Counter(accused.identity for accused in result.verdict.accused)
    accused = tuple(
        replace(one, identity=f"{one.identity} ({one.work})") if times[one.identity] > 1 else one
        for one in result.verdict.accused
    )
    return replace(result.verdict, accused=accused)


def _sections(result: TraceResult, language: str) -> Iterator[tuple[str, list[str]]]:
    """Give what the first page tells beside the verdict: which files leaked, and what they were not compared with."""
    if result.files:
        no_name = words.NO_NAME.in_language(language)
        files = [line for file in result.files for line in (file.name or no_name, f"SHA-256: {file.sha256}")]
        yield words.LEAKED_FILES.in_language(language), files
    if result.left_out:
        missed = [one.in_words(language) for one in result.left_out]
        yield words.MISSED.in_language(language), [words.MISSED_MEANS.in_language(language), *missed]


def _chain(reader: NamedReader, language: str) -> Iterator[tuple[str, str]]:
    if linked := reader.linked_in_words(language):
        yield words.LINKED.in_language(language), linked
    for what, value in reader.records:
        yield words.RECORDS[what].in_language(language), value
