"""A package for another archive: whole by BagIt, with originals and metadata, and with nothing about people."""

from __future__ import annotations

import json
from pathlib import Path

import bagit
import pytest
from lxml import etree

from ingest.packaging import pack
from library.catalogue import works
from library.errors import BadInput, NotFound
from library.holdings import copies
from library.holdings.copies import CopyForm
from library.store.models import AuditEntry, Work
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
        logged = session.query(AuditEntry).filter_by(action="work.export").one()
    assert (folder / "v1" / "original" / "padi.pdf").read_bytes() == library.blobs.path(file.original).read_bytes()
    assert "baris" in (folder / "v1" / "text" / "0001.txt").read_text("utf-8")
    told = json.loads((folder / "record.json").read_text("utf-8"))
    assert (told["state"], told["withdrawn_for"], told["copies"][0]["number"]) == ("withdrawn", "rights", "P-7")
    assert told["versions"][0]["sha256"] == file.original
    for name in ("dublin-core.xml", "marc.xml"):
        assert etree.parse(folder / name).getroot() is not None
    assert logged.details["works"] == 1


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
