"""Blobs are named by their content, whole or absent, and every change is noticed."""

from __future__ import annotations

import hashlib
import resource
import time
from pathlib import Path

import pytest

from library.errors import NotFound, StorageFailed
from library.store.blobs import FolderBlobs


@pytest.fixture
def blobs(tmp_path: Path) -> FolderBlobs:
    return FolderBlobs(tmp_path / "blobs")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source"
    path.write_bytes(b"isi" * 1000)
    return path


def test_a_blob_is_found_under_its_checksum_byte_for_byte(blobs, source):
    stored = blobs.put(source)
    assert stored.sha256 == hashlib.sha256(source.read_bytes()).hexdigest()
    assert blobs.path(stored.sha256).read_bytes() == source.read_bytes()
    assert stored.size == 3000


def test_storing_twice_keeps_one_file(blobs, source):
    assert blobs.put(source) == blobs.put(source)
    assert len(list(blobs.names())) == 1


def test_a_changed_bit_is_noticed(blobs, source):
    name = blobs.put(source).sha256
    path = blobs.path(name)
    path.chmod(0o600)
    damaged = bytearray(path.read_bytes())
    damaged[7] ^= 1
    path.write_bytes(damaged)
    assert not blobs.check(name)


def test_a_missing_blob_is_an_error_and_not_an_empty_file(blobs):
    with pytest.raises(NotFound):
        blobs.path("0" * 64)
    assert not blobs.check("0" * 64)


def test_a_full_disk_is_a_clear_error_and_leaves_nothing(blobs, source):
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    import signal

    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, old[1]))
    try:
        with pytest.raises(StorageFailed):
            blobs.put(source)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, handler)
    assert list(blobs.names()) == []
    assert list((blobs.folder / "incoming").iterdir()) == []


def test_what_an_interrupted_write_left_is_swept(blobs):
    (blobs.folder / "incoming" / "half").write_bytes(b"half")
    assert blobs.sweep_incoming(0) == 0  # it may be under way
    assert blobs.sweep_incoming(time.time() + 1) == 1
    assert blobs.sweep_incoming(time.time() + 1) == 0
