"""Sittings at the scanner: each reader her own pages, one copy of them, and nothing of who went away."""

from __future__ import annotations

import io
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import delete

from library.catalogue import scanner
from library.catalogue.incoming import Intent, TooManyBytes
from library.catalogue.sheets import MOST_PAGES
from library.catalogue.sittings import HOLD, TRIES, Sitting, Sittings
from library.errors import NotFound
from library.floor import devices
from library.readers import accounts
from library.readers.roles import Role
from library.settings import Settings
from library.store.models import ScanSitting
from library.store.turns import my_turn
from library.wiring import open_library

METRO = "1872"
LATER = HOLD + timedelta(seconds=1)


class Room:
    """A library with a scanner, two screens, and a clock that is moved by hand."""

    def __init__(self, root: Path) -> None:
        self.now = datetime.now(UTC)
        self.folder = root / "scans" / METRO
        self.folder.mkdir(parents=True)
        settings = Settings(data=root / "data", workers=0, scan_folder=str(self.folder.parent), max_bytes=4000)
        self.library = open_library(settings, lambda: self.now)
        with self.library.database.write() as session:
            person = {
                "email": "budi@contoh.id",
                "name": "Budi",
                "role": Role.ADMINISTRATOR,
                "password": "kuda lari pagi",
            }
            actor = accounts.add(session, self.now, **person).id  # type: ignore[arg-type]
            self.one, self.two = (
                devices.add(session, self.now, office=METRO, kind="scanner", name=name, actor=actor)[0].id
                for name in ("t1", "t2")
            )

    @property
    def sittings(self) -> Sittings:
        return self.library.sittings

    def begin(self, reader: str = "siti", device: str = "") -> bool:
        return self.sittings.begin(METRO, reader, device or self.one)

    def scan(self, name: str = "a.pdf", text: bytes = b"%PDF-") -> Path:
        (self.folder / name).write_bytes(text)
        return self.folder / name

    def show(self, reader: str = "siti", device: str = "", pages: int | None = 1) -> Sitting | None:
        return self.sittings.show(device or self.one, reader, lambda _: pages)

    def pages(self, **of: object) -> list[tuple[str, int, bool]]:
        shown = self.show(**of)  # type: ignore[arg-type]
        return [] if shown is None else [(page.name, page.number, page.kept) for page in shown.pages]

    def send(self, reader: str = "siti") -> int:
        return self.sittings.send(self.one, reader, Intent(office=METRO, access="personal"))

    def taken_in(self) -> list[Path]:
        return sorted(self.library.folders.quarantine.iterdir())


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    made = Room(tmp_path_factory.mktemp("room"))
    yield made
    made.library.close()


