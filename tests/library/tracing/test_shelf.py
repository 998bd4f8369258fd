"""A master that cannot be looked at stops no trace of another, and the answer says that it was left out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pymupdf
import pytest
from sqlalchemy import select

from library.errors import NotFound
from library.store.models import AuditEntry, Copy, Master, ScreenReading, WorkFile
from library.tracing.results import Why
from tests.library.catalogue.shelving import shelve
from tests.library.tracing.conftest import Leaky, photographed


def lend(leaky: Leaky, why: Why) -> str:
    """Let a second work be read on screen, whose master cannot be looked at; give its id."""
    library = leaky.stock.library
    work = shelve(library, "Jagung")
    with library.database.write() as session:
        of_work = select(Master).join(WorkFile, WorkFile.id == Master.file_id).where(WorkFile.work_id == work)
        master, copy = session.scalars(of_work).one(), session.scalars(select(Copy)).one()
        key = "lost" if why == "key-missing" else copy.key_id
        reading = ScreenReading(account_id=leaky.librarian.id, master_id=master.id, key_id=key)
        reading.first_at = library.clock()
        session.add(reading)
        if why == "key-missing":
            whole = session.get_one(Master, copy.master_id)
            master.body, master.slots = whole.body, whole.slots
    if why == "damaged":
        body = library.blobs.place(master.body)
        body.parent.mkdir(parents=True, exist_ok=True)
        body.write_bytes(b"damaged")
    return work


@pytest.mark.parametrize("why", ["file-missing", "key-missing", "damaged"])
def test_a_master_that_cannot_be_looked_at_is_left_out_of_a_trace_that_names_no_work(
    leaky: Leaky, why: Why, tmp_path: Path
) -> None:
    work, library = lend(leaky, why), leaky.stock.library
    case_id = leaky.trace((photographed(leaky.copy), "layar.jpg"))
    assert (library.traces.get(case_id).state, library.traces.get(case_id).outcome) == ("done", "identified")
    result = library.traces.answer(case_id, actor=leaky.librarian.id)
    assert [reader.email for reader in result.readers] == ["siti@example.org"]
    (left_out,) = result.to_json()["left_out"]
    assert (left_out["work"], left_out["title"], left_out["why"]) == (work, "Jagung", why)
    library.traces.write_report(case_id, tmp_path / "bukti.pdf", actor=leaky.librarian.id)
    with pymupdf.open(tmp_path / "bukti.pdf") as document:
        lines = document[0].get_text().splitlines()
    told = lines[lines.index("Could not be looked at") :]
    assert any(line.startswith(f"“Jagung” ({work}): ") for line in told)
    with library.database.read() as session:
        run = session.scalars(select(AuditEntry).where(AuditEntry.action == "trace.run")).one()
    assert run.details["left_out"] == [left_out["version"]]


def test_a_trace_that_names_a_work_fails_where_its_master_cannot_be_looked_at(leaky: Leaky) -> None:
    """A trace that names the other work has nothing to do with it."""
    work, library = lend(leaky, "key-missing"), leaky.stock.library
    leak = leaky.copy.with_name("layar.jpg")
    leak.write_bytes(photographed(leaky.copy))
    with pytest.raises(NotFound, match="lost"):
        library.tracing.run([leak], actor="cli", work=work)
    assert library.tracing.run([leak], actor="cli", work=leaky.stock.work_id).left_out == ()


def test_damage_that_shows_only_when_a_page_is_laid_under_the_leak_is_told_too(leaky: Leaky) -> None:
    """What has an index is not opened before."""
    library = leaky.stock.library
    library.tracing.describe(lambda _done, _pages: None)
    with library.database.read() as session:
        master = session.scalars(select(Master)).one()
    body = library.blobs.path(master.body)
    shutil.copy(body, body.with_suffix(".new"))
    with body.with_suffix(".new").open("r+b") as file:
        file.seek(200)
        file.write(b"damaged")
    body.with_suffix(".new").replace(body)
    case_id = leaky.trace((photographed(leaky.copy), "layar.jpg"))
    result = library.traces.answer(case_id, actor=leaky.librarian.id)
    assert result.verdict.outcome == "nobody"
    assert [(one.version, one.why) for one in result.left_out] == [(master.id, "damaged")]
    with pytest.raises(NotFound, match="checksum"):
        library.tracing.run([leaky.copy], actor="cli", work=leaky.stock.work_id)


def test_the_others_are_described_ahead_and_then_the_missing_one_is_named(leaky: Leaky) -> None:
    library = leaky.stock.library
    work = lend(leaky, "file-missing")
    with pytest.raises(NotFound) as missing:
        library.tracing.describe(lambda _done, _pages: None)
    assert work in missing.value.sentence("en")
    assert [master.work for master in library.tracing.undescribed()] == [work]
