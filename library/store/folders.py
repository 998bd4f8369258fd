"""The data folder: what lies where, and which parts are records."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DataFolder:
    """Paths inside the data folder. Everything below `derived` can be deleted and made again."""

    root: Path

    @property
    def database(self) -> Path:
        """All records."""
        return self.root / "pustaka.db"

    @property
    def blobs(self) -> Path:
        """Originals, masters, slot maps, covers, by checksum."""
        return self.root / "blobs"

    @property
    def keys(self) -> Path:
        """The key ring of the mark: without it no leak can be traced."""
        return self.root / "keys" / "mark.json"

    @property
    def secret(self) -> Path:
        """The web application's secret key."""
        return self.root / "keys" / "web.key"

    @property
    def erasures(self) -> Path:
        """The ledger of erasures: what a back-up that is put back has to lose again."""
        return self.root / "erasures.jsonl"

    @property
    def mail(self) -> Path:
        """Mails, where no server is set."""
        return self.root / "mail"

    @property
    def quarantine(self) -> Path:
        """Files that came in and have not been read yet."""
        return self.root / "quarantine"

    @property
    def attachments(self) -> Path:
        """Files that came with messages and have not been read yet."""
        return self.root / "attachments"

    @property
    def presence(self) -> Path:
        """A lock for each process that works."""
        return self.root / "derived" / "at-work"

    @property
    def answers(self) -> Path:
        """The index of published answers."""
        return self.root / "derived" / "answers"

    @property
    def work(self) -> Path:
        """Working folders of files being read; what is in them lets a cut-off run go on."""
        return self.root / "derived" / "work"

    @property
    def index(self) -> Path:
        """The search index."""
        return self.root / "derived" / "index"

    @property
    def headings(self) -> Path:
        """The index of tables, figures and chapters."""
        return self.root / "derived" / "headings"

    @property
    def copies(self) -> Path:
        """Assembled copies."""
        return self.root / "derived" / "copies"

    @property
    def screens(self) -> Path:
        """Assembled copies for reading on screen."""
        return self.root / "derived" / "screens"

    @property
    def thumbnails(self) -> Path:
        """Small pictures of pages."""
        return self.root / "derived" / "thumbnails"

    @property
    def sheets(self) -> Path:
        """What readers at a scanner have not sent yet; deleted when they go."""
        return self.root / "derived" / "sheets"

    @property
    def traces(self) -> Path:
        """Page indices of the masters, by which a leak's work is recognised."""
        return self.root / "derived" / "traces"

    @property
    def leaks(self) -> Path:
        """Leaked files that were given in to be traced; deleted after some days."""
        return self.root / "derived" / "traces" / "incoming"

    @property
    def samples(self) -> Path:
        """The sample works as they were made."""
        return self.root / "derived" / "samples"

    def make(self) -> None:
        """Make the folders, readable by this user alone."""
        kept = (self.root, self.blobs, self.keys.parent, self.quarantine)
        derived = (
            self.work.parent,
            self.work,
            self.index,
            self.copies,
            self.screens,
            self.thumbnails,
            self.sheets,
            self.traces,
            self.leaks,
        )
        for folder in (*kept, *derived):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
