"""A sealed copy says by itself that it left the office as it is."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pymupdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from tests.watermark.assembly import awkward
from watermark.assemble import assemble
from watermark.errors import BadInputError
from watermark.prepare import prepare
from watermark.seal import Seal, SealState, check_seal, open_seal, seal_file, self_made
from watermark.stamp import Stamp

if TYPE_CHECKING:
    from pathlib import Path

NOW = dt.datetime(2026, 11, 21, 8, 0, tzinfo=dt.UTC)
STAMP = Stamp("Siti", "s***a@contoh.id", "BPS", "21 November 2026", "SC-1", "https://p.example/v/1", "Salinan", "Milik")


@pytest.fixture(scope="module")
def seal(tmp_path_factory: pytest.TempPathFactory) -> Seal:
    return open_seal(self_made(tmp_path_factory.mktemp("keys"), "BPS Kota Metro", NOW - dt.timedelta(days=1)))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A copy of a tagged document, without seal."""
    folder = tmp_path_factory.mktemp("copy")
    master = prepare(awkward.tagged(folder / "source.pdf"), folder / "master")
    bits = np.arange(master.report.total, dtype=np.uint8) % 2
    return assemble(master.body, master.slots, code=bits, stamp=STAMP, out=folder / "copy.pdf").path.read_bytes()


def sealed(data: bytes, seal: Seal, path: Path, when: dt.datetime = NOW) -> bytes:
    path.write_bytes(data)
    seal_file(path, seal, when)
    return path.read_bytes()


def test_a_sealed_copy_is_valid_for_any_reader_that_trusts_the_office(plain: bytes, seal: Seal, tmp_path: Path) -> None:
    made = sealed(plain, seal, tmp_path / "copy.pdf")
    signature = PdfFileReader(io.BytesIO(made)).embedded_signatures[0]
    trust = ValidationContext(trust_roots=[seal.certificate], allow_fetching=False)
    status = validate_pdf_signature(signature, signer_validation_context=trust)
    assert status.bottom_line
    assert str(signature.sig_object["/SubFilter"]) == "/ETSI.CAdES.detached"
    assert check_seal(made, seal) is SealState.GENUINE


def test_stamp_and_mark_stand_before_the_seal_unchanged(plain: bytes, seal: Seal, tmp_path: Path) -> None:
    made = sealed(plain, seal, tmp_path / "copy.pdf")
    assert made.startswith(plain)
    drawings = []
    for data in (plain, made):
        with pymupdf.open(stream=data, filetype="pdf") as document:
            drawings.append([page.get_pixmap(dpi=100).samples for page in document])
    assert drawings[0] == drawings[1]
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_one_changed_byte_or_an_addition_is_told(plain: bytes, seal: Seal, tmp_path: Path) -> None:
    made = sealed(plain, seal, tmp_path / "copy.pdf")
    changed = bytearray(made)
    changed[made.index(b"stream\n") + 40] ^= 1
    assert check_seal(bytes(changed), seal) is SealState.ALTERED
    assert check_seal(made + b"\n% and more\n", seal) is SealState.ALTERED


def test_a_file_without_seal_or_with_another_offices_is_unknown(plain: bytes, seal: Seal, tmp_path: Path) -> None:
    other = open_seal(self_made(tmp_path, "BPS Kota Lain", NOW - dt.timedelta(days=1)))
    assert check_seal(plain, seal) is SealState.UNKNOWN
    assert check_seal(sealed(plain, other, tmp_path / "copy.pdf"), seal) is SealState.UNKNOWN
    assert check_seal(b"no PDF at all", seal) is SealState.UNKNOWN


def test_equal_copies_sealed_at_one_time_are_equal(plain: bytes, seal: Seal, tmp_path: Path) -> None:
    """A damaged copy is made again, and must have the checksum that was recorded."""
    one, other = (sealed(plain, seal, tmp_path / name) for name in ("a.pdf", "b.pdf"))
    assert one == other
    assert one != sealed(plain, seal, tmp_path / "c.pdf", NOW + dt.timedelta(hours=1))


def test_the_key_is_for_its_owner_alone_and_made_once(tmp_path: Path) -> None:
    path = self_made(tmp_path, "BPS", NOW)
    assert path.stat().st_mode & 0o077 == 0
    before = path.read_bytes()
    assert self_made(tmp_path, "BPS", NOW).read_bytes() == before


def test_a_file_that_is_no_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "seal.pem").write_text("nothing")
    with pytest.raises(BadInputError, match="no key and certificate"):
        open_seal(tmp_path / "seal.pem")
