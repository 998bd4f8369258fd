"""What a trace answers, with the names put to it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from library.tracing.naming import NamedReader
from library.tracing.words import LEFT_OUT

if TYPE_CHECKING:
    from watermark.trace.verdict import Verdict

Why = Literal["file-missing", "key-missing", "damaged"]


@dataclass(frozen=True, slots=True)
class LeakedFile:
    """A file of the leak; its checksum says which file it was when the file itself is gone."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A master that went out and could not be looked at: whether the leak is a copy of it is not known."""

    work: str
    version: str
    why: Why
    title: str = ""

    def in_words(self, language: str = "en") -> str:
        """Say for a report which work it is, and why."""
        return f"“{self.title or self.work}” ({self.work}): {LEFT_OUT[self.why].in_language(language)}"


@dataclass(frozen=True, slots=True)
class TraceResult:
    """The engine's verdict and the names put to it, one for each of its accused, in its order."""

    verdict: Verdict
    readers: tuple[NamedReader, ...]
    files: tuple[LeakedFile, ...]
    left_out: tuple[LeftOut, ...]

    def to_json(self) -> dict[str, Any]:
        """Give the answer in the form of the command-line contract."""
        plain = self.verdict.to_json()
        details = {(accused["id"], accused["work"]): accused for accused in plain["accused"]}
        plain["accused"] = [{**reader.to_json(), **details[reader.identity, reader.work]} for reader in self.readers]
        plain["files"] = [asdict(file) for file in self.files]
        plain["left_out"] = [asdict(one) for one in self.left_out]
        return plain
