"""The scanner's turns: each office its own folder, and nothing of a reader who went away is left behind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from library.catalogue.scanner import HOLD, Scanners

METRO, TULANG_BAWANG = "1872", "1808"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LATER = NOW + HOLD + timedelta(seconds=1)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / METRO).mkdir()
    return tmp_path


@pytest.fixture
def scanners(root: Path) -> Scanners:
    return Scanners(str(root), (METRO, TULANG_BAWANG))


def scan(folder: Path, name: str = "a.pdf") -> Path:
    (folder / name).write_bytes(b"%PDF-")
    return folder / name


def test_an_office_without_a_folder_of_its_own_has_no_scanner(root: Path, scanners: Scanners):
    assert scanners.folder(METRO) == root / METRO
    assert scanners.folder(TULANG_BAWANG) is None
    scanners.begin(TULANG_BAWANG, "joko", "t2", NOW)
    scan(root)
    assert scanners.scans(TULANG_BAWANG, "joko", NOW) == []


def test_the_only_office_may_use_the_folder_itself(root: Path):
    (root / METRO).rmdir()
    assert Scanners(str(root), [METRO]).folder(METRO) == root


def test_ending_a_turn_that_has_lapsed_deletes_what_it_left(root: Path, scanners: Scanners):
    before = scan(root / METRO, "before.pdf")
    scanners.begin(METRO, "siti", "t1", NOW)
    left = scan(root / METRO)
    assert scanners.scans(METRO, "siti", LATER) is None
    scanners.end(METRO, "t2")
    assert left.exists(), "another screen ends its own turn only"
    scanners.end(METRO, "t1")
    assert (before.exists(), left.exists()) == (True, False)


def test_whoever_begins_after_a_lapsed_turn_finds_nothing_of_it(root: Path, scanners: Scanners):
    scanners.begin(METRO, "siti", "t1", NOW)
    left = scan(root / METRO)
    assert scanners.begin(METRO, "joko", "t2", LATER)
    assert (scanners.scans(METRO, "joko", LATER), left.exists()) == ([], False)


def test_the_round_deletes_what_lapsed_turns_left_and_nothing_of_a_turn_that_holds(root: Path, scanners: Scanners):
    scanners.begin(METRO, "siti", "t1", NOW)
    left = scan(root / METRO)
    scanners.end_lapsed(NOW)
    assert left.exists()
    scanners.end_lapsed(LATER)
    assert not left.exists()


def test_beginning_again_keeps_the_scans_of_her_turn(root: Path, scanners: Scanners):
    scanners.begin(METRO, "siti", "t1", NOW)
    scan(root / METRO)
    assert scanners.begin(METRO, "siti", "t1", NOW)
    assert len(scanners.scans(METRO, "siti", NOW) or ()) == 1


def test_a_page_that_looks_by_itself_keeps_the_turn_only_where_a_scan_has_come(root: Path, scanners: Scanners):
    scanners.begin(METRO, "siti", "t1", NOW)
    half = NOW + HOLD / 2
    assert scanners.look(METRO, "siti", half) == ([], False)
    scan(root / METRO)
    looked = scanners.look(METRO, "siti", half)
    assert looked is not None
    assert looked[1]
    again = scanners.look(METRO, "siti", half)
    assert again is not None
    assert not again[1]
    assert scanners.look(METRO, "siti", LATER) is not None
    assert scanners.look(METRO, "siti", half + HOLD) is None
