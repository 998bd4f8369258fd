"""Reading a mail that anybody may have written: text without scripts, files with their names, and what kind it is."""

from __future__ import annotations

import email
import email.policy
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses
from itertools import islice

from library.mail.html_text import MOST_HTML, text_of_html
from library.mail.sender import raw_values, sender_of

MOST_TEXT = 10_000
MOST_FILES = 20
_REPORT = 1 << 18  # bytes of a bounce that are searched
_DEEPEST = 200
_LONGEST = 20_000  # characters of a header
_MOST_OF_A_NAME = 20  # headers of one name
_ID = re.compile(r"<[^<>\s]{3,290}>")
_QUOTE_HEAD = re.compile(r"^(On .{5,200} wrote:|Pada .{5,200} menulis:|-{2,} ?(Original Message|Pesan Asli).*|_{10,})$")


@dataclass(frozen=True, slots=True)
class LetterFile:
    """A file that came with a mail."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a mail says. Everything in it is somebody's claim, the sender first of all."""

    message_id: str
    sender: str = ""
    recipients: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    cut: bool = False
    """Whether the text goes on."""
    files: tuple[LetterFile, ...] = ()
    references: tuple[str, ...] = ()
    automatic: str = ""
    """Why nobody wrote it: bounce | automatic | list; empty for a person's mail."""


class Unreadable(Exception):
    """This is no mail that could be read."""


def read_letter(raw: bytes, mark: str = "") -> Letter:
    """Read a mail; what stands below `mark`, our own line in the mail that is answered, is a quotation and left out.

    Raises:
        Unreadable: the parser gave up.
    """
    if raw.lower().count(b"multipart/") > _DEEPEST:
        raise Unreadable("too many parts")  # the parser takes the square of their number
    try:
        return _read(email.message_from_bytes(raw, policy=email.policy.compat32), raw, mark)
    except Exception as exc:  # a hostile mail may break the standard library's parser in ways that nobody lists
        raise Unreadable(type(exc).__name__) from exc


def _read(message: Message, raw: bytes, mark: str) -> Letter:
    ids = _ID.findall(_header(message, "Message-ID"))
    own = ids[0] if ids else f"<{hashlib.sha256(raw).hexdigest()}@no-message-id.invalid>"
    automatic = _automatic(message)
    refers = _header(message, "In-Reply-To") + _header(message, "References")
    if automatic == "bounce":  # it quotes the headers of the mail that did not arrive (RFC 3462)
        refers += raw[:_REPORT].decode("ascii", "ignore")
    text = _sound(without_quotation(_text(message), mark))
    return Letter(
        message_id=own,
        sender=sender_of(message),
        recipients=_recipients(message),
        subject=" ".join(_header(message, "Subject").split())[:300],
        text=text[:MOST_TEXT],
        cut=len(text) > MOST_TEXT,
        files=tuple(islice(_files(message), MOST_FILES)),
        references=tuple(_ID.findall(refers))[:100],
        automatic=automatic,
    )


def _recipients(message: Message) -> tuple[str, ...]:
    """Give whom it was sent to; the headers are parsed before anything in them is decoded."""
    names = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
    named = [value[:_LONGEST] for name in names for value in raw_values(message, name)[:_MOST_OF_A_NAME]]
    return tuple(_sound(address) for _name, address in getaddresses(named) if address)[:100]


def _header(message: Message, name: str) -> str:
    """Give all headers of a name as text, of each its beginning; one that cannot be decoded stays as it came."""
    values = message.get_all(name, [])[:_MOST_OF_A_NAME]
    return _sound(" ".join(_words_of(str(value)[:_LONGEST]) for value in values))


def _words_of(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (ValueError, LookupError, HeaderParseError):
        return value


def _sound(text: str) -> str:
    """Give text that can be stored: half characters and control characters are left out, lines stay."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(c for c in whole if c.isprintable() or c in "\n\t")


def _automatic(message: Message) -> str:
    """Say whether a machine wrote it (RFC 3834, RFC 3464)."""
    kind = message.get_content_type()
    if kind == "multipart/report" or sender_of(message).lower().startswith("mailer-daemon@"):
        return "bounce"
    if _header(message, "Return-Path").strip() == "<>":
        return "bounce"
    if _header(message, "Auto-Submitted").strip().lower() not in ("", "no") or _header(message, "X-Autoreply"):
        return "automatic"
    bulk = _header(message, "Precedence").strip().lower() in ("bulk", "junk", "list")
    return "list" if bulk or _header(message, "List-Id") else ""


def _parts(message: Message) -> Iterator[Message]:
    for part in message.walk():
        if not part.is_multipart():
            yield part


def _text(message: Message) -> str:
    """Give the plain text, else what the HTML says; scripts and styles are no text."""
    words = [part for part in _parts(message) if part.get_content_maintype() == "text" and not part.get_filename()]
    plain = "\n".join(_decoded(part) for part in words if part.get_content_subtype() == "plain")
    if plain.strip():
        return plain.strip()[:MOST_HTML]
    return text_of_html("\n".join(_decoded(part) for part in words if part.get_content_subtype() == "html"))


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    try:
        return raw.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:
        return raw.decode("utf-8", "replace")


def _files(message: Message) -> Iterator[LetterFile]:
    for part in _parts(message):
        named = part.get_filename()
        if named or part.get_content_maintype() not in ("text", "message"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload:
                yield LetterFile(_sound(named or part.get_content_type().replace("/", ".")), payload)


def without_quotation(text: str, mark: str) -> str:
    """Leave out what a mail program quotes: lines that begin with >, and all below our mark.

    Who writes below the quotation has nothing above the mark; then the lines below it that are not quoted count.
    """
    above, found, below = text.partition(mark) if mark else (text, "", "")
    kept = _own_lines(above.splitlines())
    return kept if kept or not found else _own_lines(below.splitlines()[1:])


def _own_lines(lines: list[str]) -> str:
    """Give the lines that are no quotation, without the line at their end that announces one."""
    own = [line for line in lines if not line.lstrip().startswith(">")]
    while own and (not own[-1].strip() or _QUOTE_HEAD.match(own[-1].strip())):
        own.pop()
    if _QUOTE_HEAD.match(" ".join(line.strip() for line in own[-2:])):  # it was too long for one line
        del own[-2:]
    return "\n".join(own).strip()
