"""Kept bytes are read again within a period; what is wrong raises an alarm once, and a back-up mends it."""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from library import Library, Settings
from library.care import backup as backups
from library.care.fixity import verify
from library.care.keeping_checks import keeping_checks
from library.preservation import fixity_log
from library.preservation.fixity_round import EVERY, FixityRound
from library.preservation.repair import repair
from library.readers.roles import Role
from library.store.models import Blob, FixityAlarm, FixityCheck, Mail
from tests.library.conftest import Stock


def names(library: Library) -> list[str]:
    with library.database.read() as session:
        return list(session.scalars(select(Blob.sha256).order_by(Blob.size.desc())))


def spoil(library: Library, name: str) -> None:
    """Turn one bit in the middle of a file, as a dying disk does."""
    path = library.blobs.path(name)
    path.chmod(0o600)
    with path.open("r+b") as stream:
        stream.seek(path.stat().st_size // 2)
        byte = stream.read(1)[0]
        stream.seek(-1, os.SEEK_CUR)
        stream.write(bytes([byte ^ 1]))


def rounds(stock: Stock, days: int) -> FixityRound:
    return FixityRound(stock.library.database, stock.library.blobs, stock.clock, days)


def test_every_file_is_seen_within_the_period_and_no_file_twice_in_its_half(stock: Stock) -> None:
    looking, days = rounds(stock, 2), 2
    stock.clock.forward(days=days)
    begun = stock.clock()
    seen: Counter[str] = Counter()
    for _ in range(int(timedelta(days=days) / EVERY)):
        looking.look()
        stock.clock.forward(hours=1)
    with stock.library.database.read() as session:
        seen.update(check.sha256 for check in session.scalars(select(FixityCheck)))
        standing = fixity_log.standing(session, begun)
    assert set(seen) == set(names(stock.library))
    assert max(seen.values()) <= 2
    assert (standing.seen, standing.alarms) == (standing.blobs, 0)


def test_what_was_written_lately_is_not_read_again_at_once(stock: Stock) -> None:
    assert rounds(stock, 30).look() == (0, 0)


def test_a_turned_bit_and_a_lost_file_are_found_and_told_once(stock: Stock) -> None:
    library = stock.library
    stock.account("budi@example.org", "Budi", role=Role.ADMINISTRATOR)
    damaged, missing = names(library)[:2]
    spoil(library, damaged)
    library.blobs.delete(missing)
    looking = rounds(stock, 1)
    for _ in range(2):
        stock.clock.forward(days=1)
        while looking.look()[0]:
            pass
        looking.tell()
    with library.database.read() as session:
        alarms = {alarm.sha256: alarm for alarm in fixity_log.alarms(session)}
        assert {name: alarm.fault for name, alarm in alarms.items()} == {damaged: "damaged", missing: "missing"}
        assert all(alarm.titles for alarm in alarms.values()), "a librarian is told which work suffers"
        letters = session.scalars(select(Mail).where(Mail.kind == "fixity-alarm")).all()
    assert len(letters) == 1


def test_nobody_to_tell_keeps_the_alarm_untold(stock: Stock) -> None:
    spoil(stock.library, names(stock.library)[0])
    stock.clock.forward(days=40)
    looking = rounds(stock, 1)
    while looking.look()[0]:
        pass
    assert looking.tell() == 0
    stock.account("budi@example.org", "Budi", role=Role.ADMINISTRATOR)
    assert looking.tell() == 1


def test_a_back_up_mends_what_it_holds_and_nothing_else(stock: Stock, tmp_path: Path) -> None:
    library = stock.library
    made = backups.back_up(library, tmp_path / "backups").folder
    first, second, third = names(library)[:3]
    spoil(library, first)
    library.blobs.delete(second)
    spoil(library, third)
    place = made / "blobs" / third[:2] / third[2:4] / third
    place.write_bytes(b"the back-up has lost it too")
    lost = verify(library).lost
    assert set(lost) == {first, second, third}
    looking = library.keeping
    for name in lost:
        looking.look_at(name, 1)
    done = repair(library.database, library.blobs, stock.clock(), lost, tmp_path / "backups")
    assert (set(done.mended), done.left) == ({first, second}, (third,))
    assert set(verify(library).lost) == {third}
    with library.database.read() as session:
        assert [alarm.sha256 for alarm in fixity_log.alarms(session)] == [third]
        assert [check.result for check in fixity_log.checks(session, first)] == ["repaired", "damaged"]


def test_looking_again_is_bounded_goes_on_where_it_was_and_forgets_files_that_were_let_go(stock: Stock) -> None:
    library, keeping = stock.library, stock.library.keeping
    first, second, third = names(library)[:3]
    for name in (first, second, third):
        library.blobs.delete(name)
        keeping.look_at(name, 1)
        stock.clock.forward(minutes=1)
    with library.database.write() as session:
        session.add(FixityAlarm(sha256="0" * 64, fault="missing", found_at=stock.clock()))
    assert keeping.look_again(stock.clock(), 2) == 3, "nobody misses what is no file of the library"
    with library.database.read() as session:
        looked = [len(fixity_log.checks(session, name)) for name in (first, second, third)]
    assert looked == [2, 2, 1]
    stock.clock.forward(days=1, minutes=-1)
    rounds(stock, 365).handle({})
    with library.database.read() as session:
        assert len(fixity_log.checks(session, third)) == 2, "the round looks at what was left"


@pytest.mark.parametrize("days", [30, 0])
def test_the_doctor_tells_of_alarms_and_of_looks_that_nobody_takes(stock: Stock, days: int) -> None:
    settings = Settings(data=stock.library.settings.data, fixity_days=days)
    states = {check.state for check in keeping_checks(settings, stock.clock)}
    assert states == {"warning" if days == 0 else "ok"}
    name = names(stock.library)[0]
    spoil(stock.library, name)
    stock.library.keeping.look_at(name, 1)
    assert [check.state for check in keeping_checks(settings, stock.clock)] == ["fault"]


def test_the_doctor_tells_of_files_that_nobody_has_read_in_time(stock: Stock) -> None:
    settings = Settings(data=stock.library.settings.data, fixity_days=30)
    stock.clock.forward(days=31)
    (check,) = keeping_checks(settings, stock.clock)
    assert check.state == "ok", "a round may be a little late"
    stock.clock.forward(days=2)
    (check,) = keeping_checks(settings, stock.clock)
    assert (check.state, "0 of" in check.found) == ("warning", True), check.found
