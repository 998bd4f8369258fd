"""Where mails come in: a maildir or a folder of an IMAP server. What was taken is marked as seen, and never deleted."""

from __future__ import annotations

import imaplib
import mailbox
import re
import ssl
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

import structlog

from library.errors import BadSettings
from library.settings import Settings, variable

MOST_BYTES = 64 << 20
"""Of one mail; of a larger one the headers alone are read."""
MOST_AT_ONCE = 200
SECONDS = 30

Take = Callable[[bytes, int], object]
"""Gets a mail's bytes and its size; larger mails come without their body."""
log = structlog.get_logger(__name__)


class Inbox(Protocol):
    """A place where mails wait."""

    def fetch(self, take: Take) -> int:
        """Hand every new mail to `take`, and mark it as seen once that came back; give how many were handed over."""
        ...


def open_inbox(settings: Settings) -> Inbox | None:
    """Open what the settings name; None where no mail is taken in.

    Raises:
        BadSettings: `PUSTAKA_MAIL_INBOX` is neither a maildir nor an IMAP address.
    """
    if not settings.mail_inbox:
        return None
    parts = urlsplit(settings.mail_inbox)
    if parts.scheme == "maildir" and parts.path:
        return MaildirInbox(Path(unquote(parts.path)))
    if parts.scheme in ("imap", "imaps") and parts.hostname:
        return ImapInbox(settings)
    raise BadSettings(
        name=variable("mail_inbox"), why="must be maildir:/folder, imaps://host/folder or imap://host/folder"
    )


class _Troubles:
    """Which mails could not be taken, and how often: they stay new, and come after all others."""

    def __init__(self) -> None:
        self._times: Counter[str] = Counter()

    def last(self, names: Iterable[str]) -> list[str]:
        """Give the mails of this round, those that made trouble behind the others; forget those that are gone."""
        waiting = list(names)
        self._times = Counter({name: self._times[name] for name in waiting if name in self._times})
        return sorted(waiting, key=self._times.__getitem__)[:MOST_AT_ONCE]

    def hand_over(self, take: Take, raw: bytes, size: int, name: str) -> bool:
        """Say whether the mail was taken."""
        try:
            take(raw, size)
        except Exception:
            self._times[name] += 1
            log.exception("mail-not-taken", mail=name, times=self._times[name])
            return False
        return True


class MaildirInbox:
    """A maildir, as mail servers and `fdm`, `getmail` or `fetchmail` fill it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._troubles = _Troubles()

    def fetch(self, take: Take) -> int:
        """Take what is new; it moves from `new` to `cur` with the flag S."""
        box = mailbox.Maildir(self.folder, factory=None, create=True)
        new = self.folder / "new"
        waiting = [path.name for path in sorted(new.iterdir()) if path.is_file() and not path.is_symlink()]
        taken = 0
        for path in (new / name for name in self._troubles.last(waiting)):
            size = path.stat().st_size
            with path.open("rb") as stream:
                raw = stream.read(MOST_BYTES) if size <= MOST_BYTES else _head(stream.read(1 << 20))
            if self._troubles.hand_over(take, raw, size, path.name):
                path.rename(self.folder / "cur" / f"{path.name}:2,S")
                taken += 1
        box.close()
        return taken


def _head(raw: bytes) -> bytes:
    """Give the headers of a mail."""
    return re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0] + b"\r\n\r\n"


class ImapInbox:
    """A folder of an IMAP server (RFC 3501); what was taken gets the flag Seen."""

    def __init__(self, settings: Settings) -> None:
        self._parts = urlsplit(settings.mail_inbox)
        self._user = settings.mail_inbox_user
        self._password = settings.mail_inbox_password
        self._troubles = _Troubles()

    def fetch(self, take: Take) -> int:
        """Take what is unseen.

        Raises:
            OSError, imaplib.IMAP4.error: the server does not answer, or refuses.
        """
        with self._connect() as server:
            server.login(self._user, self._password)
            _agreed(server.select(_quoted(unquote(self._parts.path.strip("/")) or "INBOX")))
            found = _agreed(server.uid("SEARCH", "UNSEEN"))[0] or b""
            return sum(self._one(server, uid, take) for uid in self._troubles.last(found.decode().split()))

    def _one(self, server: imaplib.IMAP4, uid: str, take: Take) -> bool:
        size = _size(_agreed(server.uid("FETCH", uid, "(RFC822.SIZE)")))
        part = "(BODY.PEEK[])" if size <= MOST_BYTES else "(BODY.PEEK[HEADER])"
        raw = next((each[1] for each in _agreed(server.uid("FETCH", uid, part)) if isinstance(each, tuple)), None)
        if raw is None or not self._troubles.hand_over(take, raw, size, uid):
            return False
        _agreed(server.uid("STORE", uid, "+FLAGS.SILENT", "(\\Seen)"))
        return True

    def _connect(self) -> imaplib.IMAP4:
        host, port = self._parts.hostname or "", self._parts.port
        if self._parts.scheme == "imaps":
            context = ssl.create_default_context()
            return imaplib.IMAP4_SSL(host, port or 993, ssl_context=context, timeout=SECONDS)
        return imaplib.IMAP4(host, port or 143, timeout=SECONDS)


def _agreed(answer: tuple[str, Any]) -> list[Any]:
    """Give what the server said: bytes, pairs of a head and a literal, or None."""
    status, data = answer
    if status != "OK":
        raise imaplib.IMAP4.error(f"the server said {status}")
    return list(data)


def _size(data: list[Any]) -> int:
    for each in data:
        text = each[0] if isinstance(each, tuple) else each
        found = re.search(rb"RFC822\.SIZE (\d+)", text or b"")
        if found:
            return int(found[1])
    return 0


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
