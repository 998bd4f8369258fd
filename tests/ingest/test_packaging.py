"""A package for another archive: whole by BagIt, with originals and metadata, and with nothing about people."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import bagit
import pytest
from lxml import etree
from sqlalchemy import QueuePool

from ingest.packaging import pack
from library.catalogue import works
from library.errors import BadInput, NotFound
from library.holdings import copies
from library.holdings.copies import CopyForm
from library.store.models import AuditEntry, Work, WorkFile
from tests.library.conftest import HandClock, Stock, clock, stock, stocked_data

__all__ = ["HandClock", "clock", "stock", "stocked_data"]


@pytest.fixture
def described(stock: Stock) -> Stock:
    owner = stock.account().id
    with stock.library.database.write() as session:
        form = CopyForm(number="P-7", shelf_mark="315", note="dipinjam Ibu Rina")
        copies.add(session, stock.clock(), stock.work_id, "1872", form, "cli")
        works.withdraw(session, stock.clock(), stock.work_id, "cli", "atas permintaan Ibu Rina", code="rights")
        scan = Work(office="1872", state="personal", title="Milik Siti", kind="scanned", pages=1, access="personal")
        scan.created_at = stock.clock()
        scan.owner_id = owner
        session.add(scan)
    return stock


def test_a_package_holds_the_original_and_all_that_is_known_of_it(described: Stock, tmp_path: Path) -> None:
    library, work_id = described.library, described.work_id
    made = pack(library, [work_id, "1872"], tmp_path)
    assert made.works == 1, "named twice, and what a reader scanned is not in it"
    assert bagit.Bag(str(made.folder)).is_valid()
    folder = made.folder / "data" / "works" / work_id
    with library.database.read() as session:
        file = works.current_file(session, work_id)
        logged = session.query(AuditEntry).filter_by(action="work.exported").one()
    assert (folder / "v1" / "original" / "padi.pdf").read_bytes() == library.blobs.path(file.original).read_bytes()
    assert "baris" in (folder / "v1" / "text" / "0001.txt").read_text("utf-8")
    told = json.loads((folder / "record.json").read_text("utf-8"))
    assert (told["state"], told["withdrawn_for"], told["copies"][0]["number"]) == ("withdrawn", "rights", "P-7")
    assert told["versions"][0]["sha256"] == file.original
    for name in ("dublin-core.xml", "marc.xml"):
        assert etree.parse(folder / name).getroot() is not None
    assert (logged.details["works"], logged.details["package"]) == (1, made.folder.name)
    assert logged.details["bytes"] == made.bytes


def test_the_trail_knows_of_it_and_no_read_is_open_before_the_first_file_is_copied(
    described: Stock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, seen, copy = described.library, [], shutil.copyfileobj

    def watched(*given: Any) -> None:
        pool = library.database.engine.pool
        assert isinstance(pool, QueuePool)
        assert pool.checkedout() == 0, "a large file would keep every writer waiting"
        with library.database.read() as session:
            seen.append([row.details for row in session.query(AuditEntry).filter_by(action="work.export")])
        copy(*given)

    monkeypatch.setattr(shutil, "copyfileobj", watched)
    made = pack(library, ["all"], tmp_path)
    assert seen
    assert seen[0] == [{"works": 1, "package": made.folder.name}]


def test_an_original_that_versions_share_is_in_a_package_once(described: Stock, tmp_path: Path) -> None:
    library, work_id = described.library, described.work_id
    with library.database.write() as session:
        file = works.current_file(session, work_id)
        kept = {column.name: getattr(file, column.name) for column in WorkFile.__table__.columns}
        session.add(WorkFile(**{**kept, "id": "mended", "version": 2, "name": "lain.pdf"}))
    made = pack(library, [work_id], tmp_path)
    folder = made.folder / "data" / "works" / work_id
    told = json.loads((folder / "record.json").read_text("utf-8"))["versions"]
    assert [each["original"] for each in told] == ["v1/original/padi.pdf"] * 2
    assert [path.relative_to(folder).as_posix() for path in folder.glob("*/original/*")] == ["v1/original/padi.pdf"]
    assert (folder / "v2" / "text").is_dir()


def test_nothing_about_people_is_in_a_package(described: Stock, tmp_path: Path) -> None:
    made = pack(described.library, ["all"], tmp_path)
    for path in made.folder.rglob("*"):
        content = path.read_bytes() if path.is_file() and path.suffix != ".pdf" else b""
        for word in (b"Rina", b"Siti", b"example.org", b"cli"):
            assert word not in content, path.name


def test_a_damaged_original_makes_no_package(described: Stock, tmp_path: Path) -> None:
    library = described.library
    with library.database.read() as session:
        path = library.blobs.path(works.current_file(session, described.work_id).original)
    path.chmod(0o600)
    path.write_bytes(b"something else")
    with pytest.raises(BadInput) as refused:
        pack(library, ["all"], tmp_path / "bags")
    assert "rusak" in refused.value.sentence("id")
    assert list((tmp_path / "bags").iterdir()) == []


def test_a_name_that_means_nothing_is_refused(described: Stock, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        pack(described.library, [described.work_id, "tidak-ada"], tmp_path / "bags")
    assert not (tmp_path / "bags").exists()
