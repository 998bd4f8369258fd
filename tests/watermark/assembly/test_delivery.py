"""A copy is whole, repeatable and its reader's own, or it is not there."""

from __future__ import annotations

import dataclasses
import struct
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pytest

from tests.watermark.assembly import awkward, readers
from watermark.assemble import assemble
from watermark.errors import (
    AssemblyError,
    BodyError,
    CodeMismatchError,
    DamagedError,
    EncryptedError,
    SlotMapError,
    WatermarkError,
)
from watermark.master import finish_body, read_body
from watermark.pack import pack
from watermark.prepare import prepare

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from watermark.master import Master
    from watermark.stamp import Stamp


@pytest.fixture
def master(tmp_path: Path) -> Master:
    return prepare(awkward.tagged(tmp_path / "source.pdf"), tmp_path / "master")


def bits_of(master: Master, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 2, master.report.total).astype(np.uint8)


def test_equal_requests_give_equal_bytes_and_any_difference_gives_another_file(
    master: Master, stamp: Stamp, tmp_path: Path
) -> None:
    def copy(file: str, seed: int = 1, **changes: str) -> tuple[str, bytes]:
        chosen = dataclasses.replace(stamp, **changes)
        made = assemble(master.body, master.slots, code=bits_of(master, seed), stamp=chosen, out=tmp_path / file)
        with pikepdf.open(made.path) as pdf:
            return made.sha256, bytes(pdf.trailer.ID[1])

    first = copy("a.pdf")
    assert copy("b.pdf") == first
    assert copy("c.pdf", seed=2)[0] != first[0]
    assert copy("d.pdf", seed=2)[1] != first[1]
    assert copy("e.pdf", name="Orang Lain")[1] != first[1]


def test_preparing_twice_gives_the_same_master(tmp_path: Path) -> None:
    source = awkward.tagged(tmp_path / "source.pdf")
    one, two = prepare(source, tmp_path / "one"), prepare(source, tmp_path / "two")
    assert one.body.read_bytes() == two.body.read_bytes()
    assert one.slots.read_bytes() == two.slots.read_bytes()


def test_a_copy_has_one_revision_and_tells_no_path(master: Master, stamp: Stamp, tmp_path: Path) -> None:
    made = assemble(master.body, master.slots, code=bits_of(master, 1), stamp=stamp, out=tmp_path / "copy.pdf")
    data = made.path.read_bytes()
    assert data.count(b"startxref") == data.count(b"%%EOF") == 1
    assert str(tmp_path).encode() not in data
    assert b"Pstk" not in data
    assert readers.qpdf_complaints(made.path) == []


@pytest.mark.parametrize("change", [1, -1])
def test_a_code_of_the_wrong_length_is_refused(master: Master, stamp: Stamp, tmp_path: Path, change: int) -> None:
    bits = np.zeros(master.report.total + change, np.uint8)
    with pytest.raises(CodeMismatchError):
        assemble(master.body, master.slots, code=bits, stamp=stamp, out=tmp_path / "copy.pdf")
    assert not (tmp_path / "copy.pdf").exists()


@pytest.mark.parametrize("place", [5, 0.2, 0.5, 0.9, -80, -3])
def test_a_changed_body_is_noticed_and_leaves_no_file(
    master: Master, stamp: Stamp, tmp_path: Path, place: float
) -> None:
    data = bytearray(master.body.read_bytes())
    data[int(place * len(data)) if isinstance(place, float) else place] ^= 0x10
    master.body.write_bytes(bytes(data))
    before = set(tmp_path.iterdir())
    with pytest.raises((BodyError, SlotMapError)):
        assemble(master.body, master.slots, code=bits_of(master, 1), stamp=stamp, out=tmp_path / "copy.pdf")
    assert set(tmp_path.iterdir()) == before


def test_a_slot_map_of_another_master_is_refused(master: Master, stamp: Stamp, tmp_path: Path) -> None:
    other = prepare(awkward.turned(tmp_path / "other.pdf", 90), tmp_path / "other")
    with pytest.raises(SlotMapError, match="another master"):
        assemble(master.body, other.slots, code=None, stamp=stamp, out=tmp_path / "copy.pdf")


def test_a_cut_body_and_a_missing_one_are_refused(master: Master, stamp: Stamp, tmp_path: Path) -> None:
    master.body.write_bytes(master.body.read_bytes()[:-100])
    with pytest.raises(BodyError):
        assemble(master.body, master.slots, code=None, stamp=stamp, out=tmp_path / "copy.pdf")
    master.body.unlink()
    with pytest.raises(BodyError):
        assemble(master.body, master.slots, code=None, stamp=stamp, out=tmp_path / "copy.pdf")


@pytest.mark.parametrize("lacking", ["cold", "places", "contents", "field_flips", "image_b"])
def test_a_body_of_an_older_form_asks_to_be_prepared_again(master: Master, lacking: str) -> None:
    """What an earlier version wrote is whole by its checksum, but has no such entry in its index."""
    data = master.body.read_bytes()
    body = read_body(master.body)
    static, index = struct.unpack_from("<8sQQ", data[-72:])[1:]
    facts = {name: value for name, value in body.header.items() if name != lacking}
    arrays = {name: value for name, value in body.arrays.items() if name != lacking}
    with master.body.open("w+b") as file:
        file.write(data[:index] + pack(facts, arrays, packing="raw"))
        finish_body(file, static, index)
    with pytest.raises(BodyError, match=lacking):
        read_body(master.body)


def test_a_folder_that_is_not_there_is_an_assembly_error(master: Master, stamp: Stamp, tmp_path: Path) -> None:
    with pytest.raises(AssemblyError):
        assemble(master.body, master.slots, code=None, stamp=stamp, out=tmp_path / "none" / "copy.pdf")


def test_protected_damaged_and_empty_files_are_refused_with_a_sentence(tmp_path: Path) -> None:
    def refused(path: Path, error: type[WatermarkError]) -> None:
        with pytest.raises(error) as caught:
            prepare(path, tmp_path / "master")
        assert str(caught.value).endswith(".")
        assert caught.value.advice
        assert not (tmp_path / "master" / "master.body").exists()

    pdf = awkward.document(awkward.TEXT)
    for name, password in (("locked.pdf", "rahasia"), ("owner.pdf", "")):
        pdf.save(tmp_path / name, encryption=pikepdf.Encryption(owner="o", user=password))
        refused(tmp_path / name, EncryptedError)
    for name, data in (("empty.pdf", b""), ("text.pdf", b"bukan PDF"), ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<</Type")):
        (tmp_path / name).write_bytes(data)
        refused(tmp_path / name, DamagedError)
    pikepdf.new().save(tmp_path / "no_pages.pdf")
    refused(tmp_path / "no_pages.pdf", DamagedError)


@pytest.mark.parametrize("name", ["Đặng Thị Ánh", "Пушкин А. С.", "王小明", "ꦫꦠꦸꦲꦪꦸ"])
def test_a_name_in_any_script_can_be_found_as_text(
    name: str, make: Callable[..., object], stamp: Stamp, tmp_path: Path
) -> None:
    made = make(awkward.tagged(tmp_path / "source.pdf"), dataclasses.replace(stamp, name=name))
    assert readers.qpdf_complaints(made.copy.path) == []
    for text in readers.mupdf_texts(made.copy.path):
        assert set(name) - {" "} <= set(text)
