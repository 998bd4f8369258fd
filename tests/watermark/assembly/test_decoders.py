"""A spliced picture decodes as it was meant, bit for bit, whoever decodes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.watermark.assembly import readers
from tests.watermark.assembly.decoders import DECODERS, by_libjpeg
from tests.watermark.assembly.scans import HEIGHT, SHEET, WIDTH, scanned
from watermark.assemble import assemble
from watermark.prepare import prepare
from watermark.slots import read_slots

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from watermark.slots import SlotMap
    from watermark.stamp import Stamp

PICTURES = {
    "grey": {"mode": "L"},
    "colour": {"subsampling": "4:4:4"},
    "colour, chroma halved": {"subsampling": "4:2:0"},
}
# Grey levels beside libjpeg-turbo; all others give the same bits.
APART = {
    ("MuPDF", "colour, chroma halved"): 3,  # enlarges chroma otherwise than libjpeg-turbo
    ("pdf.js in a browser", "colour"): 1,  # which computes the three colours itself
    ("pdf.js in a browser", "colour, chroma halved"): 3,  # and enlarges chroma as MuPDF does
    ("pdf.js", "grey"): 1,  # alone, without a browser, computes the cosine transform with other roundings
    ("pdf.js", "colour"): 3,  # and then the three colours from them
    ("pdf.js", "colour, chroma halved"): 4,  # and repeats chroma where others interpolate
}


@dataclass(frozen=True)
class Copies:
    """Three copies of one scan: all slots at A, all at B, and each as `bits` says."""

    picture: str
    slots: SlotMap
    bits: np.ndarray
    files: tuple[Path, Path, Path]


@pytest.fixture(scope="module", params=PICTURES)
def copies(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, stamp: Stamp) -> Copies:
    folder = tmp_path_factory.mktemp("copies")
    master = prepare(scanned(folder / "source.pdf", **PICTURES[request.param]), folder / "master")
    count = master.report.total
    bits = np.random.default_rng(9).integers(0, 2, count).astype(np.uint8)
    files = []
    for name, code in (("a", np.zeros(count, np.uint8)), ("b", np.ones(count, np.uint8)), ("m", bits)):
        made = assemble(master.body, master.slots, code=code, stamp=stamp, out=folder / f"{name}.pdf")
        files.append(made.path)
    return Copies(request.param, read_slots(master.slots), bits, tuple(files))


def test_qpdf_finds_nothing_wrong_with_a_spliced_picture(copies: Copies) -> None:
    """And there is enough to splice: 377, 264 or 175 tiles, as large as the stream's growth allows."""
    assert len(copies.slots) > 150
    assert all(readers.qpdf_complaints(file) == [] for file in copies.files)


@pytest.mark.parametrize("decoder", DECODERS)
def test_a_spliced_picture_decodes_to_a_or_b_as_its_code_says(decoder: str, copies: Copies) -> None:
    """Of every decoder, the copy's pixels are those that the same decoder gives of A or of B, none left out.

    Inside a tile they are the ones that the code chose. A and B share their chroma, so that nothing is interpolated
    across a tile's edge. They also are the bits that libjpeg-turbo gives; but where chroma is halved MuPDF differs, and
    pdf.js nearly always, by the levels in `APART`: the standard leaves roundings and the enlarging of chroma to the
    decoder.
    """
    a, b, mixed = DECODERS[decoder](copies.files)
    is_a, is_b = (mixed == a).all(axis=2), (mixed == b).all(axis=2)
    assert (is_a | is_b).all()
    assert 0.3 < is_b[(a != b).any(axis=2)].mean() < 0.7
    for tile, bit in zip(inner(copies.slots), copies.bits, strict=True):
        assert (is_b if bit else is_a)[tile].all()
        assert (a[tile] != b[tile]).any()
    apart = np.abs(mixed.astype(int) - by_libjpeg(copies.files[2]))
    assert apart.max() <= APART.get((decoder, copies.picture), 0)


@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize("decoder", DECODERS)
def test_a_decoder_differs_as_much_over_the_source_s_own_picture(decoder: str, picture: str, tmp_path: Path) -> None:
    """The levels in `APART` are the decoder's own: splicing adds none. (Alone, pdf.js stays one lower here.)"""
    source = scanned(tmp_path / "source.pdf", **PICTURES[picture])
    [decoded] = DECODERS[decoder]([source])
    most = int(np.abs(decoded.astype(int) - by_libjpeg(source)).max())
    assert 0 <= APART.get((decoder, picture), 0) - most <= (decoder == "pdf.js")


def inner(slots: SlotMap) -> Iterator[tuple[slice, slice]]:
    """Give the rows and columns of the picture that lie in each slot's box, a pixel from its edge."""
    scale = np.array([WIDTH / SHEET[0], HEIGHT / SHEET[1]] * 2)
    for x0, y0, x1, y1 in slots.box * scale:
        yield slice(int(y0) + 2, int(y1) - 1), slice(int(x0) + 2, int(x1) - 1)
