"""A watched folder: what is whole is taken in once, what is finished is found again, and no byte is ever lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from library import Library
from library.catalogue.batches import Wanted
from library.catalogue.incoming import Intent
from library.catalogue.watched_folder import SETTLED, WatchedFolder
from library.catalogue.watching import Watching, folders_of
from library.store.models import IngestItem

Look = Callable[[], int]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "masuk"
    folder.mkdir()
    return folder


@pytest.fixture
def look(library: Library, root: Path) -> Look:
    """Give the next look of a watch that is new every time, as after a crash; each is later than the one before."""
    return watch(library, root)


def watch(library: Library, root: Path) -> Look:
    watching = Watching(
        library.database,
        library.folders,
        library.incoming,
        library.batches,
        library.clock,
        offices=library.offices,
        root=str(root),
        watched=lambda: {"1872": root},
        reason=lambda item: f"Ditolak: {item.error}",
    )
    times = iter(range(0, 10_000, int(SETTLED) + 1))
    return lambda: watching.look(float(next(times)))


def put(root: Path, place: str, data: bytes = b"no pdf") -> Path:
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def items(library: Library) -> list[IngestItem]:
    return library.batches.files(Wanted(), 100)[0]


def lying(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def end(library: Library, *, good: bool) -> None:
    """Let every file end as a worker would."""
    for item in items(library):
        if good:
            library.incoming.unpacked(item.id)
        else:
            library.incoming.fail(item.id, "damaged", {})


def test_a_file_is_taken_when_it_has_lain_still_and_not_before(library: Library, root: Path, look: Look):
    growing = put(root, "padi.pdf", b"1")
    assert look() == 0
    growing.write_bytes(b"12")
    assert look() == 0
    assert look() == 1
    (item,) = items(library)
    assert (item.name, item.size, item.state) == ("padi.pdf", 2, "waiting")
    assert lying(root) == {f"reading/{item.id}/padi.pdf": b"12"}
    assert library.incoming.quarantined(item.id).read_bytes() == b"12"


def test_a_file_that_somebody_still_writes_is_left_alone(library: Library, root: Path, look: Look):
    with put(root, "padi.pdf").open("ab") as writer:
        look()
        assert look() == 0
        writer.write(b"more")
    look()
    assert look() == 1


def test_a_file_that_changes_while_it_is_copied_is_taken_at_a_later_look(library: Library, root: Path):
    path, folder = put(root, "padi.pdf", b"x" * 100), WatchedFolder(root)
    folder.whole(0.0)
    (still,) = folder.whole(SETTLED)
    stream = folder.open(still)
    assert stream is not None
    with stream, pytest.raises(OSError, match="changed"):
        stream.read(10)
        path.write_bytes(b"y" * 200)
        while stream.read(1000):
            pass
    assert items(library) == []


def test_what_is_good_lies_in_done_and_what_is_refused_has_its_reason_beside_it(
    library: Library, root: Path, look: Look
):
    put(root, "2019/padi.pdf", b"bytes")
    look(), look()
    end(library, good=False)
    look()
    assert lying(root) == {"refused/2019/padi.pdf": b"bytes", "refused/2019/padi.pdf.txt": b"Ditolak: damaged"}
    library.incoming.retry(items(library)[0].id, "cli")
    look()
    assert "refused/2019/padi.pdf" in lying(root), "until it is read"
    end(library, good=True)
    look()
    assert lying(root) == {"done/2019/padi.pdf": b"bytes"}


def test_a_file_of_a_name_that_was_there_before_takes_nothing_away(library: Library, root: Path, look: Look):
    put(root, "padi.pdf", b"first")
    look(), look()
    end(library, good=True)
    look()
    put(root, "padi.pdf", b"second")
    look(), look()
    end(library, good=True)
    look()
    kept = lying(root)
    assert sorted(kept.values()) == [b"first", b"second"]
    assert kept["done/padi.pdf"] == b"first"


def test_a_refused_file_that_is_put_in_again_is_tried_again(library: Library, root: Path, look: Look):
    put(root, "padi.pdf")
    look(), look()
    end(library, good=False)
    look()
    put(root, "padi.pdf")
    look(), look()
    (item,) = items(library)
    assert item.state == "waiting"


def test_links_hidden_and_unfinished_files_are_left_alone(library: Library, root: Path, tmp_path: Path, look: Look):
    secret = put(tmp_path, "rahasia/kunci.pdf")
    (root / "kunci.pdf").symlink_to(secret)
    (root / "luar").symlink_to(secret.parent)
    os.mkfifo(root / "pipa.pdf")
    for name in (".padi.pdf", "padi.pdf.part", "~$padi.pdf", ".git/padi.pdf", "Thumbs.db"):
        put(root, name)
    look(), look()
    assert items(library) == []
    assert secret.exists()


def test_a_folder_that_was_put_for_a_link_meanwhile_leads_nowhere(library: Library, root: Path, tmp_path: Path):
    put(tmp_path, "rahasia/a.pdf", b"no pdf")
    put(root, "map/a.pdf")
    folder = WatchedFolder(root)
    folder.whole(0.0)
    (still,) = folder.whole(SETTLED)
    (root / "map").rename(tmp_path / "lama")
    (root / "map").symlink_to(tmp_path / "rahasia")
    assert folder.open(still) is None


def test_a_name_that_is_no_text_is_taken_under_a_clean_one(library: Library, root: Path, look: Look):
    put(root, os.fsdecode(b"rusak-\xff.pdf"))
    look(), look()
    end(library, good=True)
    look()
    (item,) = items(library)
    assert item.name.startswith("rusak-")
    assert list(lying(root).values()) == [b"no pdf"]


def test_a_file_over_the_limit_is_listed_and_lies_with_its_reason(library: Library, root: Path, look: Look):
    library.incoming.max_bytes = 3
    put(root, "besar.pdf", b"12345")
    look(), look()
    (item,) = items(library)
    assert (item.state, item.error, item.error_params) == ("failed", "too-large", {"size": 5, "limit": 3})
    look()
    assert set(lying(root)) == {"refused/besar.pdf", "refused/besar.pdf.txt"}


def test_a_reason_is_never_written_through_a_link(library: Library, root: Path, tmp_path: Path, look: Look):
    secret = put(tmp_path, "rahasia/kunci.txt", b"secret")
    put(root, "padi.pdf", b"bytes")
    (root / "refused").mkdir()
    (root / "refused/padi.pdf.txt").symlink_to(secret)
    look(), look()
    end(library, good=False)
    look()
    assert secret.read_bytes() == b"secret"
    assert lying(root)["refused/padi (2).pdf.txt"] == b"Ditolak: damaged"
    (root / "refused/padi (2).pdf.txt").unlink()
    (root / "refused/padi (2).pdf.txt").symlink_to(secret)
    library.incoming.retry(items(library)[0].id, "cli")
    end(library, good=False)
    watch_folder = WatchedFolder(root)
    (item,) = items(library)
    watch_folder.finish(item.place, item.id, reason="Ditolak: lagi")
    assert secret.read_bytes() == b"secret"
    assert (root / "refused/padi (2).pdf.txt").read_text() == "Ditolak: lagi"


@pytest.mark.parametrize("own", ["reading", "done"])
def test_a_link_in_place_of_a_folder_of_the_watch_moves_nothing_of_elsewhere(
    library: Library, root: Path, tmp_path: Path, look: Look, own: str
):
    put(root, "padi.pdf", b"bytes")
    look(), look()
    (item,) = items(library)
    secret = put(tmp_path, f"rahasia/{item.id}/padi.pdf", b"secret")
    if own == "reading":
        (root / own).rename(tmp_path / "lama")
    (root / own).symlink_to(tmp_path / "rahasia")
    end(library, good=True)
    look()
    assert secret.read_bytes() == b"secret"
    assert [path for path in (tmp_path / "rahasia").rglob("*") if path.is_file()] == [secret]
    assert not (root / "done/padi.pdf").exists()
    (root / own).unlink()
    if own == "reading":
        (tmp_path / "lama").rename(root / own)
    look()
    assert lying(root) == {"done/padi.pdf": b"bytes"}, "and it goes on once the link is gone"


@pytest.mark.parametrize("swapped", [True, False])
def test_a_file_that_was_put_in_the_place_of_the_taken_one_stays_where_it_is(
    root: Path, tmp_path: Path, *, swapped: bool
):
    path, folder = put(root, "padi.pdf", b"bytes"), WatchedFolder(root)
    folder.whole(0.0)
    (still,) = folder.whole(SETTLED)
    path.rename(root / "lama.pdf")
    if swapped:
        path.write_bytes(b"other")
    else:
        path.symlink_to(put(tmp_path, "rahasia.pdf", b"secret"))
    with pytest.raises(OSError, match="another file"):
        folder.take(still, "item")
    assert path.read_bytes() == (b"other" if swapped else b"secret")
    assert not any(each.is_file() for each in (root / "reading").rglob("*"))


def test_the_same_bytes_under_two_names_are_both_put_away(library: Library, root: Path, look: Look):
    put(root, "padi.pdf", b"bytes"), put(root, "2019/padi.pdf", b"bytes")
    look(), look()
    put(root, "padi.pdf", b"bytes")
    look(), look()
    assert len(items(library)) == 1
    end(library, good=True)
    look()
    assert set(lying(root)) == {"done/padi.pdf", "done/padi (2).pdf", "done/2019/padi.pdf"}


def test_a_file_in_a_folder_that_is_away_or_is_another_now_is_not_forgotten(
    library: Library, root: Path, tmp_path: Path, look: Look
):
    put(root, "padi.pdf", b"bytes")
    look(), look()
    end(library, good=True)
    share = root.rename(tmp_path / "jauh")
    root.mkdir()
    look()
    other = tmp_path / "lain"
    (other / "reading").mkdir(parents=True)
    watch(library, other)()
    assert items(library)[0].place != ""
    root.rmdir()
    share.rename(root)
    look()
    assert lying(root) == {"done/padi.pdf": b"bytes"}


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize(
    ("owner", "deed", "before"),
    [
        (WatchedFolder, "take", True),
        (WatchedFolder, "take", False),
        (WatchedFolder, "finish", True),
        (WatchedFolder, "finish", False),
        (os, "unlink", True),
    ],
)
def test_wherever_it_is_killed_the_next_watch_goes_on_and_nothing_is_lost_or_there_twice(
    library: Library, root: Path, monkeypatch: pytest.MonkeyPatch, owner: object, deed: str, before: bool
):
    put(root, "2019/padi.pdf", b"bytes")
    first = watch(library, root)
    real = getattr(owner, deed)

    def killed(*args: object, **more: object) -> object:
        if before:
            raise Killed
        real(*args, **more)
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(owner, deed, killed)
        first(), first()
        end(library, good=True)
        first()
    for _ in range(2):  # whatever state it died in, a later watch ends it
        again = watch(library, root)
        again(), again()
        end(library, good=True)
        again()
    assert lying(root) == {"done/2019/padi.pdf": b"bytes"}
    assert len(items(library)) == 1


def test_only_one_process_watches(library: Library, root: Path):
    import threading
    import time

    put(root, "padi.pdf")
    watches = []
    for _ in range(2):
        one = Watching(
            library.database, library.folders, library.incoming, library.batches, library.clock,
            offices=library.offices, root=str(root), watched=lambda: {"1872": root}, reason=lambda _item: "",
        )  # fmt: skip
        one.looks = 0  # type: ignore[attr-defined]

        def counted(one: Watching = one) -> int:
            one.looks += 1  # type: ignore[attr-defined]
            return 0

        one.look = counted  # type: ignore[method-assign, assignment]
        watches.append(one)
    threads = [threading.Thread(target=one.run) for one in watches]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 10
    while not any(one.looks for one in watches) and time.monotonic() < until:  # type: ignore[attr-defined]
        time.sleep(0.01)
    for one in watches:
        one.stop()
    for thread in threads:
        thread.join()
    assert sorted(bool(one.looks) for one in watches) == [False, True]  # type: ignore[attr-defined]


def test_each_office_has_a_folder_of_its_own_and_the_root_serves_one_office_alone(tmp_path: Path):
    assert folders_of("", ["1872"]) == {}
    assert folders_of(str(tmp_path), ["1872"]) == {"1872": tmp_path}
    assert folders_of(str(tmp_path), ["1872", "3509"]) == {}, "nobody knows whose files those are"
    (tmp_path / "3509").mkdir()
    assert folders_of(str(tmp_path), ["1872", "3509"]) == {"3509": tmp_path / "3509"}
    assert folders_of(str(tmp_path / "tiada"), ["1872"]) == {}


def test_a_folder_that_is_made_later_is_watched_and_one_that_was_found_stays(library: Library, tmp_path: Path):
    """A share may be mounted, and an office's folder made, after the start."""
    top, codes = tmp_path / "bagi", list(library.offices)
    watching = Watching(
        library.database, library.folders, library.incoming, library.batches, library.clock,
        offices=library.offices, root=str(top), watched=lambda: folders_of(str(top), codes), reason=lambda _item: "",
    )  # fmt: skip
    assert watching.look(0.0) == 0
    for place in (codes[0], codes[1]):
        put(top / place, "padi.pdf", place.encode())
        assert [watching.look(at) for at in (1.0, 1.0 + SETTLED)] == [0, 1]
    assert {item.office for item in items(library)} == set(codes[:2])


