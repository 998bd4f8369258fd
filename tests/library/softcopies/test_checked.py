"""No byte leaves that is not the one recorded, and no file is hashed twice for nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import library.softcopies.checked
from library.errors import Unavailable
from library.store.blobs import file_sha256
from library.store.models import AuditEntry, Copy
from tests.library.conftest import Stock
from tests.library.softcopies.test_softcopies import _copy, _submit, shop  # noqa: F401 - a fixture


def _ready(stock: Stock) -> tuple[Copy, str, Path]:
    account = stock.account()
    request = _submit(stock, account)
    stock.library.workers.drain()
    copy = _copy(stock, request)
    return copy, account.id, stock.library.delivery.path(copy.id)


def _flip(path: Path) -> None:
    """Change one bit and put size and time of writing back, as a bad disk would."""
    facts = path.stat()
    path.chmod(0o600)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def _damages(stock: Stock) -> int:
    with stock.library.database.read() as session:
        return session.query(AuditEntry).filter_by(action="copy.damaged").count()


@pytest.mark.parametrize("asked_before", [False, True])
def test_a_copy_with_a_flipped_bit_is_put_away_noted_and_made_again(shop: Stock, asked_before: bool):  # noqa: F811
    copy, reader, path = _ready(shop)
    if asked_before:
        shop.library.delivery.download(copy.id, reader)
    _flip(path)
    download = shop.library.delivery.download(copy.id, reader)
    assert file_sha256(download.path) == copy.sha256
    assert _damages(shop) == 1


def test_a_damaged_copy_whose_master_is_away_does_not_leave(shop: Stock):  # noqa: F811
    copy, reader, path = _ready(shop)
    _flip(path)
    for blob in shop.library.blobs.names():
        shop.library.blobs.delete(blob)
    with pytest.raises(Unavailable):
        shop.library.delivery.download(copy.id, reader)
    assert not path.exists()
    assert _damages(shop) == 1


def test_the_parts_of_a_broken_download_hash_the_file_once(shop: Stock, monkeypatch: pytest.MonkeyPatch):  # noqa: F811
    copy, reader, _path = _ready(shop)
    hashed: list[Path] = []

    def counted(path: Path) -> str:
        hashed.append(path)
        return file_sha256(path)

    monkeypatch.setattr(library.softcopies.checked, "file_sha256", counted)
    for _ in range(5):
        shop.library.delivery.download(copy.id, reader)
    assert len(hashed) == 1


def test_a_copy_that_is_missing_is_made_again_and_no_damage(shop: Stock):  # noqa: F811
    copy, reader, path = _ready(shop)
    path.unlink()
    assert file_sha256(shop.library.delivery.download(copy.id, reader).path) == copy.sha256
    assert _damages(shop) == 0
