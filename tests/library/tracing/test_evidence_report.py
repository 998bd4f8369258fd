"""The evidence report shows what belongs to each accusation, and nothing of another."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pymupdf

from library.store.models import Copy
from library.tracing.results import LeakedFile, TraceResult
from tests.library.tracing.conftest import Leaky, photographed
from tests.library.tracing.test_keeping import VERDICT


def pages_of(leaky: Leaky, result: TraceResult, out: Path) -> list[str]:
    """Write the report and give the words of its pages, single spaces between them."""
    leaky.stock.library.tracing.write_report(result, out)
    with pymupdf.open(out) as document:
        return [" ".join(page.get_text().split()) for page in document]


def test_a_reader_named_for_two_works_has_each_work_s_own_records(leaky: Leaky, tmp_path: Path) -> None:
    """The second work went to nobody: its page may not show the copy of the first."""
    library = leaky.stock.library
    with library.database.read() as session:
        copy = session.query(Copy).one()
    (accused,) = VERDICT.accused
    both = [replace(accused, identity=leaky.reader.id, work=work) for work in (leaky.stock.work_id, "jagung")]
    verdict = replace(VERDICT, accused=tuple(both), evidence=())
    _, padi, jagung = pages_of(leaky, library.tracing.named(verdict, [], []), tmp_path / "bukti.pdf")
    assert f"Work: {leaky.stock.work_id}" in padi
    assert copy.number in padi
    assert "Work: jagung" in jagung
    assert copy.number not in jagung
    for told in (padi, jagung):
        assert "Siti Rahmawati <siti@example.org>" in told
        assert leaky.reader.id in told


def test_the_report_and_the_answer_tell_the_checksum_of_every_leaked_file(leaky: Leaky, tmp_path: Path) -> None:
    """Also of one that could not be read."""
    leak = photographed(leaky.copy)
    case_id = leaky.trace((leak, "layar.jpg"), (b"", "kosong.png"))
    report = tmp_path / "bukti.pdf"
    leaky.stock.library.traces.write_report(case_id, report, actor=leaky.librarian.id)
    with pymupdf.open(report) as document:
        first = " ".join(document[0].get_text().split())
    files = {"layar.jpg": hashlib.sha256(leak).hexdigest(), "kosong.png": hashlib.sha256(b"").hexdigest()}
    for name, sha256 in files.items():
        assert f"Leaked file {name}, SHA-256 {sha256}." in first
    told = leaky.stock.library.traces.answer(case_id, actor=leaky.librarian.id).to_json()
    assert told["files"] == [{"name": name, "sha256": sha256} for name, sha256 in files.items()]


def test_a_report_on_nobody_tells_the_files_too(leaky: Leaky, tmp_path: Path) -> None:
    verdict = replace(VERDICT, outcome="nobody", accused=(), evidence=())
    result = leaky.stock.library.tracing.named(verdict, [LeakedFile("a.jpg", "ab" * 32)], [])
    (first,) = pages_of(leaky, result, tmp_path / "bukti.pdf")
    assert f"because Leaked file a.jpg, SHA-256 {'ab' * 32}." in first


def test_the_chain_tells_when_a_copy_was_dispatched(leaky: Leaky) -> None:
    (accused,) = VERDICT.accused
    verdict = replace(VERDICT, accused=(replace(accused, identity=leaky.reader.id, work=leaky.stock.work_id),))
    (reader,) = leaky.stock.library.tracing.named(verdict, [], []).readers
    assert [what for what, _ in reader.records] == ["request", "copy", "sha256", "dispatched", "downloaded"]
    assert dict(reader.records)["dispatched"] == "2026-11-21 02:00:00 UTC"
