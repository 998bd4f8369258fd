"""A sealed copy says by itself that it left the office as it is."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pymupdf
import pytest
from asn1crypto import x509 as asn1_x509
from asn1crypto.keys import PrivateKeyInfo
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from tests.watermark.assembly import awkward
from tests.watermark.test_seal_keys import quick_seal
from watermark.assemble import assemble
from watermark.errors import AssemblyError
from watermark.prepare import prepare
from watermark.seal import Sealed, seal_file
from watermark.seal_check import SealState, check_seal
from watermark.seal_keys import Seal, make_seal, open_seal
from watermark.stamp import Stamp

NOW = dt.datetime(2026, 11, 21, 8, 0, tzinfo=dt.UTC)
YESTERDAY = NOW - dt.timedelta(days=1)
STAMP = Stamp("Siti", "s***a@contoh.id", "BPS", "21 November 2026", "SC-1", "https://p.example/v/1", "Salinan", "Milik")


@pytest.fixture(scope="module")
def seal(tmp_path_factory: pytest.TempPathFactory) -> Seal:
    return open_seal(make_seal(tmp_path_factory.mktemp("keys") / "seal.pem", "BPS Kota Metro", YESTERDAY))


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Seal:
    """The seal of another office."""
    return quick_seal(tmp_path_factory.mktemp("keys") / "seal.pem", YESTERDAY, 400)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of a tagged document, without seal."""
    folder = tmp_path_factory.mktemp("copy")
    master = prepare(awkward.tagged(folder / "source.pdf"), folder / "master")
    bits = np.arange(master.report.total, dtype=np.uint8) % 2
    return assemble(master.body, master.slots, code=bits, stamp=STAMP, out=folder / "copy.pdf").path


