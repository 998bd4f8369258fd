"""Erasing takes every word of a person, leaves every count, and can be cut off anywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from library import Settings, audit, open_library
from library.care import backup
from library.care.backup import back_up, restore
from library.errors import LoginFailed, LostRace, NotFound, Refused
from library.periods import Period
from library.privacy import erasing, ledger, open_matters
from library.privacy.open_matters import StillOpen
from library.readers import passwords, signing_in
from library.readers.roles import Role
from library.store.folders import DataFolder
from library.store.models import Account, AuditEntry, Copy, Erasure, Mail, OneTimeLink, TracedIdentity, Work
from library.tracing.naming import person_of
from tests.library.floor.conftest import METRO
from tests.library.privacy.conftest import EMAIL, NAME, PASSWORD, WORDS, Life, ask_copy, complain, visit

HELD = ("kenanga",)
"""What stands in the record that is put apart for traces."""


def erase(life: Life, subject: str = "") -> bool:
    return life.library.privacy.erase_now(subject or life.subject, "cli")


def left(life: Life) -> list[str]:
    """Give her words that stand anywhere in the database, but for the record that is kept for traces."""
    with life.library.database.write() as session:
        session.query(TracedIdentity).delete()
    dump = life.dump()
    return [word for word in WORDS if word in dump]


def report(life: Life) -> object:
    made = life.library.reports.make((METRO,), Period(2026, 11))
    return replace(made, made_at=life.clock())


def test_no_word_of_hers_is_left_in_any_table_and_every_figure_is_the_same(life: Life) -> None:
    assert [word for word in WORDS if word not in life.dump()] == []
    before = report(life)
    assert erase(life) is True
    assert left(life) == []
    assert report(life) == before
    assert "lontar" in life.dump()
    with life.library.database.read() as session:
        assert list(audit.broken_links(session)) == []


def test_her_files_go_too(life: Life) -> None:
    with life.library.database.read() as session:
        copy = session.scalars(select(Copy).where(Copy.account_id == life.reader)).one()
    path = life.library.delivery.path(copy.id)
    assert path.is_file()
    erase(life)
    assert not path.exists()
    assert not list(life.library.folders.screens.rglob(f"{life.reader}.pdf"))


def traced(life: Life) -> tuple[str | None, str]:
    """Give the address and the name that a trace would tell of her."""
    with life.library.database.read() as session:
        person = person_of(session, session.get_one(Account, life.reader))
        return person.email, person.name


def test_a_leaked_copy_is_traced_to_her_until_its_years_are_over_and_then_to_nobody(life: Life) -> None:
    erase(life)
    assert traced(life) == (EMAIL, NAME)
    life.clock.forward(days=5 * 365.25 - 1)
    life.library.privacy.retention.sweep()
    assert traced(life) == (EMAIL, NAME)
    life.clock.forward(days=2)
    life.library.privacy.retention.sweep()
    assert traced(life) == (None, "")
    assert [word for word in HELD if word in life.dump()] == []


def test_whoever_holds_no_copy_leaves_no_name_behind(life: Life) -> None:
    with life.library.database.write() as session:
        session.query(Copy).filter(Copy.account_id == life.reader).update({Copy.account_id: life.other})
        session.connection().exec_driver_sql("DELETE FROM screen_reading")
    erase(life)
    with life.library.database.read() as session:
        assert session.query(TracedIdentity).count() == 0


@pytest.mark.parametrize("name", ["visits", "copies", "account"])
def test_an_erasure_that_was_cut_off_goes_on_where_it_was(
    life: Life, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    steps = erasing.STEPS["account"]

    def broken(*_args: object) -> None:
        raise OSError("power cut")

    cut = tuple((known, broken if known == name else step) for known, step in steps)
    with monkeypatch.context() as patch:
        patch.setitem(erasing.STEPS, "account", cut)
        with pytest.raises(OSError, match="power cut"):
            erase(life)
    assert life.library.privacy.retention.sweep()["asked"] == 1
    assert left(life) == []
    with life.library.database.read() as session:
        assert session.query(Erasure).one().steps == [known for known, _step in steps]


def test_erasing_twice_is_erasing_once(life: Life) -> None:
    erase(life)
    dump = life.dump()
    with pytest.raises(NotFound):
        erase(life)
    with life.library.database.read() as session:
        erasure = session.query(Erasure).one().id
    assert erasing.run(life.library.privacy.doors, erasure) is False
    for _name, step in erasing.STEPS["account"]:
        step(life.library.privacy.doors, life.reader)
    assert len(life.dump()) == pytest.approx(len(dump), rel=0.01)
    assert left(life) == []


def test_it_waits_for_some_days_and_is_taken_back_by_the_letters_link(life: Life) -> None:
    privacy = life.library.privacy
    asked = privacy.ask_erasure(life.reader)
    assert asked.due_at - life.clock() == timedelta(days=7)
    assert privacy.ask_erasure(life.reader).id == asked.id
    life.clock.forward(days=6)
    assert "asked" not in privacy.retention.sweep()
    with life.library.database.read() as session:
        letters = session.scalars(select(Mail.text).where(Mail.kind == "erasure-asked")).all()
        assert len(letters) == 1
    secret = letters[0].partition("/privacy/keep/")[2].split()[0]
    assert privacy.peek_link(secret) == life.reader
    privacy.keep_by_link(secret)
    life.clock.forward(days=9)
    assert "asked" not in privacy.retention.sweep()
    with life.library.database.read() as session:
        assert session.get_one(Account, life.reader).name == NAME


def test_when_its_days_are_over_it_is_done_and_nobody_takes_it_back(life: Life) -> None:
    privacy = life.library.privacy
    privacy.ask_erasure(life.reader)
    life.clock.forward(days=7)
    assert privacy.retention.sweep()["asked"] == 1
    assert left(life) == []
    with pytest.raises(NotFound):
        privacy.keep(life.reader, life.reader)


def test_an_account_in_the_middle_of_its_erasure_lets_nobody_in(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise OSError("power cut")

    first, *_rest = erasing.STEPS["account"]
    monkeypatch.setitem(erasing.STEPS, "account", (first, ("visits", broken)))
    with pytest.raises(OSError, match="power cut"):
        erase(life)
    with life.library.database.read() as session, pytest.raises(LoginFailed):
        signing_in.prove(session, EMAIL, PASSWORD)
    with pytest.raises(LostRace):
        life.library.privacy.keep(life.reader, life.reader)
    with life.library.database.read() as session:
        open_links = session.query(OneTimeLink).filter_by(account_id=life.reader, used_at=None).count()
    assert open_links == 0


def test_what_the_office_still_works_on_stands_in_its_way(life: Life) -> None:
    privacy = life.library.privacy
    signed = life.room.sign("library", account_id=life.reader)
    life.room.floor.take_card(signed.id, "ktp", by=life.room.officer)
    for deed in (lambda: privacy.ask_erasure(life.reader), lambda: erase(life)):
        with pytest.raises(StillOpen) as caught:
            deed()
        assert caught.value.matters == (open_matters.VISIT, open_matters.CUSTODY)
    assert "loker" in caught.value.sentence("id")


def test_what_opens_while_it_waits_postpones_it_until_that_is_settled(life: Life) -> None:
    privacy = life.library.privacy
    privacy.ask_erasure(life.reader)
    signed = life.room.sign("library", account_id=life.reader)
    life.clock.forward(days=8)
    privacy.retention.sweep()
    with life.library.database.read() as session:
        erasure = session.query(Erasure).one()
        assert (erasure.state, erasure.postponed) == ("waiting", open_matters.VISIT)
    life.room.floor.leave(signed.id, by=life.room.officer)
    life.room.floor.close(signed.id, by=life.room.officer)
    assert privacy.retention.sweep()["asked"] == 1
    assert left(life) == []


def test_an_account_of_the_staff_is_not_erased_until_it_is_a_readers(life: Life) -> None:
    with life.library.database.write() as session:
        session.get_one(Account, life.reader).role = Role.LIBRARIAN.value
    with pytest.raises(StillOpen) as caught:
        erase(life)
    assert caught.value.matters == (open_matters.STAFF,)
    with life.library.database.write() as session:
        session.get_one(Account, life.reader).role = Role.READER.value
    assert erase(life) is True


def test_an_officer_erases_a_visitors_entry_at_once_and_its_count_stays(life: Life) -> None:
    guest = visit(life.room, None, name="Tamu Wijayakusuma", email="tamu@example.org")
    before = report(life)
    assert life.library.privacy.erase_now(f"visit:{guest}", life.room.officer) is True
    assert "wijayakusuma" not in life.dump()
    assert report(life) == before
    with life.library.database.read() as session:
        asked = session.scalars(select(AuditEntry).where(AuditEntry.action == "erasure.ask")).one()
    assert (asked.actor, asked.subject) == (life.room.officer, f"visit:{guest}")


def test_a_back_up_from_before_is_erased_again_when_it_is_put_back(life: Life, tmp_path: Path) -> None:
    earlier = back_up(life.library, tmp_path / "safe")
    erase(life)
    life.clock.forward(days=1)
    back_up(life.library, tmp_path / "safe")
    restore(earlier.folder, tmp_path / "second", life.clock())
    opened = open_library(Settings(data=tmp_path / "second"), life.clock)
    again = replace(life, room=replace(life.room, library=opened))
    try:
        assert "melati" in again.dump()
        assert opened.privacy.retention.reapply() == 1
        assert left(again) == []
        assert opened.privacy.retention.reapply() == 0
    finally:
        opened.close()


def test_an_erasure_that_a_back_up_brings_back_waits_its_days_anew_and_can_be_taken_back(
    life: Life, tmp_path: Path
) -> None:
    life.library.privacy.ask_erasure(life.reader)
    earlier = back_up(life.library, tmp_path / "safe")
    life.library.privacy.keep(life.reader, life.reader)
    life.clock.forward(days=30)
    brought = restore(earlier.folder, tmp_path / "second", life.clock())
    assert brought.restored is not None
    assert brought.restored.waiting == 1
    opened = open_library(Settings(data=tmp_path / "second"), life.clock)
    try:
        assert "asked" not in opened.privacy.retention.sweep()
        with opened.database.read() as session:
            query = select(Mail.text).where(Mail.kind == "erasure-asked", Mail.parked_at.is_(None))
            letter = session.scalars(query).one()
        opened.privacy.keep_by_link(letter.partition("/privacy/keep/")[2].split()[0])
        life.clock.forward(days=9)
        assert "asked" not in opened.privacy.retention.sweep()
    finally:
        opened.close()


def test_a_restore_that_is_cut_off_keeps_the_newest_ledger(
    life: Life, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = back_up(life.library, tmp_path / "safe")
    second, newest = DataFolder(tmp_path / "second"), ledger.Entry(life.subject, life.clock())
    second.erasures.parent.mkdir()
    ledger.append(second.erasures, newest)
    bring = backup._bring

    def cut(source: Path, target: Path) -> None:
        if target.name == "pustaka.db":
            raise OSError("the disk is full")
        bring(source, target)

    monkeypatch.setattr(backup, "_bring", cut)
    with pytest.raises(OSError, match="full"):
        restore(earlier.folder, tmp_path / "second", life.clock())
    assert ledger.read(second.erasures) == {newest}


def test_one_erasure_that_fails_keeps_no_other_persons_waiting(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    for account in (life.reader, life.other):
        life.library.privacy.ask_erasure(account)
    life.clock.forward(days=7)
    shut = erasing.STEPS["account"][0][1]

    def broken(doors: erasing.Doors, account_id: str) -> None:
        if account_id == life.reader:
            raise OSError("disk")
        shut(doors, account_id)

    with monkeypatch.context() as patched:
        patched.setitem(erasing.STEPS, "account", (("shut", broken), *erasing.STEPS["account"][1:]))
        assert life.library.privacy.retention.sweep()["asked"] == 1
    assert "melati" in life.dump()
    assert life.library.privacy.retention.sweep()["asked"] == 1


def test_a_locker_that_only_the_back_up_knows_does_not_keep_a_name(life: Life) -> None:
    guest = life.room.sign("library", name="Ratna Wijayakusuma", account_id=None)
    life.room.floor.take_card(guest.id, "ktp", by=life.room.officer)
    life.room.floor.give_locker(guest.id, by=life.room.officer)
    ledger.append(life.library.folders.erasures, ledger.Entry(f"visit:{guest.id}", life.clock()))
    assert life.library.privacy.retention.reapply() == 1
    assert "wijayakusuma" not in life.dump()


def test_the_ledger_names_nobody_and_outlives_a_torn_line(life: Life) -> None:
    erase(life)
    file = life.library.folders.erasures
    assert [entry.subject for entry in ledger.read(file)] == [life.subject]
    assert not any(word in file.read_text() for word in WORDS)
    with file.open("a") as stream:
        stream.write('{"subject": "account:torn')
    ledger.append(file, ledger.Entry("account:next", life.clock()))
    assert {entry.subject for entry in ledger.read(file)} == {life.subject, "account:next"}


def test_a_new_request_for_a_copy_is_a_reason_to_wait(life: Life) -> None:
    with life.library.database.write() as session:
        session.get_one(Work, life.work_id).access = "restricted"
    ask_copy(life.room, life.reader, life.work_id, "melati")
    with pytest.raises(StillOpen) as caught:
        life.library.privacy.ask_erasure(life.reader)
    assert caught.value.matters == (open_matters.REQUEST,)


def test_a_back_up_gives_back_no_complaint_of_somebody_without_an_account(life: Life) -> None:
    complaint = complain(life.room, None, "srikaya", "Ratna Srikaya", "")
    ledger.append(life.library.folders.erasures, ledger.Entry(f"complaint:{complaint}", life.clock()))
    assert life.library.privacy.retention.reapply() == 1
    assert "srikaya" not in life.dump()


def test_what_an_account_wrote_is_erased_with_the_account_alone(life: Life) -> None:
    complaint = complain(life.room, life.reader, "srikaya")
    with pytest.raises(Refused):
        erase(life, f"complaint:{complaint}")


def test_who_lets_a_waiting_erasure_begin_at_once_is_on_record(life: Life) -> None:
    life.library.privacy.ask_erasure(life.reader)
    erase(life)
    with life.library.database.read() as session:
        hastened = session.scalars(select(AuditEntry).where(AuditEntry.action == "erasure.hasten")).one()
    assert (hastened.actor, hastened.subject) == ("cli", life.subject)


def test_a_new_password_leaves_the_way_back_open(life: Life) -> None:
    life.library.privacy.ask_erasure(life.reader)
    with life.library.database.write() as session:
        letter = session.scalars(select(Mail.text).where(Mail.kind == "erasure-asked")).one()
        passwords.keep_change(session, life.clock(), life.reader, "hash")
    assert life.library.privacy.keep_by_link(letter.partition("/privacy/keep/")[2].split()[0])
