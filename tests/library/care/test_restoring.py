"""What the time since a back-up has overtaken does not come back to life with it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from ingest.files import Intake
from library import Library, Settings, open_library
from library.care import parked_mail
from library.care.backup import BackUp, back_up, restore
from library.care.doctor import check_up
from library.catalogue.incoming import JOB as READ
from library.catalogue.incoming import Intent
from library.errors import LinkExpired
from library.mail import post
from library.mail.post import JOB as MAIL
from library.readers import invitations, links, registration, sessions
from library.readers.registration import Registration
from library.readers.roles import Role
from library.store.models import Account
from tests.library.conftest import Stock, draw_booklet


@contextmanager
def restored(stock: Stock, tmp_path: Path) -> Iterator[tuple[Library, BackUp]]:
    """Back up, let an hour go by, restore elsewhere."""
    made = back_up(stock.library, tmp_path / "safe")
    stock.clock.forward(hours=1)
    brought = restore(made.folder, tmp_path / "second", stock.clock())
    opened = open_library(Settings(data=tmp_path / "second"), stock.clock)
    Intake(opened).register()
    try:
        yield opened, brought
    finally:
        opened.close()


def sent(library: Library) -> list[str]:
    library.workers.drain({MAIL})
    return [path.read_text() for path in sorted(library.folders.mail.glob("*.eml"))]


def test_nobody_is_signed_in_and_no_link_works_after_a_restore(stock: Stock, tmp_path: Path):
    account = stock.account()
    with stock.library.database.write() as session:
        secret = sessions.begin(session, stock.clock(), account, timedelta(hours=12))
        link = links.issue(session, stock.clock(), account.id, "invite")
    with restored(stock, tmp_path) as (library, _), library.database.read() as session:
        assert sessions.look_up(session, stock.clock(), secret) is None
        with pytest.raises(LinkExpired):
            links.peek(session, stock.clock(), link, "invite")


def _warnings(library: Library) -> list[str]:
    return [check.name for check in check_up(library.settings) if check.state == "warning"]


def test_mails_that_may_have_gone_out_wait_for_a_persons_word(stock: Stock, tmp_path: Path):
    account = stock.account()
    with stock.library.database.write() as session:
        post.write(session, stock.clock(), account, "already-registered", {})
    with restored(stock, tmp_path) as (library, brought):
        assert brought.restored is not None
        assert brought.restored.mails == 1
        assert sent(library) == []
        assert "mail" in _warnings(library)
        with library.database.write() as session:
            assert parked_mail.release(session, stock.clock(), "cli") == 1
        assert len(sent(library)) == 1
        assert "mail" not in _warnings(library)


def test_mails_that_did_go_out_are_discarded_by_a_persons_word(stock: Stock, tmp_path: Path):
    account = stock.account()
    with stock.library.database.write() as session:
        post.write(session, stock.clock(), account, "already-registered", {})
    with restored(stock, tmp_path) as (library, _):
        with library.database.write() as session:
            assert parked_mail.discard(session, stock.clock(), "cli") == 1
        assert sent(library) == []
        assert "mail" not in _warnings(library)


def test_what_is_written_after_the_restore_goes_out_as_ever(stock: Stock, tmp_path: Path):
    account = stock.account()
    with restored(stock, tmp_path) as (library, _):
        with library.database.write() as session:
            post.write(session, stock.clock(), session.get_one(Account, account.id), "already-registered", {})
        assert len(sent(library)) == 1


def test_released_mails_carry_links_that_work(stock: Stock, tmp_path: Path):
    form = Registration(email="baru@example.org", name="Baru", password="kuda baterai pokok klip")
    hashed = registration.checked(form)
    with stock.library.database.write() as session:
        registration.register(session, stock.clock(), form, hashed)
        invited = invitations.invite(
            session,
            stock.clock(),
            email="undang@example.org",
            name="Undang",
            role=Role.READER,
            office=None,
            language="id",
            actor="cli",
        )
        links.issue(session, stock.clock(), invited.id, "reset")
        post.write(session, stock.clock(), invited, "reset", {"path": "/account/reset/x"})
    with restored(stock, tmp_path) as (library, _):
        with library.database.write() as session:
            assert parked_mail.release(session, stock.clock(), "cli") == 2
        letters = [text.replace("=\n", "") for text in sent(library)]
        secrets = {
            purpose: letter.split(f"/account/{room}/")[1].split()[0]
            for purpose, room in (("verify", "verify"), ("invite", "invitation"))
            for letter in letters
            if f"/account/{room}/" in letter
        }
        with library.database.read() as session:
            for purpose, secret in secrets.items():
                assert links.peek(session, stock.clock(), secret, purpose)
        assert set(secrets) == {"verify", "invite"}


def test_a_file_that_waited_to_be_read_is_read_after_a_restore(stock: Stock, tmp_path: Path):
    path = draw_booklet(tmp_path / "jagung.pdf")
    item = Intake(stock.library).receive_path(path, Intent(office="1872", release=True))
    with restored(stock, tmp_path) as (library, brought):
        assert brought.restored is not None
        assert brought.restored.lost == 0
        library.workers.drain({READ})
        assert library.incoming.get(item).state == "done"


def test_a_file_that_was_read_while_the_back_up_was_made_comes_from_the_store(stock: Stock, tmp_path: Path):
    path = draw_booklet(tmp_path / "jagung.pdf")
    item = Intake(stock.library).receive_path(path, Intent(office="1872", release=True))
    stock.library.blobs.put(path)
    stock.library.incoming.release_quarantine(item)
    with restored(stock, tmp_path) as (library, _):
        library.workers.drain({READ})
        assert library.incoming.get(item).state == "done"


def test_a_file_that_is_in_no_back_up_is_marked_to_be_given_again(stock: Stock, tmp_path: Path):
    item = stock.library.incoming.receive(io.BytesIO(b"%PDF-1.7"), "x.pdf", Intent(office="1872"), "b" * 16)
    stock.library.incoming.quarantined(item).unlink()
    with restored(stock, tmp_path) as (library, brought):
        assert brought.restored is not None
        assert brought.restored.lost == 1
        marked = library.incoming.get(item)
        assert (marked.state, marked.error) == ("failed", "missing")
        library.workers.drain({READ})
        assert library.incoming.get(item).error == "missing"
