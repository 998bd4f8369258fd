"""PDF/A copies: made where the validator approves, refused with the reason where it does not, nothing else touched."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from ingest.archiving import archive_file
from ingest.archiving.maker import ArchiveMaker, make_missing_copies
from ingest.errors import IngestError
from ingest.limits import Limits
from library.care.fixity import verify
from library.catalogue import works
from library.preservation import archive_copies, archive_round
from library.store.models import Blob, WorkFile
from tests.library.conftest import HandClock, Stock, clock, stock, stocked_data

__all__ = ["HandClock", "clock", "stock", "stocked_data"]


def picture_book(path: Path) -> Path:
    """Write a PDF of one picture: nothing in it that the standard could mind."""
    picture = BytesIO()
    Image.new("RGB", (200, 280), "white").save(picture, "JPEG")
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 280))
        image = pikepdf.Stream(pdf, picture.getvalue())
        image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        image.Width, image.Height, image.BitsPerComponent = 200, 280, 8
        image.ColorSpace, image.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image))
        page.Contents = pikepdf.Stream(pdf, b"q 200 0 0 280 0 0 cm /Im Do Q")
        pdf.save(path)
    return path


def test_a_scan_becomes_a_copy_that_is_approved(tmp_path: Path) -> None:
    source = picture_book(tmp_path / "a.pdf")
    before = source.read_bytes()
    made = archive_file(source, tmp_path / "work", limits=Limits())
    assert made.copy is not None, made.checks
    assert (made.profile, made.checks["verdict"], made.checks["qpdf"]) == ("PDF/A-2b", "pass", "sound")
    assert made.checks["claims"] == "2B"
    assert source.read_bytes() == before


def test_what_is_not_embedded_stands_in_the_way(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.drawString(72, 700, "Huruf yang tidak disertakan")
    canvas.save()
    made = archive_file(tmp_path / "a.pdf", tmp_path / "work", limits=Limits())
    assert made.copy is None
    assert "PDF/A" in made.checks["why"]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"no pdf at all"])
def test_a_broken_file_is_an_error_with_a_name(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(content)
    with pytest.raises(IngestError) as refused:
        archive_file(tmp_path / "a.pdf", tmp_path / "work", limits=Limits())
    assert refused.value.code == "damaged"


def test_copies_of_all_works_that_have_none_are_made_at_one_order(stock: Stock) -> None:
    """Text whose fonts are not embedded: none can be made, which is known then and not tried again."""
    library, told = stock.library, list[tuple[int, int]]()
    ArchiveMaker(library, Limits()).register()
    with library.database.read() as session:
        before = archive_round.standing(session)
    assert (before.missing, before.finished) == (before.files, 0)
    assert make_missing_copies(library, lambda done, total: told.append((done, total))) == before.files
    assert told[-1] == (before.files, before.files)
    with library.database.write() as session:
        after = archive_round.standing(session)
        assert (after.files, after.finished, after.missing) == (before.files, before.files, 0)
        assert archive_round.order_missing(session, stock.clock(), "cli") == []


def test_a_librarian_orders_a_copy_and_it_is_kept_like_every_file(stock: Stock, tmp_path: Path) -> None:
    library = stock.library
    ArchiveMaker(library, Limits()).register()
    stored = library.blobs.put(picture_book(tmp_path / "a.pdf"))
    with library.database.write() as session:
        session.add(Blob(sha256=stored.sha256, size=stored.size, role="shown", created_at=stock.clock()))
        session.flush()
        session.get_one(WorkFile, works.current_file(session, stock.work_id).id).shown = stored.sha256
        archive_copies.order(session, stock.clock(), stock.work_id, "cli")
    library.workers.drain()
    with library.database.read() as session:
        row = archive_copies.of_work(session, stock.work_id)
        assert row is not None
        assert (row.state, row.profile) == ("made", "PDF/A-2b"), row.checks
        assert row.sha256 in set(library.blobs.names())
    assert verify(library).lost == ()
