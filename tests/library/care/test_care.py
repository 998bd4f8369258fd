"""Every loss is found and named; a back-up brings everything back."""

from __future__ import annotations

import json
import shutil
import struct
from pathlib import Path
from typing import BinaryIO

import pytest
from sqlalchemy import update

from ingest.files import Intake
from ingest.remaking import remake_masters
from library import Settings, open_library
from library.care.backup import back_up, restore
from library.care.doctor import check_up
from library.care.fixity import verify
from library.care.rebuild import rebuild_index
from library.catalogue import works
from library.catalogue.incoming import Intent
from library.errors import BadInput, Refused
from library.store.blobs import file_sha256
from library.store.models import AuditEntry, Blob, Master
from search import Query
from tests.library.conftest import START, Stock, draw_booklet
from watermark.master import finish_body, read_body
from watermark.pack import pack


def _blob(stock: Stock, role: str) -> Path:
    with stock.library.database.read() as session:
        return stock.library.blobs.path(session.query(Blob).filter_by(role=role).one().sha256)


def _faults(stock: Stock) -> list[tuple[str, str]]:
    return [(finding.part, finding.name) for finding in verify(stock.library).findings]


def test_an_untouched_library_gives_no_false_alarm(stock: Stock):
    assert _faults(stock) == []


@pytest.mark.parametrize("role", ["original", "master", "slots", "cover"])
def test_a_flipped_bit_is_found_and_named(stock: Stock, role: str):
    path = _blob(stock, role)
    path.chmod(0o600)
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(data)
    assert _faults(stock) == [("blobs", path.name)]


def test_a_deleted_blob_is_found_and_named(stock: Stock):
    path = _blob(stock, "original")
    path.unlink()
    assert _faults(stock) == [("blobs", path.name)]


def test_two_swapped_blobs_are_both_found(stock: Stock):
    first, second = _blob(stock, "original"), _blob(stock, "cover")
    a, b = first.read_bytes(), second.read_bytes()
    for path, data in ((first, b), (second, a)):
        path.chmod(0o600)
        path.write_bytes(data)
    assert sorted(_faults(stock)) == sorted([("blobs", first.name), ("blobs", second.name)])


def test_a_changed_audit_row_is_found(stock: Stock):
    with stock.library.database.write() as session:
        session.execute(update(AuditEntry).where(AuditEntry.seq == 1).values(action="nothing"))
    assert ("audit", "row 1") in _faults(stock)


def test_a_key_that_is_missing_from_the_ring_is_found(stock: Stock):
    with stock.library.database.write() as session:
        session.execute(update(Master).values(key_id="gone"))
    assert ("keys", "gone") in _faults(stock)


def test_a_back_up_brings_everything_back(stock: Stock, tmp_path: Path):
    made = back_up(stock.library, tmp_path / "safe")
    restore(made.folder, tmp_path / "second", START)
    opened = open_library(Settings(data=tmp_path / "second"))
    rebuild_index(opened)
    verdict = verify(opened)
    assert verdict.sound
    assert sorted(opened.blobs.names()) == sorted(stock.library.blobs.names())
    assert file_sha256(opened.folders.keys) == file_sha256(stock.library.folders.keys)
    assert opened.search.search(Query("padi")).total == 3
    opened.close()


def test_a_back_up_is_never_restored_over_a_library(stock: Stock, tmp_path: Path):
    made = back_up(stock.library, tmp_path / "safe")
    with pytest.raises(Refused):
        restore(made.folder, stock.library.settings.data, START)


