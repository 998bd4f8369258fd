"""What a trace answers, with the names put to it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from library.tracing.naming import NamedReader

if TYPE_CHECKING:
    from watermark.trace.verdict import Verdict


@dataclass(frozen=True, slots=True)
class LeakedFile:
    """A file of the leak; its checksum says which file it was when the file itself is gone."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class TraceResult:
    """The engine's verdict and the names put to it, one for each of its accused, in its order."""

    verdict: Verdict
    readers: tuple[NamedReader, ...]
    files: tuple[LeakedFile, ...]

    def to_json(self) -> dict[str, Any]:
        """Give the answer in the form of the command-line contract."""
        plain = self.verdict.to_json()
        details = {(accused["id"], accused["work"]): accused for accused in plain["accused"]}
        plain["accused"] = [{**reader.to_json(), **details[reader.identity, reader.work]} for reader in self.readers]
        plain["files"] = [asdict(file) for file in self.files]
        return plain
