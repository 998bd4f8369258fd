"""A leak that is handed in is traced by a worker, named only to who asks, and not kept for ever."""

from __future__ import annotations

import os
from pathlib import Path

import pymupdf
import pytest
from sqlalchemy import select

from library import audit
from library.care.housekeeping import JOB as HOUSEKEEPING
from library.care.housekeeping import order
from library.errors import BadForm, NotFound, Unavailable
from library.jobs import dead
from library.readers.roles import Role
from library.store.blobs import file_sha256
from library.store.models import Account, AuditEntry, Job
from library.tracing.cases import Tracing
from library.tracing.desk import JOB, KEEP_LEAKS, MOST_FILES
from tests.library.tracing.conftest import Leaky, photographed


def deeds(leaky: Leaky, subject: str) -> list[str]:
    with leaky.stock.library.database.read() as session:
        assert not list(audit.broken_links(session))
        query = select(AuditEntry.action).where(AuditEntry.subject == subject).order_by(AuditEntry.seq)
        return list(session.scalars(query))


def leak_files(leaky: Leaky) -> list[Path]:
    return [path for path in leaky.stock.library.folders.leaks.rglob("*") if path.is_file()]


def test_a_picture_of_one_page_leads_to_the_reader_of_the_copy(leaky: Leaky) -> None:
    case_id = leaky.trace((photographed(leaky.copy), "layar.jpg"))
    traces = leaky.stock.library.traces
    case = traces.get(case_id)
    assert (case.state, case.outcome, case.page, case.pages) == ("done", "identified", 1, 1)
    (reader,) = traces.answer(case_id, actor=leaky.librarian.id).readers
    assert (reader.email, reader.name) == ("siti@example.org", "Siti Rahmawati")
    assert reader.bound <= 1e-6
    shown = traces.evidence(case_id, 0, actor=leaky.librarian.id)
    assert shown.leak.shape == shown.original.shape
    assert len(shown.boxes) == len(shown.agrees) > 100


def test_every_use_is_audited_by_opaque_ids(leaky: Leaky, tmp_path: Path) -> None:
    case_id = leaky.trace((photographed(leaky.copy), "layar.jpg"))
    traces = leaky.stock.library.traces
    traces.answer(case_id, actor=leaky.librarian.id)
    traces.write_report(case_id, tmp_path / "bukti.pdf", actor=leaky.librarian.id)
    assert deeds(leaky, f"trace:{case_id}") == ["trace.ask", "trace.run", "trace.view", "trace.report"]
    with leaky.stock.library.database.read() as session:
        for entry in session.scalars(select(AuditEntry).where(AuditEntry.action.like("trace.%"))):
            assert entry.actor == leaky.librarian.id
            assert "Siti" not in str(entry.details)


def test_pictures_are_covered_by_a_look_at_their_page_and_audited_without_one(leaky: Leaky) -> None:
    """One entry a look, not one a picture; a look covers them for an hour, and covers nobody else."""
    case_id = leaky.trace((photographed(leaky.copy), "layar.jpg"))
    traces, clock = leaky.stock.library.traces, leaky.stock.clock
    someone = leaky.stock.account("wati@example.org", "Wati", role=Role.LIBRARIAN)

    def looks() -> int:
        return deeds(leaky, f"trace:{case_id}").count("trace.view")

    traces.answer(case_id, actor=leaky.librarian.id)
    for _ in range(2):
        traces.evidence(case_id, 0, actor=leaky.librarian.id)
    assert looks() == 1
    for _ in range(2):
        traces.evidence(case_id, 0, actor=someone.id)
    assert looks() == 2
    clock.forward(hours=2)
    traces.evidence(case_id, 0, actor=leaky.librarian.id)
    assert looks() == 3