@pytest.mark.parametrize("name", ["a" * 251 + ".pdf", "é" * 125 + ".pdf", "b" * 255, "." * 3 + "x." + "c" * 250])
def test_a_name_as_long_as_names_may_be_is_refused_retried_and_put_away(
    library: Library, root: Path, look: Look, name: str
):
    taken: list[int] = []
    for data in (b"satu", b"dua", b"tiga"):  # the second and the third cannot have the name any more
        put(root, f"x{name[1:]}", data)
        taken += [look(), look()]
    end(library, good=False)
    look()
    assert sum(taken) == 3
    bodies = {place: data for place, data in lying(root).items() if not place.endswith(".txt")}
    assert sorted(bodies.values()) == [b"dua", b"satu", b"tiga"]
    assert all(place.startswith("refused/") for place in bodies)
    assert sum(place.endswith(".txt") for place in lying(root)) == 3, "each has its reason beside it"
    for item in items(library):
        library.incoming.retry(item.id, "cli")
    end(library, good=True)
    look()
    assert sorted(lying(root).values()) == [b"dua", b"satu", b"tiga"]
    assert all(place.startswith("done/") for place in lying(root))


def test_pipes_and_devices_are_left_alone(library: Library, root: Path, look: Look):
    os.mkfifo(root / "pipa.pdf")
    put(root, "padi.pdf")
    assert [look(), look()] == [0, 1]
    assert (root / "pipa.pdf").is_fifo()


def test_whose_the_files_are_follows_from_the_folder(library: Library, root: Path):
    watching = Watching(
        library.database, library.folders, library.incoming, library.batches, library.clock,
        offices=library.offices, root=str(root), watched=lambda: {"1872": root}, reason=lambda _item: "",
        intent=lambda office: Intent(office=office, access="restricted"),
    )  # fmt: skip
    put(root, "padi.pdf")
    watching.look(0.0), watching.look(SETTLED)
    (item,) = items(library)
    assert (item.office, item.access) == ("1872", "restricted")
