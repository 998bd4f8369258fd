"""Files made on the fly: sound ones, and each sort that the library refuses."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zlib
from pathlib import Path

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

A5 = (419.53, 595.28)
SENTENCES = (
    "Jumlah penduduk kecamatan menurut hasil sensus terus bertambah setiap tahun.",
    "Produksi padi sawah turun karena musim kemarau yang panjang di daerah ini.",
    "Kepadatan penduduk tertinggi terdapat di desa yang paling dekat dengan pasar.",
)


def text_pdf(path: Path, pages: int = 2, lines: tuple[str, ...] = SENTENCES) -> Path:
    """Pages of ordinary text."""
    canvas = Canvas(str(path), pagesize=A5)
    for number in range(1, pages + 1):
        canvas.setFont("Helvetica", 10)
        for index, line in enumerate(lines):
            canvas.drawString(40, 520 - 14 * index, line)
        canvas.drawString(40, 40, f"Halaman {number}")
        canvas.showPage()
    canvas.save()
    return path


def page_picture(words: str, *, dpi: int = 150, mode: str = "L") -> Image.Image:
    """A page of large black type on white, as a scanner would see it."""
    width, height = (round(side / 72 * dpi) for side in A5)
    picture = Image.new("L", (width, height), 255)
    font = ImageFont.load_default(size=round(14 / 72 * dpi))
    draw = ImageDraw.Draw(picture)
    for index, line in enumerate(words.split("\n")):
        draw.text((width // 10, height // 10 + index * round(24 / 72 * dpi)), line, fill=0, font=font)
    return picture.convert(mode)


def scan_pdf(path: Path, words: list[str], *, dpi: int = 150, stamp: str = "") -> Path:
    """Pages that are nothing but a picture, with an address stamped along the diagonal where asked."""
    canvas = Canvas(str(path), pagesize=A5)
    for number, text in enumerate(words):
        buffer = io.BytesIO()
        page_picture(text, dpi=dpi).save(buffer, "PNG", dpi=(dpi, dpi))
        picture = path.with_name(f"{path.stem}-{number}.png")
        picture.write_bytes(buffer.getvalue())
        canvas.drawImage(str(picture), 0, 0, *A5)
        if stamp:
            diagonal(canvas, stamp)
        canvas.showPage()
    canvas.save()
    return path


def diagonal(canvas: Canvas, text: str) -> None:
    """Stamp a text across the page as the offices do."""
    canvas.saveState()
    canvas.translate(100, 150)
    canvas.rotate(45)
    canvas.setFont("Helvetica", 30)
    canvas.setFillGray(0.8)
    canvas.drawString(0, 0, text)
    canvas.restoreState()


def encrypted(path: Path, source: Path, *, user: str) -> Path:
    """`source` behind a password; with an empty user password only its owner is asked for one."""
    with pikepdf.open(source) as pdf:
        allow = pikepdf.Permissions(modify_other=False, modify_annotation=False, extract=False)
        pdf.save(path, encryption=pikepdf.Encryption(user=user, owner="pemilik", allow=allow))
    return path


def signed(path: Path, source: Path, folder: Path) -> Path:
    """`source` with a real digital signature by a self-made certificate."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers

    key_file, certificate_file = _certificate(folder)
    signer = signers.SimpleSigner.load(str(key_file), str(certificate_file))
    assert signer is not None
    with source.open("rb") as opened, path.open("wb") as out:
        writer = IncrementalPdfFileWriter(opened)
        signers.sign_pdf(writer, signers.PdfSignatureMetadata(field_name="Kepala"), signer=signer, output=out)
    return path


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Kepala Kantor")])
    now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + dt.timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )
    key_file, certificate_file = folder / "key.pem", folder / "certificate.pem"
    plain = serialization.NoEncryption()
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    key_file.write_bytes(key.private_bytes(encoding, form, plain))
    certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return key_file, certificate_file


def no_pages(path: Path) -> Path:
    """A sound PDF without a page."""
    with pikepdf.new() as pdf:
        pdf.save(path)
    return path


def many_pages(path: Path, count: int) -> Path:
    """`count` empty pages."""
    with pikepdf.new() as pdf:
        for _ in range(count):
            pdf.add_blank_page(page_size=(200, 200))
        pdf.save(path)
    return path


def one_page_many_times(path: Path, count: int) -> Path:
    """A single page that the tree of pages names again and again; as many empty objects make its number believable."""
    empty = b"".join(b"%d 0 obj null endobj\n" % number for number in range(4, count + 4))
    path.write_bytes(
        b"%%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
        b"2 0 obj <</Type /Pages /Count %d /Kids [%b]>> endobj\n"
        b"3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 90 90]>> endobj\n"
        b"%btrailer <</Root 1 0 R /Size %d>>\n%%%%EOF\n" % (count, b"3 0 R " * count, empty, count + 4)
    )
    return path


def image_bomb_png(path: Path, side: int = 50_000) -> Path:
    """A PNG of a few kilobytes that unpacks to `side` × `side` pixels."""
    unpacked = zlib.compressobj(9)
    rows = b"".join(unpacked.compress(bytes(1 + side // 8) * 1000) for _ in range(2)) + unpacked.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b""))
    return path


def scan_bomb_jpeg(path: Path, side: int = 3000, scans: int = 1000) -> Path:
    """Repeat the last scan of a progressive JPEG: small, and each one goes over all of its pixels."""
    buffer = io.BytesIO()
    Image.new("L", (side, side), 200).save(buffer, "JPEG", progressive=True, quality=5)
    data = buffer.getvalue()
    last = data.rfind(b"\xff\xda")
    path.write_bytes(data[:last] + data[last:-2] * scans + data[-2:])
    return path


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def image_bomb_pdf(path: Path, side: int = 60_000) -> Path:
    """A PDF whose page draws one image of `side` × `side` pixels."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=A5)
        image = pdf.make_stream(zlib.compress(bytes(1000)))
        image.update(_image_dictionary(side))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
        page.Contents = pdf.make_stream(b"q 400 0 0 500 0 0 cm /Im0 Do Q")
        pdf.save(path)
    return path


def _image_dictionary(side: int) -> dict[str, object]:
    return {
        "/Type": pikepdf.Name.XObject,
        "/Subtype": pikepdf.Name.Image,
        "/Width": side,
        "/Height": side,
        "/BitsPerComponent": 8,
        "/ColorSpace": pikepdf.Name.DeviceRGB,
        "/Filter": pikepdf.Name.FlateDecode,
    }


def stream_bomb_pdf(path: Path, megabytes: int = 600) -> Path:
    """A PDF whose page's instructions unpack to hundreds of megabytes."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b"0 0 m 1 1 l S\n" * 74_899) for _ in range(megabytes)) + packer.flush()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=A5)
        page.Contents = pikepdf.Stream(pdf, data, Filter=pikepdf.Name.FlateDecode)
        pdf.save(path)
    return path


def dynamic_form(path: Path) -> Path:
    """A PDF whose pages only its maker's program can draw."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=A5)
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), XFA=pdf.make_stream(b"<xdp/>"))
        pdf.Root.NeedsRendering = True
        pdf.save(path)
    return path
