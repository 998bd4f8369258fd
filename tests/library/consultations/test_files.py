"""Files in a conversation: read in the sandbox, handed to those it concerns, never one of the catalogue."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest

from ingest.files import Intake
from library.catalogue.incoming import Intent
from library.consultations import AskForm
from library.consultations.files import MOST_BYTES
from library.errors import BadForm, NotFound
from library.store.models import Blob, ConsultationFile, TraceCase
from tests.library.conftest import draw_booklet
from tests.library.consultations.conftest import Talk


@pytest.fixture
def pdf(tmp_path: Path) -> bytes:
    return draw_booklet(tmp_path / "tabel.pdf", pages=1).read_bytes()


def send(talk: Talk, case: str, content: bytes, name: str = "tabel.pdf") -> None:
    talk.desk.say(case, "Terlampir.", by=talk.reader, files=[talk.desk.receive(io.BytesIO(content), name)])


def quarantined(talk: Talk) -> list[str]:
    folder = talk.library.folders.attachments
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


def test_a_file_is_read_in_the_sandbox_and_handed_to_both_sides(talk: Talk, pdf: bytes):
    case = talk.answered()
    send(talk, case, pdf, "../../etc/tabel\x00.pdf")
    (file,) = talk.case(case).messages[-1].files
    assert (file.state, file.name) == ("waiting", "tabel .pdf")
    with pytest.raises(NotFound):
        talk.desk.file(case, file.id, by=talk.reader)
    talk.library.workers.drain()
    for person, staff in ((talk.reader, False), (talk.officer, True)):
        shown, path = talk.desk.file(case, file.id, by=person, staff=staff)
        assert (shown.media_type, path.read_bytes()) == ("application/pdf", pdf)
    assert quarantined(talk) == []
    with pytest.raises(NotFound):
        talk.desk.file(talk.ask(), file.id, by=talk.reader)  # through another case of hers


def test_what_the_sandbox_cannot_read_is_handed_to_nobody(talk: Talk):
    case = talk.answered()
    send(talk, case, b"%PDF-1.7 but nothing else")
    talk.library.workers.drain()
    (file,) = talk.case(case).messages[-1].files
    assert file.state == "refused"
    assert file.error
    with pytest.raises(NotFound):
        talk.desk.file(case, file.id, by=talk.reader)
    assert quarantined(talk) == []


@pytest.mark.parametrize(("size", "problem"), [(0, "file-empty"), (MOST_BYTES + 1, "file-too-large")])
def test_a_file_without_measure_is_refused_and_not_kept(talk: Talk, size: int, problem: str):
    with pytest.raises(BadForm) as refused:
        talk.desk.receive(io.BytesIO(b"x" * size), "a.pdf")
    assert refused.value.fields == {"files": problem}
    assert quarantined(talk) == []


def test_a_refused_message_leaves_no_file_behind(talk: Talk, pdf: bytes):
    case = talk.answered()
    received = talk.desk.receive(io.BytesIO(pdf), "a.pdf")
    with pytest.raises(BadForm):
        talk.desk.say(case, "  ", by=talk.reader, files=[received])
    assert quarantined(talk) == []


def test_a_repeated_post_keeps_its_file_once(talk: Talk, pdf: bytes):
    case, token = talk.answered(), talk.token()
    for _ in range(2):
        received = talk.desk.receive(io.BytesIO(pdf), "a.pdf")
        talk.desk.say(case, "Terlampir.", by=talk.reader, files=[received], token=token)
    assert len(quarantined(talk)) == 1
    assert len(talk.case(case).messages[-1].files) == 1


def test_erasing_deletes_the_bytes_unless_somebody_else_sent_the_same(talk: Talk, pdf: bytes):
    case = talk.answered()
    send(talk, case, pdf)
    stranger = talk.account("tono@example.org", "Tono")
    search = talk.desk.look(stranger, talk.office, "padi")
    form = AskForm(title="Padi", question="Berapa luas panen padi sawah?", search_id=search.id)
    received = talk.desk.receive(io.BytesIO(pdf), "sama.pdf")
    talk.desk.submit(stranger, talk.office, form, files=[received])
    talk.library.workers.drain()
    with talk.library.database.read() as session:
        (sha256,) = {row.sha256 for row in session.query(ConsultationFile)}
    talk.desk.erase(talk.reader, by="cli")
    assert talk.library.blobs.has(str(sha256))
    talk.desk.erase(stranger, by="cli")
    assert not talk.library.blobs.has(str(sha256))
    with talk.library.database.read() as session:
        assert session.get(Blob, sha256) is None


def catalogue(talk: Talk, folder: Path, content: bytes) -> None:
    """Let a librarian bring in what a reader has sent."""
    (folder / "brought.pdf").write_bytes(content)
    Intake(talk.library).receive_path(folder / "brought.pdf", Intent(office=talk.office, release=True))


def test_a_file_that_comes_into_the_catalogue_later_is_handed_out_no_more_and_can_be_erased(
    talk: Talk, pdf: bytes, tmp_path: Path
):
    case = talk.answered()
    send(talk, case, pdf)
    talk.library.workers.drain()
    (file,) = talk.case(case).messages[-1].files
    sha256 = hashlib.sha256(pdf).hexdigest()
    catalogue(talk, tmp_path, pdf)
    with pytest.raises(NotFound):  # while it waits to be read
        talk.desk.file(case, file.id, by=talk.reader)
    talk.library.workers.drain()
    with pytest.raises(NotFound):
        talk.desk.file(case, file.id, by=talk.officer, staff=True)
    with talk.library.database.read() as session:
        assert session.get_one(Blob, sha256).role == "original"
    talk.desk.erase(talk.reader, by="cli")
    assert talk.library.blobs.has(sha256)


def test_bytes_that_somebody_else_names_outlive_an_erased_attachment(talk: Talk, pdf: bytes):
    case = talk.answered()
    send(talk, case, pdf)
    talk.library.workers.drain()
    sha256 = hashlib.sha256(pdf).hexdigest()
    with talk.library.database.write() as session:
        session.add(TraceCase(created_by=talk.officer, created_at=talk.clock(), state="done", evidence=sha256))
    talk.desk.erase(talk.reader, by="cli")
    assert talk.library.blobs.has(sha256)


def test_a_file_erased_while_the_sandbox_reads_it_leaves_nothing(talk: Talk, pdf: bytes):
    case = talk.answered()
    send(talk, case, pdf)
    (file,) = talk.case(case).messages[-1].files
    talk.desk.erase(talk.reader, by="cli")
    talk.desk.attachments.accept(file.id, "application/pdf")
    assert not talk.library.blobs.has(hashlib.sha256(pdf).hexdigest())
    assert quarantined(talk) == []