@pytest.fixture(scope="module")
def made(plain: Path, seal: Seal, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same copy, sealed."""
    out = tmp_path_factory.mktemp("sealed") / "copy.pdf"
    sealed(plain, seal, out)
    return out


def sealed(plain: Path, seal: Seal, out: Path, when: dt.datetime = NOW) -> Sealed:
    part = out.with_name(f"{out.name}.part")
    shutil.copyfile(plain, part)
    return seal_file(part, seal, when, out)


def state(path: Path, *seals: Seal) -> SealState:
    return check_seal(path, [seal.certificate for seal in seals]).state


def changed(path: Path, out: Path, data: bytes) -> Path:
    assert data != path.read_bytes()
    out.write_bytes(data)
    return out


def test_a_sealed_copy_is_valid_for_any_reader_that_trusts_the_office(made: Path, seal: Seal) -> None:
    with made.open("rb") as file:
        signature = PdfFileReader(file).embedded_signatures[0]
        trust = ValidationContext(trust_roots=[asn1_x509.Certificate.load(seal.certificate)], allow_fetching=False)
        assert validate_pdf_signature(signature, signer_validation_context=trust).bottom_line
        assert str(signature.sig_object["/SubFilter"]) == "/ETSI.CAdES.detached"
        assert signature.self_reported_timestamp == NOW
    found = check_seal(made, [seal.certificate])
    assert (found.state, found.certificate, found.sealed_at) == (SealState.GENUINE, seal.fingerprint, NOW)


def test_stamp_and_mark_stand_before_the_seal_unchanged(plain: Path, made: Path) -> None:
    assert made.read_bytes().startswith(plain.read_bytes())
    drawings = []
    for path in (plain, made):
        with pymupdf.open(path) as document:
            drawings.append([page.get_pixmap(dpi=100).samples for page in document])
    assert drawings[0] == drawings[1]


def test_what_was_sealed_has_no_error_of_structure(made: Path) -> None:
    with pikepdf.open(made) as pdf:
        assert pdf.check_pdf_syntax() == []
    if shutil.which("qpdf"):
        assert subprocess.run(["qpdf", "--check", made], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("where", ["in a page", "in the signature", "at the end"])
def test_one_changed_byte_is_told(made: Path, seal: Seal, tmp_path: Path, where: str) -> None:
    data = bytearray(made.read_bytes())
    place = {
        "in a page": data.index(b"stream\n") + 40,
        "in the signature": data.rindex(b"/ByteRange") + 1,
        "at the end": -3,
    }
    data[place[where]] ^= 1
    assert state(changed(made, tmp_path / "x.pdf", bytes(data)), seal) is SealState.ALTERED


def test_an_update_behind_the_seal_is_told(made: Path, seal: Seal, tmp_path: Path) -> None:
    """What shows other figures without touching one byte that was sealed."""
    writer = IncrementalPdfFileWriter(io.BytesIO(made.read_bytes()))
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(made.read_bytes())
    assert state(changed(made, tmp_path / "x.pdf", out.getvalue()), seal) is SealState.ALTERED


def test_bytes_behind_the_seal_are_told(made: Path, seal: Seal, tmp_path: Path) -> None:
    assert state(changed(made, tmp_path / "x.pdf", made.read_bytes() + b"\n% more\n"), seal) is SealState.ALTERED


def test_a_file_that_is_cut_is_still_known_as_ours(made: Path, seal: Seal, tmp_path: Path) -> None:
    data = made.read_bytes()
    assert state(changed(made, tmp_path / "x.pdf", data[data.index(b"\n", 30) : -400]), seal) is SealState.ALTERED


def test_a_file_without_seal_or_with_another_offices_is_unknown(
    plain: Path, seal: Seal, other: Seal, tmp_path: Path
) -> None:
    sealed(plain, other, tmp_path / "other.pdf")
    assert state(plain, seal) is SealState.UNKNOWN
    assert state(tmp_path / "other.pdf", seal) is SealState.UNKNOWN
    assert state(tmp_path / "other.pdf", seal, other) is SealState.GENUINE


@pytest.mark.parametrize("data", [b"", b"no PDF at all", b"%PDF-1.7\n/ByteRange [0 1 2 3]", b"\x00" * 4000])
def test_what_is_no_sealed_pdf_is_unknown(seal: Seal, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.pdf").write_bytes(data)
    assert state(tmp_path / "x.pdf", seal) is SealState.UNKNOWN


def test_a_publication_that_others_signed_is_theirs_until_we_seal_it(
    plain: Path, seal: Seal, other: Seal, tmp_path: Path
) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(plain.read_bytes()))
    theirs = sign_pdf(writer, PdfSignatureMetadata(field_name="Pustaka"), signer=other.signer)
    (tmp_path / "theirs.pdf").write_bytes(theirs.getbuffer())
    assert state(tmp_path / "theirs.pdf", seal) is SealState.UNKNOWN
    sealed(tmp_path / "theirs.pdf", seal, tmp_path / "both.pdf")
    assert state(tmp_path / "both.pdf", seal) is SealState.GENUINE


def test_our_certificate_with_another_key_is_no_seal_of_ours(plain: Path, seal: Seal, tmp_path: Path) -> None:
    """The certificate is public, and stands in every copy; the key is not."""
    key = rsa.generate_private_key(65537, 2048)
    plain_form = (serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    private = PrivateKeyInfo.load(key.private_bytes(*plain_form))
    signer = SimpleSigner(seal.signer.signing_cert, private, seal.signer.cert_registry)
    sealed(plain, replace(seal, signer=signer), tmp_path / "x.pdf")
    assert state(tmp_path / "x.pdf", seal) is SealState.ALTERED


def test_a_certificate_that_has_run_out_seals_nothing_and_nothing_is_left(plain: Path, tmp_path: Path) -> None:
    short = quick_seal(tmp_path / "short.pem", YESTERDAY - dt.timedelta(days=10), 5)
    with pytest.raises(AssemblyError, match="does not hold"):
        sealed(plain, short, tmp_path / "copy.pdf")
    assert not (tmp_path / "copy.pdf").exists()


def test_what_was_sealed_in_time_stays_genuine_when_the_certificate_has_run_out(plain: Path, tmp_path: Path) -> None:
    then = NOW - dt.timedelta(days=4000)
    old = quick_seal(tmp_path / "old.pem", then, 30)
    sealed(plain, old, tmp_path / "copy.pdf", then + dt.timedelta(days=3))
    assert state(tmp_path / "copy.pdf", old) is SealState.GENUINE


def test_equal_copies_sealed_at_one_time_are_equal(plain: Path, made: Path, seal: Seal, tmp_path: Path) -> None:
    """A damaged copy is made again, and must have the checksum that was recorded."""
    again = sealed(plain, seal, tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == made.read_bytes()
    later = sealed(plain, seal, tmp_path / "c.pdf", NOW + dt.timedelta(hours=1))
    assert again.sha256 != later.sha256
    assert again.size == made.stat().st_size


def test_a_copy_that_cannot_be_signed_does_not_get_its_name(seal: Seal, tmp_path: Path) -> None:
    (tmp_path / "broken").write_bytes(b"%PDF-1.7 broken")
    with pytest.raises(AssemblyError, match="could not be sealed"):
        seal_file(tmp_path / "broken", seal, NOW, tmp_path / "copy.pdf")
    assert not (tmp_path / "copy.pdf").exists()