def test_a_trace_from_the_command_line_is_on_record_before_it_is_run(
    leaky: Leaky, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that breaks off leaves its question behind; one that ends, the answer, too."""
    library = leaky.stock.library

    def broken_off(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("watermark.trace.tracing.trace", broken_off)
    with pytest.raises(KeyboardInterrupt):
        library.tracing.run([leaky.copy], actor="cli", work=leaky.stock.work_id)
    assert deeds(leaky, "leak") == ["trace.ask"]
    monkeypatch.undo()
    library.tracing.run([leaky.copy], actor="cli", work=leaky.stock.work_id)
    assert deeds(leaky, "leak") == ["trace.ask", "trace.ask", "trace.run"]
    with library.database.read() as session:
        asked = session.scalars(select(AuditEntry).where(AuditEntry.action == "trace.ask")).first()
        assert asked is not None
        assert asked.details == {"files": [file_sha256(leaky.copy)], "work": leaky.stock.work_id}


def test_the_report_outlives_the_leak_but_not_the_name(leaky: Leaky, tmp_path: Path) -> None:
    case_id = leaky.trace((photographed(leaky.copy), "layar.jpg"))
    stock, report = leaky.stock, tmp_path / "bukti.pdf"
    stock.clock.forward(days=KEEP_LEAKS.days + 1)
    order(stock.library.database, stock.clock())
    stock.library.workers.drain({HOUSEKEEPING})
    assert leak_files(leaky) == []
    assert stock.library.traces.get(case_id).cleared_at == stock.clock()
    with stock.library.database.write() as session:
        account = session.get(Account, leaky.reader.id)
        assert account is not None
        account.email, account.name = None, ""
    stock.library.traces.write_report(case_id, report, actor=leaky.librarian.id)
    with pymupdf.open(report) as document:
        text = "".join(page.get_text() for page in document)
        assert document.page_count == 3
    assert "erased account" in text
    assert "Siti" not in text
    assert "2026-11-21" in text


def test_a_fresh_leak_is_kept_for_a_second_look(leaky: Leaky) -> None:
    leaky.ask((photographed(leaky.copy), "layar.jpg"))
    leaky.stock.clock.forward(days=KEEP_LEAKS.days - 1)
    assert leaky.stock.library.traces.clear_old() == 0
    assert [path.name for path in leak_files(leaky)] == ["layar.jpg"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 rusak", "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 300, "damaged"),
        (b"<svg onload=alert(1)>", "damaged"),
    ],
    ids=["nothing", "pdf", "png", "svg"],
)
def test_a_hostile_file_ends_with_nobody_and_a_reason(leaky: Leaky, data: bytes, why: str) -> None:
    case_id = leaky.trace((data, "../../etc/passwd\x00.pdf"))
    result = leaky.stock.library.traces.answer(case_id, actor=leaky.librarian.id)
    assert (result.verdict.outcome, result.readers) == ("nobody", ())
    assert why in result.verdict.reason
    assert leaky.stock.library.traces.get(case_id).files[0]["name"] == "passwd .pdf"


def test_a_strange_file_beside_a_leak_does_no_harm(leaky: Leaky) -> None:
    case_id = leaky.trace((b"", "sama.jpg"), (photographed(leaky.copy, 1), "sama.jpg"), work=leaky.stock.work_id)
    result = leaky.stock.library.traces.answer(case_id, actor=leaky.librarian.id)
    assert [reader.email for reader in result.readers] == ["siti@example.org"]
    assert {page.file for page in result.verdict.pages} == {"sama.jpg", "2 sama.jpg"}


def test_an_original_that_was_never_given_out_leads_to_nobody(leaky: Leaky, tmp_path: Path) -> None:
    from tests.library.conftest import draw_booklet

    original = draw_booklet(tmp_path / "padi.pdf")
    case_id = leaky.trace((photographed(original), "asli.jpg"))
    result = leaky.stock.library.traces.answer(case_id, actor=leaky.librarian.id)
    assert (result.verdict.outcome, result.readers) == ("nobody", ())
    assert result.verdict.pages[0].work == leaky.stock.work_id


def test_the_same_form_twice_is_one_case_and_one_job(leaky: Leaky) -> None:
    for _ in range(2):
        leaky.ask((b"x", "a.png"))
    with leaky.stock.library.database.read() as session:
        assert session.query(Job).filter_by(kind=JOB).count() == 1
    assert len(leaky.stock.library.traces.recent()) == 1
    assert len(leak_files(leaky)) == 1


@pytest.mark.parametrize("count", [0, MOST_FILES + 1])
def test_no_file_or_too_many_are_refused_and_nothing_is_kept(leaky: Leaky, count: int) -> None:
    with pytest.raises(BadForm):
        leaky.ask(*[(b"x", "a.png")] * count)
    assert leaky.stock.library.traces.recent() == []
    assert leak_files(leaky) == []


def test_a_work_that_does_not_exist_is_refused(leaky: Leaky) -> None:
    with pytest.raises(BadForm):
        leaky.ask((b"x", "a.png"), work="tiada")


def test_a_name_too_long_for_the_disk_is_cut_and_keeps_its_suffix(leaky: Leaky) -> None:
    case_id = leaky.trace((b"x", "統計" * 95 + ".png"))
    name = leaky.stock.library.traces.get(case_id).files[0]["name"]
    assert len(name.encode()) <= 255
    assert name.endswith(".png")


def test_a_case_whose_leak_is_gone_fails_and_says_so(leaky: Leaky) -> None:
    case_id = leaky.ask((b"x", "a.png"))
    for path in leak_files(leaky):
        path.unlink()
    leaky.stock.library.workers.drain({JOB})
    case = leaky.stock.library.traces.get(case_id)
    assert case.state == "failed"
    assert case.error
    assert deeds(leaky, f"trace:{case_id}") == ["trace.ask", "trace.failed"]


def test_a_case_that_failed_can_be_tried_again(leaky: Leaky) -> None:
    case_id = leaky.ask((b"", "a.png"))
    (leak,) = leak_files(leaky)
    leak.rename(leak.with_suffix(".away"))
    library = leaky.stock.library
    library.workers.drain({JOB})
    leak.with_suffix(".away").rename(leak)
    with library.database.write() as session:
        (given_up,) = dead.dead_jobs(session)
        dead.retry(session, leaky.stock.clock(), given_up.id, leaky.librarian.id)
    library.workers.drain({JOB})
    assert (library.traces.get(case_id).state, library.traces.get(case_id).error) == ("done", "")


def test_what_a_crash_left_behind_goes_in_the_end(leaky: Leaky) -> None:
    leaky.ask((b"x", "a.png"))
    stranger = leaky.stock.library.folders.leaks / "nobodyscase.part"
    stranger.mkdir()
    leaky.stock.library.traces.clear_old()
    assert stranger.exists()
    os.utime(stranger, (0, 0))
    leaky.stock.library.traces.clear_old()
    assert not stranger.exists()
    assert len(leak_files(leaky)) == 1


def test_there_is_no_answer_before_the_end(leaky: Leaky) -> None:
    case_id = leaky.ask((b"x", "a.png"))
    with pytest.raises(NotFound):
        leaky.stock.library.traces.answer(case_id, actor=leaky.librarian.id)


def test_what_is_traced_already_is_not_traced_again(leaky: Leaky) -> None:
    case_id = leaky.trace((b"", "a.png"))
    leaky.stock.library.traces.handle({"case": case_id})
    assert deeds(leaky, f"trace:{case_id}").count("trace.run") == 1


def test_no_leak_is_decoded_where_nobody_has_handed_over_a_sandbox(leaky: Leaky):
    library = leaky.stock.library
    bare = Tracing(library.database, library.blobs, library.folders, library.keys, leaky.stock.clock)
    with pytest.raises(Unavailable, match="sandbox"):
        bare.run([leaky.copy], actor="cli")
