"""The child's side: each file of a ZIP is written out under a number, or refused with its reason.

Names are read for people only and lead nowhere. How much a file unpacks to is counted while it comes, whatever the
archive says of it (D. Fifield, "A better zip bomb", WOOT 2019: members may overlap, sizes may lie).
"""

from __future__ import annotations

import json
import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from ingest.child.channel import Channel
from ingest.errors import (
    Damaged,
    Encrypted,
    IngestError,
    TooLarge,
    ZipBomb,
    ZipDuplicate,
    ZipLink,
    ZipMethod,
    ZipNames,
    ZipNested,
    ZipPath,
    ZipTooMany,
)
from ingest.unpacking import MOST_FILES

_CHUNK = 1 << 20
_ENCRYPTED = 0x1  # APPNOTE 4.4.4, general purpose bit flag
_UTF8 = 0x800
_UNIX = 3
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA})
_ARCHIVES = (".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz")
_LONGEST_NAME = 1_000  # characters
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


def unpack(archive: Path, folder: Path, longest: int, most: int, channel: Channel) -> None:
    """Unpack it and write `members.json`.

    Args:
        archive: the file.
        folder: where to.
        longest: bytes of one file.
        most: bytes of all files together.
        channel: told of every file.

    Raises:
        IngestError: it is no archive, or holds too much.
    """
    with _opened(archive) as opened:
        members = list(_files(opened))
        if len(members) > MOST_FILES:
            raise ZipTooMany(files=len(members), limit=MOST_FILES)
        told, room, seen = [], most, set[str]()
        for number, member in enumerate(members, 1):
            out, name = folder / f"{number:05}", readable_name(member)
            entry: dict[str, Any] = {"name": name[-_LONGEST_NAME:], "file": out.name, "error": "", "params": {}}
            try:
                check(member, name, seen)
                room -= _write(opened, member, out, min(longest, room), longest)
            except ZipBomb:
                raise
            except IngestError as error:
                out.unlink(missing_ok=True)
                entry |= {"error": error.code, "params": error.params}
            told.append(entry)
            channel.progress("unpack", number, len(members))
    (folder / "members.json").write_text(json.dumps(told), "utf-8")


def _opened(archive: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(archive)
    except UnicodeDecodeError as error:
        raise ZipNames(str(error)) from error
    except _BROKEN as error:
        raise Damaged(str(error)) from error


def _files(opened: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    """Give what is no folder."""
    for member in opened.infolist():
        if not member.is_dir() and not member.filename.endswith("\\"):
            yield member


def readable_name(member: zipfile.ZipInfo) -> str:
    """Give a name as its sender saw it: some programs write UTF-8 without saying so."""
    name = member.filename
    if not member.flag_bits & _UTF8:
        try:
            name = name.encode("cp437").decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = member.filename
    return name.replace("\\", "/")


def check(member: zipfile.ZipInfo, name: str, seen: set[str]) -> None:
    """Refuse what is not to be unpacked.

    Raises:
        IngestError: with the reason.
    """
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or name[1:2] == ":" or "\0" in name:
        raise ZipPath(name)
    if member.create_system == _UNIX and stat.S_ISLNK(member.external_attr >> 16):
        raise ZipLink(name)
    if member.flag_bits & _ENCRYPTED:
        raise Encrypted(name)
    if path.suffix.lower() in _ARCHIVES:
        raise ZipNested(name)
    if member.compress_type not in _METHODS:
        raise ZipMethod(name)
    if str(path).casefold() in seen:
        raise ZipDuplicate(name)
    seen.add(str(path).casefold())


def _write(opened: zipfile.ZipFile, member: zipfile.ZipInfo, out: Path, room: int, longest: int) -> int:
    """Write one file out; give its bytes."""
    size = 0
    try:
        with opened.open(member) as packed, out.open("xb") as plain:
            while chunk := packed.read(_CHUNK):
                size += len(chunk)
                if size > room:
                    raise (
                        TooLarge(size=member.file_size, limit=longest) if room == longest else ZipBomb(member.filename)
                    )
                plain.write(chunk)
    except (*_BROKEN, MemoryError) as error:  # a dictionary may be said to be of 4 GB
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the disk's fault, not the file's
        raise Damaged(str(error)) from error
    return size