@pytest.fixture
def room(opened: Room, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """The room, in which a scan is whole as soon as it is seen."""
    monkeypatch.setattr(scanner, "SETTLED", 0)
    yield opened
    for device in (opened.one, opened.two):
        opened.sittings.end(device)
    for left in (*opened.folder.iterdir(), *opened.taken_in()):
        left.unlink()


def test_what_lay_there_before_is_never_shown_and_stays(room: Room):
    before = room.scan("before.pdf")
    room.begin()
    room.scan("mine.pdf")
    assert room.pages() == [("mine.pdf", 1, True)]
    assert sorted(room.folder.iterdir()) == [before]


def test_pages_stand_in_the_order_in_which_they_came_and_a_later_one_last(room: Room):
    room.begin()
    room.scan("b.pdf")
    assert [name for name, _, _ in room.pages()] == ["b.pdf"]
    room.scan("a.pdf")
    assert [name for name, _, _ in room.pages()] == ["b.pdf", "a.pdf"]


def test_a_file_of_several_pages_is_shown_page_by_page_and_one_that_cannot_be_read_is_named(room: Room):
    room.begin()
    room.scan("long.pdf")
    assert [number for _, number, _ in room.pages(pages=3)] == [1, 2, 3]
    room.scan("broken.pdf")
    assert room.pages(pages=0)[-1][:2] == ("broken.pdf", 0)
    shown = room.show()
    assert shown is not None
    assert len(shown.sent) == 3


def test_a_sheet_that_could_not_be_looked_at_yet_comes_with_the_next_question(room: Room):
    room.begin()
    room.scan()
    assert room.pages(pages=None) == []
    assert room.pages() == [("a.pdf", 1, True)]


def test_several_sheets_are_one_item_in_the_reader_s_order(room: Room):
    room.begin()
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        room.scan(name, name.encode())
        room.show()
    shown = room.show()
    assert shown is not None
    first, second, _ = shown.pages
    room.sittings.arrange(room.one, "siti", "later", first.sheet, 1)
    room.sittings.arrange(room.one, "siti", "drop", second.sheet, 1)
    assert room.send() == 2
    (item,) = room.taken_in()
    with ZipFile(item) as archive:
        order = json.loads(archive.read("pages.json"))
        assert [archive.read(name) for name, _ in order] == [b"a.pdf", b"c.pdf"]
    assert room.library.incoming.get(item.name).name == "a.pdf … c.pdf"
    assert room.show() is None, "the sitting is over"
    assert list(room.library.folders.sheets.iterdir()) == []


def test_a_single_sheet_goes_as_it_came(room: Room):
    room.begin()
    room.scan("a.pdf", b"%PDF-alone")
    room.show()
    assert room.send() == 1
    (item,) = room.taken_in()
    assert item.read_bytes() == b"%PDF-alone"


def test_there_is_nothing_to_send_before_a_page_has_come_and_nothing_twice(room: Room):
    room.begin()
    assert room.send() == 0
    room.scan()
    room.show()
    assert room.send() == 1
    assert room.send() == 0
    assert len(room.taken_in()) == 1


def test_files_of_the_station_and_of_the_scanner_are_one_sitting(room: Room):
    room.sittings.add(METRO, "siti", room.one, io.BytesIO(b"one"), "upload.jpg")
    room.begin()
    room.scan("scan.pdf")
    assert {name for name, _, _ in room.pages()} == {"upload.jpg", "scan.pdf"}


def test_files_that_are_too_much_together_are_refused_and_those_before_stay(room: Room):
    room.sittings.add(METRO, "siti", room.one, io.BytesIO(b"x" * 3000), "a.jpg")
    with pytest.raises(TooManyBytes):
        room.sittings.add(METRO, "siti", room.one, io.BytesIO(b"x" * 3000), "b.jpg")
    assert [name for name, _, _ in room.pages()] == ["a.jpg"]


def test_one_reader_has_the_scanner_at_a_time_and_no_screen_shows_another_s_pages(room: Room):
    assert room.begin()
    room.scan()
    room.show()
    assert not room.begin("joko", room.two)
    assert room.show("joko", room.two) is None
    assert room.show("joko", room.one) is None
    with pytest.raises(NotFound):
        room.sittings.sheet(room.one, "joko", "a.pdf")
    with pytest.raises(NotFound):
        room.sittings.arrange(room.one, "joko", "drop", "a.pdf", 1)


def test_no_name_reads_a_file_that_is_no_sheet(room: Room):
    room.begin()
    room.scan()
    room.show()
    for name in ("../../pustaka.db", "a.pdf", "", "."):
        with pytest.raises(NotFound):
            room.sittings.sheet(room.one, "siti", name)


def test_beginning_again_keeps_the_pages(room: Room):
    room.begin()
    room.scan()
    assert room.begin()
    assert len(room.pages()) == 1


def test_a_sitting_and_its_pages_outlive_the_process(room: Room):
    room.begin()
    room.scan()
    room.show()
    again = open_library(room.library.settings, lambda: room.now)
    try:
        assert not again.sittings.begin(METRO, "joko", room.two)
        looked = again.sittings.look(room.one, "siti", lambda _: 1)
        assert looked is not None
        assert [page.name for page in looked[0].pages] == ["a.pdf"]
    finally:
        again.close()


def test_ending_at_a_screen_deletes_what_came_there_lapsed_or_not(room: Room):
    before = room.scan("before.pdf")
    room.begin()
    room.scan("seen.pdf")
    room.show()
    unseen = room.scan("unseen.pdf")
    room.now += LATER
    assert room.show() is None
    room.sittings.end(room.two)
    assert unseen.exists(), "another screen ends its own sitting only"
    room.sittings.end(room.one)
    assert (before.exists(), unseen.exists()) == (True, False)
    assert list(room.library.folders.sheets.iterdir()) == []


def test_whoever_begins_after_a_lapsed_sitting_finds_nothing_of_it(room: Room):
    room.begin()
    left = room.scan()
    room.now += LATER
    assert room.begin("joko", room.two)
    assert (room.pages(reader="joko", device=room.two), left.exists()) == ([], False)


def test_the_round_deletes_what_lapsed_sittings_left_and_nothing_of_one_that_holds(room: Room):
    room.begin()
    left = room.scan()
    room.sittings.end_lapsed()
    assert left.exists()
    room.now += LATER
    room.sittings.end_lapsed()
    assert not left.exists()


def test_a_page_that_looks_by_itself_keeps_the_sitting_only_where_a_scan_has_come(room: Room):
    def look() -> bool | None:
        looked = room.sittings.look(room.one, "siti", lambda _: 1)
        return None if looked is None else looked[1]

    room.begin()
    room.now += HOLD / 2
    assert look() is False
    room.scan()
    assert look() is True
    assert look() is False
    room.now += HOLD * 0.9
    assert look() is False
    room.now += HOLD * 0.2
    assert look() is None


def test_a_sheet_with_which_there_would_be_too_many_pages_is_named_and_makes_none(room: Room):
    room.begin()
    room.scan("long.pdf")
    assert len(room.pages(pages=MOST_PAGES - 1)) == MOST_PAGES - 1
    room.scan("million.pdf")
    shown = room.show(pages=10_000_000)
    assert shown is not None
    assert (len(shown.pages), len(shown.sent), shown.pages[-1].is_surplus) == (MOST_PAGES, MOST_PAGES - 1, True)
    room.scan("last.pdf")
    shown = room.show()
    assert shown is not None
    assert shown.pages[-1].is_readable, "a smaller one still has room"


def test_nothing_is_sent_or_deleted_while_a_scan_is_being_written(room: Room, monkeypatch: pytest.MonkeyPatch):
    room.begin()
    room.scan()
    room.show()
    late = room.scan("late.pdf")
    monkeypatch.setattr(scanner, "SETTLED", 1.5)
    shown = room.show()
    assert shown is not None
    assert (shown.coming, room.send(), late.exists()) == (1, 0, True)
    room.now += timedelta(seconds=2)
    assert (len(room.pages()), room.send()) == (2, 2)


def test_a_sheet_that_is_not_counted_is_coming_and_keeps_the_others_from_being_sent(room: Room):
    room.begin()
    room.scan()
    room.show()
    room.scan("b.pdf")
    for _ in range(TRIES + 1):
        shown = room.show(pages=None)
        assert shown is not None
        assert (shown.coming, len(shown.pages), room.send()) == (1, 1, 0), "busy workers are not the sheet's fault"
    assert [name for name, _, _ in room.pages()] == ["a.pdf", "b.pdf"]
    assert room.send() == 2


def test_a_sheet_that_takes_too_long_again_and_again_is_named_as_unreadable(room: Room):
    def slow(_sheet: Path) -> int:
        raise TimeoutError

    room.begin()
    room.scan()
    seen = [room.sittings.show(room.one, "siti", slow) for _ in range(TRIES)]
    assert [(sitting.coming, len(sitting.pages)) for sitting in seen if sitting] == [(1, 0)] * (TRIES - 1) + [(0, 1)]
    assert room.pages() == [("a.pdf", 0, True)]


@pytest.mark.parametrize(
    "deed", [Room.send, lambda room: room.sittings.end(room.one), Room.show], ids=["send", "end", "show"]
)
def test_whoever_sends_ends_or_looks_waits_for_her_turn_and_finds_what_is_there_then(
    room: Room, deed: Callable[[Room], object]
):
    room.begin()
    room.scan()
    shown = room.show()
    assert shown is not None
    waiting = threading.Thread(target=deed, args=(room,))
    with my_turn(room.library.folders.sheets / f"{shown.id}.lock"):
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive()
        assert (room.library.folders.sheets / shown.id / shown.pages[0].sheet).exists()
        with room.library.database.write() as session:
            session.execute(delete(ScanSitting))
        shutil.rmtree(room.library.folders.sheets / shown.id)
    waiting.join(20)
    assert (waiting.is_alive(), room.taken_in()) == (False, [])


def test_a_page_scanned_while_the_others_are_given_in_is_the_first_of_her_next_sitting(
    room: Room, monkeypatch: pytest.MonkeyPatch
):
    incoming = room.library.incoming
    receive = incoming.receive

    def with_a_late_page(*args: Any) -> object:
        room.scan("late.pdf")
        return receive(*args)

    room.begin()
    room.scan()
    room.show()
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(incoming, "receive", with_a_late_page)
        assert room.send() == 1
    assert room.pages() == [("late.pdf", 1, True)]
    assert room.send() == 1
    assert len(room.taken_in()) == 2


def test_two_touches_at_once_send_the_pages_once(room: Room):
    room.begin()
    room.scan()
    room.show()
    sent: list[int] = []
    both = [threading.Thread(target=lambda: sent.append(room.send())) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join(20)
    assert (sorted(sent), len(room.taken_in())) == ([0, 1], 1)


def test_a_folder_that_cannot_be_deleted_ends_the_sitting_all_the_same_and_goes_with_a_round(
    room: Room, monkeypatch: pytest.MonkeyPatch
):
    room.begin()
    room.scan()
    room.show()
    with monkeypatch.context() as disk:
        disk.setattr("os.rmdir", refuse)
        room.sittings.end(room.one)
    assert room.show() is None
    for left in room.library.folders.sheets.iterdir():
        os.utime(left, (0, 0))
    room.sittings.end_lapsed()
    assert list(room.library.folders.sheets.iterdir()) == []


def refuse(*_: object, **__: object) -> None:
    raise PermissionError
