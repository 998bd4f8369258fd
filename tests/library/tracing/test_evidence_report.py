"""The evidence report shows what belongs to each accusation, and nothing of another."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest

from library.store.models import Account, Copy, Master, Work, WorkFile
from library.tracing import words
from library.tracing.results import LeakedFile, LeftOut, TraceResult
from tests.library.tracing.conftest import Leaky, photographed
from tests.library.tracing.test_keeping import VERDICT
from watermark.trace.verdict import Verdict


def pages_of(leaky: Leaky, result: TraceResult, out: Path, language: str = "en") -> list[str]:
    """Write the report and give the words of its pages, single spaces between them."""
    leaky.stock.library.tracing.write_report(result, out, language=language)
    return words_of(out)


def words_of(report: Path) -> list[str]:
    with pymupdf.open(report) as document:
        return [" ".join(page.get_text().split()) for page in document]


def of_reader(leaky: Leaky) -> Verdict:
    """A verdict that leads to the reader's copy."""
    (accused,) = VERDICT.accused
    return replace(VERDICT, accused=(replace(accused, identity=leaky.reader.id, work=leaky.stock.work_id),))


def made_from(leaky: Leaky) -> dict[str, str]:
    """Checksums of the files from which the copy was made, of the bytes that lie in the store."""
    library = leaky.stock.library
    with library.database.read() as session:
        master = session.query(Master).one()
        names = {
            "original": session.get_one(WorkFile, master.file_id).original, "body": master.body, "slots": master.slots
        }  # fmt: skip
    return {what: hashlib.sha256(library.blobs.path(sha256).read_bytes()).hexdigest() for what, sha256 in names.items()}


def changed(leaky: Leaky, **values: object) -> None:
    """Change the reader's account."""
    with leaky.stock.library.database.write() as session:
        account = session.get_one(Account, leaky.reader.id)
        for name, value in values.items():
            setattr(account, name, value)


def test_a_reader_named_for_two_works_has_each_work_s_own_records(leaky: Leaky, tmp_path: Path) -> None:
    """The second work went to nobody: its page may not show the copy of the first."""
    library = leaky.stock.library
    with library.database.read() as session:
        copy = session.query(Copy).one()
    (accused,) = VERDICT.accused
    both = [replace(accused, identity=leaky.reader.id, work=work) for work in (leaky.stock.work_id, "jagung")]
    verdict = replace(VERDICT, accused=tuple(both), evidence=())
    _, padi, jagung = pages_of(leaky, library.tracing.named(verdict, [], []), tmp_path / "bukti.pdf")
    with library.database.read() as session:
        title = session.get_one(Work, leaky.stock.work_id).title
    assert f"Work: “{title[:80].rstrip()}…” ({leaky.stock.work_id}), master version" in padi
    assert copy.number in padi
    assert "Work: jagung" in jagung
    assert copy.number not in jagung
    for told in (padi, jagung):
        assert "Siti Rahmawati <siti@example.org>" in told
        assert leaky.reader.id in told


def test_the_report_and_the_answer_tell_the_checksum_of_every_leaked_file(leaky: Leaky, tmp_path: Path) -> None:
    """Each on a line of its own, also of one that could not be read."""
    leak = photographed(leaky.copy)
    case_id = leaky.trace((leak, "layar.jpg"), (b"", "kosong.png"))
    report = tmp_path / "bukti.pdf"
    leaky.stock.library.traces.write_report(case_id, report, actor=leaky.librarian.id)
    with pymupdf.open(report) as document:
        lines = document[0].get_text().splitlines()
    files = {"layar.jpg": hashlib.sha256(leak).hexdigest(), "kosong.png": hashlib.sha256(b"").hexdigest()}
    assert "Leaked files" in lines
    for name, sha256 in files.items():
        assert lines[lines.index(name) + 1] == f"SHA-256: {sha256}"
    told = leaky.stock.library.traces.answer(case_id, actor=leaky.librarian.id).to_json()
    assert told["files"] == [{"name": name, "sha256": sha256} for name, sha256 in files.items()]


def test_a_report_on_nobody_tells_the_files_too(leaky: Leaky, tmp_path: Path) -> None:
    verdict = replace(VERDICT, outcome="nobody", accused=(), evidence=())
    result = leaky.stock.library.tracing.named(verdict, [LeakedFile("a.jpg", "ab" * 32)], [])
    (first,) = pages_of(leaky, result, tmp_path / "bukti.pdf")
    assert f"better than chance. Leaked files a.jpg SHA-256: {'ab' * 32} How to read this" in first


def test_what_could_not_be_looked_at_has_a_heading_of_its_own(leaky: Leaky, tmp_path: Path) -> None:
    verdict = replace(VERDICT, outcome="nobody", accused=(), evidence=())
    missed = [LeftOut(leaky.stock.work_id, "p2", "key-missing"), LeftOut("tiada", "p1", "damaged")]
    result = leaky.stock.library.tracing.named(verdict, [], missed)
    (first,) = pages_of(leaky, result, tmp_path / "bukti.pdf")
    for one in result.left_out:
        assert one.in_words() in first.partition("Could not be looked at")[2]
    (first,) = pages_of(leaky, result, tmp_path / "bukti.pdf", "id")
    assert f"({leaky.stock.work_id}): kunci salinannya hilang “tiada” (tiada): berkas induknya rusak" in first
    assert "Leaked" not in first


