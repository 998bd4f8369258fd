"""The index is derived: whatever happens to its files is seen, answered with a reason, and mended by a rebuild."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from search import IndexBusy, IndexDamaged, IndexOutdated, IndexTrouble, IndexUnsafe, Query, open_engine
from search.engines.whoosh.engine import WhooshEngine
from search.engines.whoosh.pointer import NAME, read_pointer, write_pointer

WRITER = """
import sys
from search import PageDocument, open_engine
engine = open_engine(sys.argv[1])
work = 0
while True:
    work += 1
    engine.add(
        PageDocument(f"work{work}", n, "Judul", f"padi sawah {work} {n} " + "kata " * 50, "1872", 2020, "scanned", "id")
        for n in range(1, 41)
    )
    print(work, flush=True)
"""


@pytest.fixture
def filled(tmp_path, page):
    folder = tmp_path / "index"
    engine = open_engine(folder)
    engine.add(page(f"padi blok{n} " + "isi " * n, "a", n) for n in range(1, 30))
    engine.add(page(f"jagung blok{n}", "b", n) for n in range(1, 9))
    engine.close()
    return folder


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock")


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def empty(path: Path) -> None:
    os.truncate(path, 0)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[random.randrange(len(data))] ^= 1 << random.randrange(8)
    path.write_bytes(data)


def remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("harm", [truncate, empty, flip, remove])
def test_any_damaged_file_is_seen_at_opening_and_a_rebuild_mends_it(filled, page, harm):
    whole = {path: path.read_bytes() for path in files_of(filled)}
    assert len(whole) > 10
    for path in whole:
        harm(path)
        engine = open_engine(filled)
        assert not engine.health().sound, path.name
        with pytest.raises(IndexDamaged):
            engine.search(Query("padi"))
        with pytest.raises(IndexDamaged):
            engine.add([page("tebu", "c")])
        engine.close()
        for each, data in whole.items():
            each.write_bytes(data)
    flip(next(path for path in whole if path.suffix == ".pst"))
    engine = open_engine(filled)
    new = engine.beside()
    new.add(page(f"padi blok{n}", "a", n) for n in range(1, 30))
    engine.swap(new)
    assert engine.search(Query("padi blok7")).hits[0].page == 7
    assert engine.verify().sound


def test_damage_while_the_index_is_open_gives_an_error_and_never_a_wrong_page(filled):
    engine = open_engine(filled)
    assert engine.search(Query("padi")).total == 29
    for path in files_of(filled):
        if path.suffix in {".pst", ".trm"}:
            truncate(path)
    with pytest.raises(IndexDamaged):
        engine.search(Query("jagung"))
    with pytest.raises(IndexDamaged):
        engine.search(Query("padi"))  # its list is in memory still, and is not trusted any more


def test_verify_names_the_damaged_file_of_an_open_index(filled):
    engine = open_engine(filled)
    assert engine.health().sound
    harmed = next(path for path in files_of(filled) if path.name.endswith("body.col"))
    flip(harmed)
    assert engine.health().sound, "health is what was found at opening"
    report = engine.verify()
    assert (report.state, harmed.name in "".join(report.faults)) == ("damaged", True)
    with pytest.raises(IndexDamaged):
        engine.search(Query("padi"))


def test_an_index_of_another_schema_asks_for_a_rebuild(filled, page):
    pointer = read_pointer(filled / NAME)
    write_pointer(
        filled / NAME, type(pointer)(**{**{f: getattr(pointer, f) for f in pointer.__dataclass_fields__}, "version": 0})
    )
    engine = open_engine(filled)
    assert engine.health().state == "outdated"
    with pytest.raises(IndexOutdated):
        engine.search(Query("padi"))
    new = engine.beside()
    new.add([page("padi")])
    engine.swap(new)
    assert engine.search(Query("padi")).total == 1


def test_an_altered_pointer_is_refused(filled):
    path = filled / NAME
    sealed = json.loads(path.read_text())
    sealed["pointer"]["segments"][0]["pages"] += 1
    path.write_text(json.dumps(sealed))
    assert open_engine(filled).health().state == "damaged"


def test_a_pointer_that_cannot_be_read_is_damage(filled):
    (filled / NAME).unlink()
    (filled / NAME).mkdir()
    assert open_engine(filled).health().state == "damaged"


def test_what_the_disk_refuses_is_told_as_trouble_and_changes_nothing(filled, page):
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    engine = open_engine(filled)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limit[1]))
    try:
        with pytest.raises(IndexTrouble, match="cannot_write"):
            engine.add(
                page(f"kopi {n} " + "".join(chr(97 + n * k % 26) for k in range(900)), "c", n) for n in range(1, 400)
            )
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        signal.signal(signal.SIGXFSZ, old)
    assert engine.works() == {"a": 29, "b": 8}
    assert engine.add([page("kopi", "c")]) == 1
    assert engine.verify().sound


def test_a_folder_that_others_may_write_is_not_read(filled):
    filled.chmod(0o777)
    engine = open_engine(filled)
    assert engine.health().state == "unsafe"
    with pytest.raises(IndexUnsafe):
        engine.search(Query("padi"))
    filled.chmod(0o700)
    assert open_engine(filled).health().sound


def test_an_empty_folder_that_was_made_too_open_is_made_private(tmp_path, page):
    (tmp_path / "index").mkdir()
    (tmp_path / "index").chmod(0o777)
    engine = open_engine(tmp_path / "index")
    engine.add([page("padi")])
    assert engine.search(Query("padi")).total == 1
    assert (tmp_path / "index").stat().st_mode & 0o777 == 0o700


def test_the_folders_are_private(filled):
    assert {path.stat().st_mode & 0o777 for path in [filled, *filled.glob("g*")] if path.is_dir()} == {0o700}


def test_a_link_in_the_place_of_a_file_is_not_followed(filled, tmp_path):
    path = next(each for each in files_of(filled) if each.suffix == ".trm")
    copy = tmp_path / "elsewhere"
    path.rename(copy)
    path.symlink_to(copy)
    assert open_engine(filled).health().state == "damaged"


def test_only_one_writer_writes(filled, page):
    first = WhooshEngine(filled, patience=0.2)
    second = WhooshEngine(filled, patience=0.2)

    def pages():
        with pytest.raises(IndexBusy):
            second.add([page("tebu", "d")])
        yield page("kopi", "c")

    first.add(pages())
    assert second.add([page("tebu", "d")]) == 1
    assert first.works() == {"a": 29, "b": 8, "c": 1, "d": 1}


def test_a_writer_that_stops_half_way_leaves_the_index_as_it_was(filled, page):
    engine = open_engine(filled)
    before = {path.name for path in files_of(filled)}

    def broken():
        yield page("kopi", "c")
        raise ValueError("no more pages")

    with pytest.raises(ValueError, match="no more pages"):
        engine.add(broken())
    assert engine.works() == {"a": 29, "b": 8}
    engine.add([page("tebu", "d")])
    engine.remove("d")
    assert {path.name for path in files_of(filled)} == before, "what was left over is swept"


@pytest.mark.slow
def test_a_writer_killed_at_any_moment_loses_no_commit_and_leaves_a_whole_index(tmp_path):
    folder = tmp_path / "index"
    script = tmp_path / "writer.py"
    script.write_text(WRITER)
    for attempt in range(6):
        process = subprocess.Popen([sys.executable, str(script), str(folder)], stdout=subprocess.PIPE, text=True)
        assert process.stdout
        acknowledged = int(process.stdout.readline())
        time.sleep(random.uniform(0, 0.3))
        process.send_signal(signal.SIGKILL)
        said = process.stdout.read().split()
        process.stdout.close()
        process.wait()
        acknowledged = int(said[-1]) if said else acknowledged
        engine = open_engine(folder)
        assert engine.verify().sound, attempt
        works = engine.works()
        assert set(works.values()) == {40}, "a commit is there as a whole or not at all"
        assert len(works) >= acknowledged
        assert engine.search(Query("padi")).total == 40 * len(works)
        engine.close()


@pytest.mark.slow
def test_readers_in_this_process_follow_a_writer_in_another(tmp_path):
    folder = tmp_path / "index"
    script = tmp_path / "writer.py"
    script.write_text(WRITER)
    process = subprocess.Popen([sys.executable, str(script), str(folder)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        process.stdout.readline()
        engine = open_engine(folder)
        seen = [engine.search(Query("sawah")).total for _ in range(150)]
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    assert seen == sorted(seen), "a reader never goes back"
    assert all(total % 40 == 0 for total in seen)
    assert seen[-1] > 40
    engine.close()
