"""Archives that came in: their files are items of the same batch."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.files import Intake, failure
from library import Library
from library.catalogue.incoming import JOB, Intent
from library.errors import LostRace
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
    assert library.incoming.quarantined(item).exists(), "for the archive in it, which may be tried again"


def take_files_of(library: Library, most: int) -> None:
    """Set the limit (bytes) as a restart with other settings would."""
    object.__setattr__(library, "settings", replace(library.settings, max_bytes=most))


def unpacked(library: Library, tmp_path: Path, files: dict[str, bytes]) -> str:
    """Unpack an archive in a library that takes files of 4 bytes at most; give its item."""
    take_files_of(library, 4)
    packed = archives.archive(tmp_path / "rak.zip", files)
    item = Intake(library).receive_path(packed, Intent(office="1872"), "b" * 16)
    library.workers.drain({JOB})
    library.clock.forward(minutes=1)  # type: ignore[attr-defined] # somebody looks at it
    return item


def standing(library: Library) -> dict[str, tuple[str, str]]:
    return {each.name: (each.state, each.error) for each in library.incoming.batch("b" * 16)}


def test_what_was_refused_out_of_an_archive_is_tried_again_when_the_reason_is_gone(library: Library, tmp_path: Path):
    item = unpacked(library, tmp_path, {"a.pdf": b"no", "besar.pdf": b"no pdf", "dalam.zip": b"PK"})
    assert standing(library) == {
        "rak.zip": ("unpacked", ""),
        "a.pdf": ("failed", "wrong-type"),
        "besar.pdf": ("failed", "too-large"),
        "dalam.zip": ("failed", "zip-nested"),
    }
    refused = {each.name: each for each in library.incoming.batch("b" * 16)}
    library.incoming.dismiss(refused["a.pdf"].id, "cli")
    take_files_of(library, 100)
    assert library.incoming.can_be_tried_again(refused["besar.pdf"])
    library.incoming.retry(refused["besar.pdf"].id, "cli")
    library.incoming.retry(refused["dalam.zip"].id, "cli")
    library.workers.drain({JOB})
    assert standing(library) == {
        "rak.zip": ("unpacked", ""),
        "a.pdf": ("dismissed", "wrong-type"),
        "besar.pdf": ("failed", "wrong-type"),
        "dalam.zip": ("failed", "zip-nested"),
    }, "it was read, what was put away stays so, and the reason that is still there is told again"
    assert len(library.incoming.batch("b" * 16)) == 4
    assert library.incoming.quarantined(item).exists(), "as long as something of it was refused"


def test_all_that_was_refused_out_of_archives_is_tried_again_with_its_batch(library: Library, tmp_path: Path):
    item = unpacked(library, tmp_path, {"besar.pdf": b"no pdf", "juga.pdf": b"nor pdf"})
    take_files_of(library, 100)
    assert library.batches.decide("b" * 16, "retry", "cli") == 1
    library.workers.drain({JOB})
    assert standing(library) == {
        "rak.zip": ("unpacked", ""),
        "besar.pdf": ("failed", "wrong-type"),
        "juga.pdf": ("failed", "wrong-type"),
    }
    assert not library.incoming.quarantined(item).exists(), "its files have bytes of their own now"


def test_an_archive_is_kept_until_what_was_refused_of_it_is_put_away(library: Library, tmp_path: Path):
    item = unpacked(library, tmp_path, {"satu.pdf": b"no pdf", "dua.pdf": b"nor pdf"})
    first, second = (each.id for each in library.incoming.batch("b" * 16) if each.parent_id)
    library.incoming.dismiss(first, "cli")
    library.incoming.sweep_quarantine(float("inf"))
    assert library.incoming.quarantined(item).exists()
    library.incoming.dismiss(second, "cli")
    assert not library.incoming.quarantined(item).exists()
    with pytest.raises(LostRace):
        library.incoming.retry(second, "cli")


def test_two_files_of_the_same_bytes_in_an_archive_are_one_to_read(library: Library, tmp_path: Path):
    unpacked(library, tmp_path, {"a.pdf": b"no", "b.pdf": b"no"})
    assert standing(library) == {
        "rak.zip": ("unpacked", ""),
        "a.pdf": ("failed", "wrong-type"),
        "b.pdf": ("same", ""),
    }


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
