"""Archives that came in: their files are items of the same batch."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.files import Intake, failure
from library import Library
from library.catalogue.incoming import JOB, Intent
from tests.ingest import archives


def test_the_files_of_an_archive_become_items_of_its_batch_and_twice_is_once(
    library: Library,
    tmp_path: Path,
):
    files = {"rak/a.pdf": b"no pdf a", "rak/b.pdf": b"no pdf b", "rak/dalam.zip": b"PK", "__MACOSX/._a.pdf": b"x"}
    packed = archives.archive(tmp_path / "rak.zip", files)
    batch, intake = "b" * 16, Intake(library)
    item = intake.receive_path(packed, Intent(office="1872"), batch)
    begun = library.incoming.begin(item)
    assert begun is not None
    # Killed after its files were taken in, before it was noted: all of it is done once more.
    intake._unpacker.unpack(begun)
    with library.database.write() as session:
        session.get(type(begun), item).state = "reading"  # type: ignore[union-attr]
    library.folders.quarantine.joinpath(item).write_bytes(packed.read_bytes())
    library.workers.drain({JOB})
    found = {each.path or each.name: each for each in library.incoming.batch(batch)}
    assert {path: each.state for path, each in found.items()} == {
        "rak.zip": "unpacked",
        "rak.zip/rak/a.pdf": "failed",
        "rak.zip/rak/b.pdf": "failed",
        "rak.zip/rak/dalam.zip": "failed",
    }
    assert "Unpack it first" in failure(found["rak.zip/rak/dalam.zip"], "en")
    assert found["rak.zip/rak/a.pdf"].parent_id == item
    assert library.batches.get(batch).total == 3
    assert not library.incoming.quarantined(item).exists()


def test_an_archive_with_nothing_in_it_is_refused_and_kept(library: Library, tmp_path: Path):
    packed = archives.archive(tmp_path / "kosong.zip", {"map/": b"", ".DS_Store": b"x"})
    item = Intake(library).receive_path(packed, Intent(office="1872"))
    library.workers.drain({JOB})
    assert library.incoming.get(item).error == "zip-empty"
    assert library.incoming.quarantined(item).exists()


def test_of_an_archive_that_is_put_away_meanwhile_nothing_more_is_taken(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    packed = archives.archive(tmp_path / "rak.zip", {f"{name}.pdf": name.encode() for name in "abc"})
    batch = "c" * 16
    item = Intake(library).receive_path(packed, Intent(office="1872"), batch)
    receive = library.incoming.receive

    def put_away_after(*args: object, **more: object) -> str:
        taken = receive(*args, **more)  # type: ignore[arg-type]
        library.incoming.pause(item, "cli")
        library.incoming.dismiss(item, "cli")
        return taken

    monkeypatch.setattr(library.incoming, "receive", put_away_after)
    library.workers.drain({JOB})
    assert library.incoming.get(item).state == "dismissed"
    assert sorted(each.name for each in library.incoming.batch(batch)) == ["a.pdf", "rak.zip"]
    assert not library.incoming.unpacked(item), "nor after its last file"
    assert library.incoming.get(item).state == "dismissed"
