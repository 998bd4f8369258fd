"""However a source is laid out, the copy is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from tests.watermark.assembly import awkward, readers
from tests.watermark.assembly.conftest import NAME

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FORMS: dict[str, dict[str, Any]] = {
    "object streams": {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
    "linearised": {"linearize": True},
    "version 1.4": {"force_version": "1.4", "object_stream_mode": pikepdf.ObjectStreamMode.disable},
    "version 2.0": {"force_version": "2.0"},
}


@pytest.mark.parametrize("form", FORMS)
def test_a_source_in_any_form_gives_a_sound_copy(form: str, make: Callable[..., Any], tmp_path: Path) -> None:
    with pikepdf.open(awkward.tagged(tmp_path / "plain.pdf")) as pdf:
        pdf.save(tmp_path / "source.pdf", **FORMS[form])
    made = make(tmp_path / "source.pdf")
    assert readers.qpdf_complaints(made.copy.path) == []
    assert all(NAME in text for text in readers.mupdf_texts(made.copy.path))
    with pikepdf.open(made.copy.path) as pdf:
        assert pdf.pdf_version == ("2.0" if form == "version 2.0" else "1.7")


def test_an_earlier_revision_of_the_source_is_not_in_the_copy(make: Callable[..., Any], tmp_path: Path) -> None:
    """What an author took out again by an incremental update stays out."""
    source = awkward.saved(awkward.document(b"BT /F1 12 Tf 72 700 Td (Angka sementara) Tj ET"), tmp_path / "source.pdf")
    data = source.read_bytes()
    with pikepdf.open(source) as pdf:
        number, root = pdf.pages[0].obj["/Contents"].objgen[0], pdf.trailer.Root.objgen[0]
        size = len(pdf.objects) + 1
    new = b"BT /F1 12 Tf 72 700 Td (Angka tetap) Tj ET"
    at, start = len(data) + 1, data.rindex(b"startxref") + 10
    update = b"\n%d 0 obj\n<</Length %d>>\nstream\n%b\nendstream\nendobj\n" % (number, len(new), new)
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        number, at, size, root, int(data[start:].split()[0]), len(data) + len(update),
    )  # fmt: skip
    source.write_bytes(data + update + table)
    made = make(source)
    text = readers.mupdf_texts(made.copy.path)[0]
    assert "Angka tetap" in text
    with pikepdf.open(made.copy.path) as pdf:
        streams = [thing.read_bytes() for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
    assert not any(b"sementara" in stream for stream in streams)
