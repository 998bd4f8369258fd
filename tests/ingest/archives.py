"""Archives made on the fly: sound ones, and what senders with bad luck or bad intent make."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path


def archive(path: Path, files: dict[str, bytes]) -> Path:
    """Pack files under these names, as they are given."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return path


def with_duplicate(path: Path, name: str, *contents: bytes) -> Path:
    """Pack several files under one name, as appending programs do."""
    archive(path, {f"{number}{name}": data for number, data in enumerate(contents)})
    data = path.read_bytes()
    for number in range(len(contents)):
        data = data.replace(f"{number}{name}".encode(), f"0{name}".encode())
    path.write_bytes(data)
    return path


def with_flag(path: Path, bit: int) -> Path:
    """Set a bit of the general purpose flags of every file, in both places where they stand."""
    data = bytearray(path.read_bytes())
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            (flags,) = struct.unpack_from("<H", data, place + at)
            struct.pack_into("<H", data, place + at, flags | bit)
            place = data.find(signature, place + 4)
    path.write_bytes(bytes(data))
    return path


def with_method(path: Path, method: int) -> Path:
    """Claim that every file is packed by another method."""
    data = bytearray(path.read_bytes())
    for signature, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = data.find(signature)
        while place >= 0:
            struct.pack_into("<H", data, place + at, method)
            place = data.find(signature, place + 4)
    path.write_bytes(bytes(data))
    return path


def with_link(path: Path, name: str, target: str) -> Path:
    """Pack a symbolic link, as Info-ZIP does."""
    link = zipfile.ZipInfo(name)
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(link, target)
    return path


def bomb(path: Path, megabytes: int) -> Path:
    """Pack nothing but zeros, many times over."""
    zeros = bytes(1 << 20)
    packing = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9)
    with packing as packed, packed.open("putih.pdf", "w", force_zip64=True) as out:
        for _ in range(megabytes):
            out.write(zeros)
    return path


def with_lzma(path: Path, head: bytes, data: bytes = b"", sound: str = "utuh.pdf") -> Path:
    """Pack a file whose LZMA stream is these properties and data, then a sound one.

    Args:
        path: of the archive.
        head: 5 bytes: lc, lp and pb in one, and the size of the dictionary (4, little-endian).
        data: the stream.
        sound: name of the sound file; it holds `whole`.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as packed:
        packed.writestr("rusak.pdf", bytes(range(256)) * 4)
        (broken,) = packed.infolist()
        packed.writestr(sound, b"whole")
    whole = bytearray(path.read_bytes())
    at = 30 + len("rusak.pdf") + 4  # local header, name, version and length of the properties (APPNOTE 4.3.7, 5.8.8)
    stream = head + data
    assert len(stream) <= broken.compress_size
    whole[at : at + len(stream)] = stream
    path.write_bytes(whole)
    return path
