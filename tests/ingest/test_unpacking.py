"""Archives are taken apart in the sandbox: their names lead nowhere, their sizes are counted, their rest is refused."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

import ingest.unpacking
from ingest.child.channel import Channel
from ingest.errors import BY_CODE, Damaged, IngestError, ZipBomb, ZipNames, ZipTooMany
from ingest.limits import Limits
from ingest.messages import SENTENCES
from ingest.unpacking import unpack_archive
from ingest.unpacking.archive import unpack
from tests.ingest import archives

LIMITS = Limits(bytes=1 << 20)


@pytest.fixture
def channel(tmp_path: Path):
    with (tmp_path / "reports").open("wb") as reports:
        yield Channel(reports.fileno())


def taken(archive: Path, folder: Path, channel: Channel, *, longest: int = 1 << 20, most: int = 1 << 22):
    """Unpack in this process, as the child does; give each name with its bytes or its reason."""
    folder.mkdir()
    unpack(archive, folder, longest, most, channel)
    told = json.loads((folder / "members.json").read_text("utf-8"))
    assert {path.name for path in folder.iterdir()} - {"members.json"} == {m["file"] for m in told if not m["error"]}
    return [(m["name"], m["error"] or (folder / m["file"]).read_bytes()) for m in told]


def test_an_archive_comes_apart_in_the_confined_child(tmp_path: Path):
    files = {"rak/2019/metro.pdf": b"one", "rak/peta.tif": b"two", "rak/kosong.pdf": b""}
    found = unpack_archive(archives.archive(tmp_path / "rak.zip", files), tmp_path / "out", limits=LIMITS)
    assert {member.name: member.path and member.path.read_bytes() for member in found} == files
    assert {path.parent for member in found if (path := member.path)} == {tmp_path / "out"}


def test_names_that_lead_out_of_the_archive_are_refused_and_the_others_taken(tmp_path: Path, channel: Channel):
    names = ["../keys.pdf", "/etc/cron.d/a.pdf", "a/../../b.pdf", "C:/Windows/a.pdf", "..\\..\\c.pdf"]
    packed = archives.archive(tmp_path / "a.zip", dict.fromkeys(names, b"x") | {"baik.pdf": b"y"})
    found = taken(packed, tmp_path / "out", channel)
    assert [reason for _, reason in found] == ["zip-path"] * 5 + [b"y"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "out", "reports"]


@pytest.mark.parametrize("name", ["dalam.zip", "rak/dalam.7z", "a.tar.gz", "a.RAR"])
def test_an_archive_in_an_archive_is_refused(tmp_path: Path, channel: Channel, name: str):
    packed = archives.archive(tmp_path / "a.zip", {name: b"PK"})
    assert taken(packed, tmp_path / "out", channel) == [(name, "zip-nested")]


def test_a_locked_archive_says_that_a_password_is_missing(tmp_path: Path, channel: Channel):
    packed = archives.with_flag(archives.archive(tmp_path / "a.zip", {"a.pdf": b"secret"}), 0x1)
    assert taken(packed, tmp_path / "out", channel) == [("a.pdf", "encrypted")]


@pytest.mark.parametrize("method", [9, 93, 99])  # Deflate64, Zstandard, AES
def test_an_uncommon_way_of_packing_is_named(tmp_path: Path, channel: Channel, method: int):
    packed = archives.with_method(archives.archive(tmp_path / "a.zip", {"a.pdf": b"x" * 99}), method)
    assert taken(packed, tmp_path / "out", channel) == [("a.pdf", "zip-method")]


def test_of_two_files_of_one_name_the_first_is_taken(tmp_path: Path, channel: Channel):
    packed = archives.with_duplicate(tmp_path / "a.zip", "buku.pdf", b"first", b"second")
    assert taken(packed, tmp_path / "out", channel) == [("0buku.pdf", b"first"), ("0buku.pdf", "zip-duplicate")]


def test_a_link_is_not_followed(tmp_path: Path, channel: Channel):
    packed = archives.with_link(tmp_path / "a.zip", "kunci.pdf", "/etc/passwd")
    assert taken(packed, tmp_path / "out", channel) == [("kunci.pdf", "zip-link")]


def test_a_damaged_file_does_not_take_the_others_with_it(tmp_path: Path, channel: Channel):
    packed = tmp_path / "a.zip"
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("rusak.pdf", b"some bytes that will change")
        out.writestr("utuh.pdf", b"whole")
    packed.write_bytes(packed.read_bytes().replace(b"some bytes", b"SOME bytes", 1))
    assert taken(packed, tmp_path / "out", channel) == [("rusak.pdf", "damaged"), ("utuh.pdf", b"whole")]


def test_a_file_whose_lzma_stream_is_broken_does_not_take_the_others_with_it(tmp_path: Path, channel: Channel):
    packed = archives.with_lzma(tmp_path / "a.zip", b"\xff" * 5)
    assert taken(packed, tmp_path / "out", channel) == [("rusak.pdf", "damaged"), ("utuh.pdf", b"whole")]


def test_a_file_that_wants_more_memory_than_there_is_does_not_take_the_others_with_it(tmp_path: Path):
    packed = archives.with_lzma(tmp_path / "a.zip", b"\x5d\xff\xff\xff\xff")
    limits = Limits(bytes=1 << 20, address_bytes=2 << 30)
    found = unpack_archive(packed, tmp_path / "out", limits=limits)
    assert [(member.name, member.error) for member in found] == [("rusak.pdf", "damaged"), ("utuh.pdf", "")]


def test_a_file_that_is_too_long_is_refused_by_itself(tmp_path: Path, channel: Channel):
    packed = archives.archive(tmp_path / "a.zip", {"panjang.pdf": bytes(3000), "pendek.pdf": b"x"})
    assert taken(packed, tmp_path / "out", channel, longest=2000) == [
        ("panjang.pdf", "too-large"),
        ("pendek.pdf", b"x"),
    ]


def test_what_unpacks_to_far_more_than_its_size_is_not_taken_at_all(tmp_path: Path, channel: Channel):
    packed = archives.bomb(tmp_path / "a.zip", 9)
    (tmp_path / "out").mkdir()
    with pytest.raises(ZipBomb):
        unpack(packed, tmp_path / "out", 1 << 30, 8 << 20, channel)


def test_names_in_utf8_are_read_although_the_archive_does_not_say_so(tmp_path: Path, channel: Channel):
    packed = archives.archive(tmp_path / "a.zip", {"XXXXX.pdf": b"x"})
    packed.write_bytes(packed.read_bytes().replace(b"XXXXX", "Café".encode()))
    assert taken(packed, tmp_path / "out", channel) == [("Café.pdf", b"x")]


def test_names_that_are_said_to_be_utf8_and_are_not_make_the_archive_unreadable(tmp_path: Path, channel: Channel):
    packed = archives.archive(tmp_path / "a.zip", {"XXXXX.pdf": b"x"})
    archives.with_flag(packed, 0x800).write_bytes(packed.read_bytes().replace(b"XXXXX", b"Caf\xe9\xff"))
    with pytest.raises(ZipNames):
        unpack(packed, tmp_path, 1 << 20, 1 << 20, channel)


@pytest.mark.parametrize("cut", [3, 40, 90])
def test_half_an_archive_is_a_damaged_file(tmp_path: Path, channel: Channel, cut: int):
    packed = archives.archive(tmp_path / "a.zip", {"a.pdf": b"x" * 50})
    packed.write_bytes(packed.read_bytes()[:cut])
    with pytest.raises(Damaged):
        unpack(packed, tmp_path, 1 << 20, 1 << 20, channel)


def test_too_many_files_are_refused_before_one_is_written(
    tmp_path: Path, channel: Channel, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("ingest.unpacking.archive.MOST_FILES", 3)
    packed = archives.archive(tmp_path / "a.zip", {f"{n}.pdf": b"x" for n in range(4)})
    with pytest.raises(ZipTooMany):
        unpack(packed, tmp_path, 1 << 20, 1 << 20, channel)


@pytest.mark.parametrize("said", ['[{"name": "a", "file": "../a.zip", "error": ""}]', '[{"name": 1}]', "{", "[3]"])
def test_a_child_that_names_files_of_others_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str):
    def run(_module: str, _order: object, *, workdir: Path, **_more: object) -> int:
        (workdir / "members.json").write_text(said)
        return 0

    monkeypatch.setattr(ingest.unpacking, "run_child", run)
    packed = archives.archive(tmp_path / "a.zip", {"a.pdf": b"x"})
    with pytest.raises(IngestError, match="no list"):
        unpack_archive(packed, tmp_path / "out", limits=LIMITS)


@pytest.mark.parametrize("code", [code for code in BY_CODE if code.startswith("zip-")])
def test_every_reason_has_a_sentence_in_both_languages(code: str):
    assert set(SENTENCES[code]) == {"id", "en"}
