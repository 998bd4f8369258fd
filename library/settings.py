"""Settings: one frozen value, read from the environment in this one place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

import catalog_data
from library.errors import BadSettings

PREFIX = "PUSTAKA_"
_STAFF = frozenset({"officer", "librarian", "administrator"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How this installation runs. The variable of a field is `PUSTAKA_` and its name in capitals."""

    data: Path = Path("var/data")
    """Folder of everything that must be kept: database, blobs, keys. Made by `pustaka init`."""
    catalog: Path = field(default_factory=lambda: Path(catalog_data.__file__).parent)
    """Folder of the offices' standards, lists and subjects."""
    base_url: str = "http://127.0.0.1:8080"
    """Address under which readers reach the site; it stands in mails and in the stamp's QR code."""
    host: str = "127.0.0.1"
    """Address to listen on."""
    port: int = 8080
    """Port to listen on."""
    threads: int = 8
    """Threads that answer requests."""
    workers: int = 2
    """Threads that do later work (OCR, assembly, mail) inside `pustaka serve`; 0 leaves it to `pustaka worker`."""
    renderers: int = 2
    """Confined processes that draw pages for readers; more than there are processor cores help nobody."""
    ocr_jobs: int = 2
    """Pages recognised side by side within one file."""
    ocr_languages: str = "ind+eng"
    """Tesseract's language packs, joined by +."""
    max_pages: int = 5_000
    """Pages per file."""
    max_bytes: int = 1 << 30
    """Bytes per file."""
    child_memory: int = 3 << 30
    """Bytes of address space that one parser process may use."""
    child_seconds: int = 7_200
    """Seconds that reading one file may take."""
    scan_folder: str = ""
    """Folder below which the scanners of the self-scan stations write, each into the one named by its office's code.
    The folder itself serves where there is one office only. Empty: pages come by upload at the station only."""
    watch_folder: str = ""
    """Folder that is watched for files to take in; each office has one below it that its code names. The folder itself
    serves where there is one office only. Empty: none is watched."""
    seal: str = ""
    """Files of key and certificate (PEM or PKCS #12) joined by `:`. The first seals what is delivered; the others are
    earlier ones, with which copies made then can be made again. Empty: copies bear no seal."""
    seal_password_file: str = ""
    """File with the passwords of these keys, a line each in the same order; an empty line where there is none."""
    mail: str = "folder"
    """`folder` (files under data/mail), `smtp://host:port`, `smtps://host:port` or `smtp+starttls://host:port`."""
    mail_user: str = ""
    """User name at the mail server."""
    mail_password: str = field(default="", repr=False)
    """Password at the mail server."""
    mail_from: str = "Pustaka <pustaka@localhost>"
    """Sender of all mails."""
    mail_reply: str = ""
    """Address to which mails of a consultation are answered; `+` and the case's token are written behind its name, so
    the server has to deliver such addresses. Empty: replies go to the sender's address and are known by what they
    refer to."""
    mail_inbox: str = ""
    """Where replies come in: `maildir:/folder`, `imaps://host:port/folder` or `imap://…`. Empty: nowhere."""
    mail_inbox_user: str = ""
    """User name at the IMAP server."""
    mail_inbox_password: str = field(default="", repr=False)
    """Password at the IMAP server."""
    bps_key: str = field(default="", repr=False)
    """Key to BPS's web API, with which librarians compare records over the network. Empty: from files alone."""
    session_hours: int = 12
    """Hours after which a signed-in reader has to sign in again."""
    second_factor: str = "officer,librarian,administrator"
    """Roles that sign in with a second step (a code from a phone), joined by commas. Empty: nobody has to; the staff
    may set one up."""
    second_factor_days: int = 14
    """Days, from the first sign-in that asks for it, within which the second step has to be set up; 0: at once."""
    softcopy_days: int = 7
    """Days for which a copy stays ready, unless the office states its own."""
    fixity_days: int = 30
    """Days within which every kept file is read whole and compared with its checksum; 0: only by `pustaka verify`."""
    secure_cookies: bool = False
    """Send cookies over HTTPS only; set it wherever a reader is not on the same machine."""
    proxies: int = 0
    """How many reverse proxies stand in front and may be believed about the client's address."""
    metrics_token: str = field(default="", repr=False)
    """Bearer token for /metrics; without one only this machine may read it."""
    rate_limits: bool = True
    """Limit how often one address may try to sign in, register, search."""
    source_url: str = ""
    """Where users get this version's source code (AGPL section 13); shown in the footer."""
    log_level: str = "info"
    """debug, info, warning or error."""
    development: bool = False
    """Reload templates and serve the style sheets one by one; never in an office."""

    def __post_init__(self) -> None:
        """Refuse what could not work, by the variable's name."""
        # Children work in folders of their own, where a relative path would lead elsewhere.
        object.__setattr__(self, "data", self.data.absolute())
        for name in ("threads", "renderers", "ocr_jobs", "max_pages", "max_bytes", "session_hours", "softcopy_days"):
            if getattr(self, name) < 1:
                raise BadSettings(name=variable(name), why="must be at least 1")
        for name in ("workers", "second_factor_days", "fixity_days"):
            if getattr(self, name) < 0:
                raise BadSettings(name=variable(name), why="must not be negative")
        if not self.roles_with_second_factor <= _STAFF:
            raise BadSettings(name=variable("second_factor"), why=f"names roles besides {', '.join(sorted(_STAFF))}")
        if self.mail_reply and not _is_plain_address(self.mail_reply):
            raise BadSettings(name=variable("mail_reply"), why="must be one address such as tanya@example.go.id")
        if not _is_web_address(self.base_url):
            raise BadSettings(name=variable("base_url"), why="must be http://host or https://host, without ? and #")

    @property
    def max_copy_bytes(self) -> int:
        """Bytes of the largest copy: a file's, and a quarter more for mark, stamps, recognised words and seal."""
        return self.max_bytes + self.max_bytes // 4

    @property
    def roles_with_second_factor(self) -> frozenset[str]:
        """The roles that need a second step at sign-in."""
        return frozenset(name.strip() for name in self.second_factor.split(",") if name.strip())


