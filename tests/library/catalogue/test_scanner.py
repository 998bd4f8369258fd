"""The scanner's folder: each office its own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

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


def test_a_file_is_whole_when_it_has_rested(tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")
    written = (tmp_path / "a.pdf").stat().st_mtime
    scanners = Scanners(str(tmp_path), [METRO])
    for age, whole in ((SETTLED / 2, False), (SETTLED * 2, True)):
        (scan,) = scanners.came(METRO, (), datetime.fromtimestamp(written + age, UTC))
        assert scan.whole is whole
