"""Mails come in from a maildir and from a real IMAP server; what was taken is seen, what made trouble stays new."""

from __future__ import annotations

import imaplib
import mailbox
import time
from pathlib import Path

import pytest

from library import Settings
from library.errors import BadSettings
from library.mail.mailbox import MOST_BYTES, open_inbox
from library.settings import from_environment
from tests.library.mail.imap_server import imap_port

__all__ = ["imap_port"]

MAIL = b"From: siti@example.org\r\nSubject: Padi\r\nMessage-ID: <1@example.org>\r\n\r\nHalo\r\n"


class Taken(list[tuple[bytes, int]]):
    """Takes mails, and refuses those with a word."""

    def __init__(self, trouble: bytes = b"never") -> None:
        super().__init__()
        self.trouble = trouble

    def __call__(self, raw: bytes, size: int) -> None:
        if self.trouble in raw:
            raise RuntimeError("trouble")
        self.append((raw, size))


def settings(inbox: str, **more: str) -> Settings:
    return Settings(mail_inbox=inbox, **more)  # type: ignore[arg-type]


def test_a_mail_in_a_maildir_is_taken_once_and_kept(tmp_path: Path):
    box = mailbox.Maildir(tmp_path / "box")
    box.add(MAIL)
    inbox, taken = open_inbox(settings(f"maildir:{tmp_path / 'box'}")), Taken()
    assert inbox is not None
    assert (inbox.fetch(taken), inbox.fetch(taken)) == (1, 0)
    assert [b"Subject: Padi" in raw for raw, _size in taken] == [True]
    (message,) = list(mailbox.Maildir(tmp_path / "box"))
    assert message.get_flags() == "S"


def test_a_mail_that_makes_trouble_stays_new_and_keeps_nobody_waiting(tmp_path: Path):
    box = mailbox.Maildir(tmp_path / "box")
    for text in (MAIL, MAIL.replace(b"Halo", b"BOOM"), MAIL):
        box.add(text)
    inbox = open_inbox(settings(f"maildir:{tmp_path / 'box'}"))
    assert inbox is not None
    assert inbox.fetch(Taken(b"BOOM")) == 2
    assert inbox.fetch(Taken()) == 1


def test_mails_that_make_trouble_come_after_all_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("library.mail.mailbox.MOST_AT_ONCE", 2)
    new = tmp_path / "box" / "new"
    mailbox.Maildir(tmp_path / "box")
    for n, text in enumerate((MAIL.replace(b"Halo", b"BOOM"), MAIL.replace(b"Halo", b"BOOM"), MAIL)):
        (new / str(n)).write_bytes(text)
    inbox, taken = open_inbox(settings(f"maildir:{tmp_path / 'box'}")), Taken(b"BOOM")
    assert inbox is not None
    assert (inbox.fetch(taken), inbox.fetch(taken)) == (0, 1)


def test_of_a_huge_mail_the_headers_alone_are_read(tmp_path: Path):
    folder = tmp_path / "box"
    mailbox.Maildir(folder)
    with (folder / "new" / "huge").open("wb") as out:
        out.write(MAIL)
        out.truncate(MOST_BYTES + 1)
    inbox, taken = open_inbox(settings(f"maildir:{folder}")), Taken()
    assert inbox is not None
    inbox.fetch(taken)
    ((raw, size),) = taken
    assert size == MOST_BYTES + 1
    assert raw.endswith(b"<1@example.org>\r\n\r\n")


def test_a_link_in_a_maildir_is_not_followed(tmp_path: Path):
    folder = tmp_path / "box"
    mailbox.Maildir(folder)
    (tmp_path / "secret").write_bytes(MAIL)
    (folder / "new" / "link").symlink_to(tmp_path / "secret")
    inbox = open_inbox(settings(f"maildir:{folder}"))
    assert inbox is not None
    assert inbox.fetch(Taken()) == 0


@pytest.mark.parametrize("address", ["pop3://x", "/var/mail", "imap:///inbox", "maildir:"])
def test_a_mailbox_that_cannot_be_one_is_named(address: str):
    with pytest.raises(BadSettings):
        open_inbox(settings(address))


def test_without_a_mailbox_nothing_is_asked():
    assert open_inbox(settings("")) is None


@pytest.mark.parametrize("address", ["tanya", "Tanya <tanya@example.org>", "a+b@example.org", "a@b c"])
def test_an_address_for_replies_that_takes_no_token_is_named(address: str):
    with pytest.raises(BadSettings):
        from_environment({"PUSTAKA_MAIL_REPLY": address})


def test_a_mail_on_an_imap_server_is_taken_once_and_kept(imap_port: int):
    with imaplib.IMAP4("127.0.0.1", imap_port) as client:
        client.login("demouser", "demopass")
        client.create("Pustaka")
        for text in (MAIL, MAIL.replace(b"Halo", b"BOOM")):
            client.append("Pustaka", "", imaplib.Time2Internaldate(time.time()), text)
    known = {"mail_inbox_user": "demouser", "mail_inbox_password": "demopass"}
    inbox, taken = open_inbox(settings(f"imap://127.0.0.1:{imap_port}/Pustaka", **known)), Taken(b"BOOM")
    assert inbox is not None
    assert (inbox.fetch(taken), inbox.fetch(taken)) == (1, 0)
    assert taken == [(MAIL, len(MAIL))]
    taken.trouble = b"never"
    assert (inbox.fetch(taken), inbox.fetch(taken)) == (1, 0)


def test_a_wrong_password_at_the_imap_server_is_an_error_for_the_log(imap_port: int):
    known = {"mail_inbox_user": "demouser", "mail_inbox_password": "wrong"}
    inbox = open_inbox(settings(f"imap://127.0.0.1:{imap_port}/INBOX", **known))
    assert inbox is not None
    with pytest.raises(imaplib.IMAP4.error):
        inbox.fetch(Taken())