def _is_web_address(text: str) -> bool:
    """Say whether paths can be written behind it: it stands in every mail and in every copy's QR code."""
    try:
        parts = urlsplit(text)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    clean = text.isascii() and text.isprintable() and not set(text) & set(" ?#@")
    return named and clean and parts.scheme in ("http", "https")


def _is_plain_address(text: str) -> bool:
    """Say whether a token can be written behind the name of this address."""
    local, at, domain = text.partition("@")
    return bool(local and at and domain) and text.isascii() and text.isprintable() and not set(text) & set(' <>"+,;:')


def variable(name: str) -> str:
    """Name the environment variable of a field."""
    return PREFIX + name.upper()


def from_environment(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; what is not set keeps its default.

    Raises:
        BadSettings: a value does not fit its field.
    """
    environ = os.environ if environ is None else environ
    given: dict[str, object] = {}
    for spec in fields(Settings):
        text = environ.get(variable(spec.name))
        if text is not None:
            given[spec.name] = _convert(spec.name, str(spec.type), text)
    return Settings(**given)  # type: ignore[arg-type]


def _convert(name: str, kind: str, text: str) -> object:
    if kind == "Path":
        return Path(text).expanduser().absolute()
    if kind == "bool":
        if text.lower() not in ("0", "1", "true", "false", "yes", "no"):
            raise BadSettings(name=variable(name), why="must be 1 or 0")
        return text.lower() in ("1", "true", "yes")
    if kind == "int":
        try:
            return int(text)
        except ValueError as exc:
            raise BadSettings(name=variable(name), why="must be a whole number") from exc
    return text