def test_a_traced_leak_is_told_in_either_language(leaky: Leaky, tmp_path: Path) -> None:
    """From the first page to the chain of records and the pictures; dates, ids and checksums are the same."""
    case_id = leaky.trace((photographed(leaky.copy), "layar.jpg"), work=leaky.stock.work_id)
    english, indonesian = ({}, {})
    for told, language in ((english, "en"), (indonesian, "id")):
        out = tmp_path / f"{language}.pdf"
        leaky.stock.library.traces.write_report(case_id, out, actor=leaky.librarian.id, language=language)
        told["pages"] = words_of(out)
    assert len(english["pages"]) == len(indonesian["pages"]) == 3
    first, reader, picture = indonesian["pages"]
    assert "Penelusuran kebocoran: laporan bukti Hasil: Salinan teridentifikasi" in first
    assert "Berkas yang bocor layar.jpg SHA-256: " in first
    assert "layar.jpg, halaman 1: “" in first
    assert "layar.jpg, halaman 1: “" in picture
    with leaky.stock.library.database.read() as session:
        copy = session.query(Copy).one()
    made_of = made_from(leaky)
    for language, page in (("en", english["pages"][1]), ("id", reader)):
        assert "Siti Rahmawati <siti@example.org>" in page
        for what, value in (("copy", copy.number), ("sha256", copy.sha256), ("key", copy.key_id), *made_of.items()):
            assert f"{words.RECORDS[what].in_language(language)}: {value}" in page
    told = " ".join(indonesian["pages"])
    for word in ("page", "leak", "slots:", "copy", "dispatched", "downloaded", "Bound", "agree", "of", "the", "files"):
        assert not re.search(rf"(?<!\w){word}(?!\w)", told), word
    assert told.count("U+") == 0


@pytest.mark.parametrize("name", ["Nguyễn Łukasz Đinh", "Siti " + "Rahmawati" * 30])
def test_a_name_is_shown_whole(leaky: Leaky, tmp_path: Path, name: str) -> None:
    """In letters that the usual fonts of a PDF do not have, and beyond the width of a page."""
    changed(leaky, name=name)
    result = leaky.stock.library.tracing.named(of_reader(leaky), [], [])
    for page in pages_of(leaky, result, tmp_path / "bukti.pdf", "id")[:2]:
        assert name.replace(" ", "") in page.replace(" ", "")


def test_a_letter_without_a_shape_stands_as_its_code_point(leaky: Leaky, tmp_path: Path) -> None:
    changed(leaky, name="محمد")
    result = leaky.stock.library.tracing.named(of_reader(leaky), [LeakedFile("印.jpg", "ab" * 32)], [])
    first, reader = pages_of(leaky, result, tmp_path / "bukti.pdf")[:2]
    assert "[U+5370].jpg" in first
    assert "[U+0645][U+062D][U+0645][U+062F] <siti@example.org>" in reader


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"verified_at": None}, "akun {id}, alamatnya belum pernah dibuktikan"),
        ({"email": None}, "akun terhapus"),
    ],
)
def test_what_is_not_known_of_an_address_is_told_in_indonesian(
    leaky: Leaky, values: dict[str, object], told: str
) -> None:
    changed(leaky, **values)
    (reader,) = leaky.stock.library.tracing.named(of_reader(leaky), [], []).readers
    assert reader.in_words("id") == f"Siti Rahmawati <{told.format(id=leaky.reader.id)}>"


def test_the_chain_tells_when_a_copy_was_dispatched(leaky: Leaky) -> None:
    (reader,) = leaky.stock.library.tracing.named(of_reader(leaky), [], []).readers
    kinds = ["request", "copy", "master", "original", "body", "slots", "key", "sha256", "dispatched", "downloaded"]
    assert [what for what, _ in reader.records] == kinds
    assert dict(reader.records)["dispatched"] == "2026-11-21 02:00:00 UTC"


def test_the_chain_tells_of_what_a_copy_was_made_and_of_what_was_read_on_screen(leaky: Leaky) -> None:
    """By the checksums of the files that somebody who checks the evidence has to be given; the JSON has it too."""
    leaky.stock.library.screens.copy_for(leaky.reader.id, "reader", leaky.stock.work_id)
    result = leaky.stock.library.tracing.named(of_reader(leaky), [], [])
    (reader,) = result.readers
    begins = [what for what, _ in reader.records].index("read on screen")
    delivery, reading = dict(reader.records[:begins]), dict(reader.records[begins:])
    assert list(reading) == ["read on screen", "since", "master", "original", "body", "slots", "key"]
    for told in (delivery, reading):
        assert made_from(leaky).items() <= told.items()
    (accused,) = result.to_json()["accused"]
    assert [(line["what"], line["value"]) for line in accused["records"]] == list(reader.records)
