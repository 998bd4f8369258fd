"""The scanner's folder: each office its own."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from library.catalogue.scanner import SETTLED, Scanners

METRO, TULANG_BAWANG = "1872", "1808"


def test_an_office_without_a_folder_of_its_own_has_no_scanner(tmp_path: Path):
    (tmp_path / METRO).mkdir()
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")
    scanners = Scanners(str(tmp_path), (METRO, TULANG_BAWANG))
    assert scanners.folder(METRO) == tmp_path / METRO
    assert scanners.folder(TULANG_BAWANG) is None
    assert scanners.came(TULANG_BAWANG, (), datetime.now(UTC)) == []


def test_the_only_office_may_use_the_folder_itself(tmp_path: Path):
    assert Scanners(str(tmp_path), [METRO]).folder(METRO) == tmp_path


def test_links_folders_and_other_files_are_no_scans(tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")
    (tmp_path / "b.pdf").symlink_to(tmp_path / "a.pdf")
    (tmp_path / "c.pdf").mkdir()
    (tmp_path / "d.txt").write_bytes(b"text")
    assert {name for name, _, _ in Scanners(str(tmp_path), [METRO]).marks(METRO)} == {"a.pdf"}


@pytest.mark.parametrize("ahead", [-3600, 0, 3600], ids=["behind", "right", "ahead"])
def test_a_file_is_whole_when_it_has_looked_the_same_for_a_while_whatever_the_clock_of_the_share(
    tmp_path: Path, ahead: float
):
    now, scanners = datetime.now(UTC), Scanners(str(tmp_path), [METRO])

    def write(text: bytes, after: float) -> None:
        (tmp_path / "a.pdf").write_bytes(text)
        os.utime(tmp_path / "a.pdf", (now.timestamp() + ahead + after,) * 2)

    def whole(after: float) -> bool:
        (scan,) = scanners.came(METRO, (), now + timedelta(seconds=after))
        return scan.whole

    write(b"%PDF-", 0)
    assert not whole(0)
    write(b"%PDF-1.7 and more", SETTLED)
    assert not whole(SETTLED), "it has grown"
    assert not whole(SETTLED * 1.5)
    assert whole(SETTLED * 2)


def test_a_clock_that_is_set_back_makes_nobody_wait_until_it_has_caught_up(tmp_path: Path):
    now, scanners = datetime.now(UTC), Scanners(str(tmp_path), [METRO])
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")
    early = now - timedelta(hours=1)
    for at, whole in ((now, False), (early, False), (early + timedelta(seconds=SETTLED), True)):
        (scan,) = scanners.came(METRO, (), at)
        assert scan.whole is whole