@pytest.mark.parametrize("harm", ["flip", "remove", "manifest", "outside"])
def test_a_damaged_back_up_restores_nothing(stock: Stock, tmp_path: Path, harm: str):
    folder = back_up(stock.library, tmp_path / "safe").folder
    victim = folder / "pustaka.db"
    if harm == "flip":
        whole = victim.read_bytes()
        victim.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    elif harm == "remove":
        victim.unlink()
    elif harm == "manifest":
        (folder / "manifest.json").unlink()
    else:
        manifest = json.loads((folder / "manifest.json").read_text())
        manifest["files"]["../outside"] = {"sha256": "0" * 64, "size": 1}
        (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(BadInput):
        restore(folder, tmp_path / "second", START)
    assert not (tmp_path / "second").exists()


def test_a_restore_that_is_cut_off_can_be_begun_again(stock: Stock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    made = back_up(stock.library, tmp_path / "safe")
    whole = shutil.copyfileobj

    def cut(source: BinaryIO, target: BinaryIO, *_size: int) -> None:
        if "pustaka.db" in str(target.name):
            target.write(source.read(5000))
            raise OSError("the disk is full")
        whole(source, target)

    with monkeypatch.context() as patched, pytest.raises(OSError, match="full"):
        patched.setattr(shutil, "copyfileobj", cut)
        restore(made.folder, tmp_path / "second", START)
    assert not (tmp_path / "second" / "pustaka.db").exists()
    assert restore(made.folder, tmp_path / "second", START).files == made.files


def test_a_restore_never_writes_over_another_key_ring(stock: Stock, tmp_path: Path):
    made = back_up(stock.library, tmp_path / "safe")
    ring = tmp_path / "second" / "keys" / "mark.json"
    ring.parent.mkdir(parents=True)
    ring.write_text("the keys of copies that are out there")
    with pytest.raises(Refused):
        restore(made.folder, tmp_path / "second", START)
    assert ring.read_text().startswith("the keys")


def test_a_missing_blob_stops_the_back_up_with_its_name(stock: Stock, tmp_path: Path):
    path = _blob(stock, "original")
    path.unlink()
    with pytest.raises(BadInput, match=path.name):
        back_up(stock.library, tmp_path / "safe")


def _remade(stock: Stock) -> tuple[int, list[tuple[str, str]]]:
    """Rebuild the masters; give how many were made, and what is left with its work and code."""
    made = remake_masters(stock.library, lambda _done, _total: None)
    return made.number, [(each.work, each.why.code) for each in made.left]


def _damage(path: Path) -> bytes:
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    return path.read_bytes()


def test_a_master_that_would_come_out_different_leaves_the_store_as_it_was(stock: Stock):
    body, shown = _blob(stock, "master"), _blob(stock, "original")
    kept, booklet = _damage(body), shown.read_bytes()
    shown.chmod(0o600)
    draw_booklet(shown, pages=1)
    assert _remade(stock) == (0, [(stock.work_id, "master-differs")])
    assert body.read_bytes() == kept
    shown.write_bytes(booklet)
    assert _remade(stock) == (1, [])
    assert verify(stock.library).sound


def test_a_master_that_cannot_be_made_does_not_stop_those_behind_it(stock: Stock, tmp_path: Path):
    """Neither one that differs, nor one whose file is gone."""
    more = {stock.work_id: _of(stock, stock.work_id)}
    for name in ("jagung", "kedelai"):
        work = _take_in(stock, draw_booklet(tmp_path / f"{name}.pdf", pages=1))
        more[work] = _of(stock, work)
    (first, second, third) = more
    for body, _shown in more.values():
        _damage(body)
    more[first][1].chmod(0o600)
    draw_booklet(more[first][1], pages=1)
    more[second][1].unlink()
    assert _remade(stock) == (1, [(first, "master-differs"), (second, "not-found")])
    assert stock.library.blobs.check(more[third][0].name)
    assert not stock.library.blobs.check(more[first][0].name)


def test_a_master_of_an_older_form_is_named_though_every_byte_of_it_is_right(stock: Stock):
    """What an earlier version wrote lacks an entry of its index; `verify` finds nothing wrong with it."""
    old = _older_form(_blob(stock, "master"))
    with stock.library.database.write() as session:
        session.add(Blob(sha256=old.name, size=old.stat().st_size, role="master", derived=True, created_at=START))
        session.flush()
        session.execute(update(Master).values(body=old.name))
    assert stock.library.blobs.check(old.name)
    assert _remade(stock) == (0, [(stock.work_id, "master-succeeded")])
    assert stock.library.blobs.check(old.name), "it is left as it was"
    assert read_body(_of(stock, stock.work_id)[0]).header["places"], "copies are made from its successor"
    assert _remade(stock) == (0, [(stock.work_id, "master-of-another-version")]), "it has one successor, not two"


def test_a_master_that_comes_out_otherwise_from_a_whole_file_becomes_a_new_version(stock: Stock):
    """Another engine made it: the body that is recorded cannot be had, its slot map stays a record."""
    lost = "0" * 64
    with stock.library.database.write() as session:
        old = session.query(Master).one()
        slots = old.slots
        session.add(Blob(sha256=lost, size=1, role="master", derived=False, created_at=START))
        session.flush()
        session.execute(update(Master).values(body=lost))
    assert _remade(stock) == (0, [(stock.work_id, "master-succeeded")])
    with stock.library.database.read() as session:
        first, second = session.query(Master).order_by(Master.version)
        assert (first.slots, first.body, first.version) == (slots, lost, 1)
        assert (second.version, second.key_id) == (2, stock.library.keys.active)
        assert stock.library.blobs.check(second.body)
        assert session.query(AuditEntry).filter_by(action="master.succeed").count() == 1
    assert _remade(stock) == (0, [(stock.work_id, "master-differs")]), "a version already stands in for it"


def _take_in(stock: Stock, file: Path) -> str:
    stock.clock.forward(seconds=1)  # masters are gone through in the order in which they were made
    item = Intake(stock.library).receive_path(file, Intent(office="1872"))
    stock.library.workers.drain()
    work = stock.library.incoming.get(item).work_id
    assert work is not None
    return work


def _of(stock: Stock, work_id: str) -> tuple[Path, Path]:
    """Give where the body of a work's master lies, and the file that it is made from."""
    with stock.library.database.read() as session:
        file = works.current_file(session, work_id)
        body = works.current_master(session, file.id).body
        return stock.library.blobs.path(body), stock.library.blobs.path(file.shown)


def _older_form(path: Path) -> Path:
    """Write a body without one of the facts that are read today, and let the store know it."""
    data, body = path.read_bytes(), read_body(path)
    static, index = struct.unpack_from("<8sQQ", data[-72:])[1:]
    facts = {name: value for name, value in body.header.items() if name != "places"}
    old = path.with_name("old")
    with old.open("w+b") as file:
        file.write(data[:index] + pack(facts, body.arrays, packing="raw"))
        finish_body(file, static, index)
    sha256 = file_sha256(old)
    place = path.parents[2] / sha256[:2] / sha256[2:4] / sha256
    place.parent.mkdir(parents=True, exist_ok=True)
    return old.rename(place)


def test_a_damaged_blob_stops_the_back_up_before_its_manifest(stock: Stock, tmp_path: Path):
    path = _blob(stock, "original")
    path.chmod(0o600)
    path.write_bytes(b"x")
    with pytest.raises(BadInput, match="damaged"):
        back_up(stock.library, tmp_path / "safe")
    assert not list((tmp_path / "safe").rglob("manifest.json"))


def test_the_doctor_finds_nothing_wrong_with_a_fresh_library(stock: Stock):
    assert [check.name for check in check_up(stock.library.settings) if check.state == "fault"] == []


def test_the_doctor_names_an_open_key_and_a_broken_office(stock: Stock, tmp_path: Path):
    stock.library.folders.keys.chmod(0o644)
    offices = tmp_path / "catalog" / "offices"
    offices.mkdir(parents=True)
    (offices / "defaults.toml").write_text("nonsense = = 1")
    checks = check_up(Settings(data=stock.library.settings.data, catalog=tmp_path / "catalog"))
    assert {check.name for check in checks if check.state == "fault"} >= {"keys", "offices"}
