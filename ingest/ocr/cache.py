"""What Tesseract said of a page, kept under the hash of the picture it was shown."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class OcrCache:
    """A folder of results; a result is either whole or not there.

    The key is made of the very bytes of the picture and of all that can change the answer, so a result is right
    for as long as its key matches, whichever run or file it came from.
    """

    folder: Path

    def key(self, picture: Path, *what_matters: str) -> str:
        """Name the result for this picture, Tesseract version, languages and settings."""
        digest = hashlib.sha256("\x00".join(what_matters).encode())
        digest.update(picture.read_bytes())
        return digest.hexdigest()

    def get(self, key: str) -> tuple[str, str] | None:
        """Give (hOCR, text) of an earlier run."""
        hocr, text = self._paths(key)
        if not (hocr.is_file() and text.is_file()):
            return None
        return hocr.read_text("utf-8"), text.read_text("utf-8")

    def put(self, key: str, hocr: str, text: str) -> None:
        """Keep a result; the hOCR is renamed into place last, so half a result is never found."""
        self.folder.mkdir(parents=True, exist_ok=True)
        hocr_path, text_path = self._paths(key)
        for path, content in ((text_path, text), (hocr_path, hocr)):
            unfinished = path.with_suffix(f".{os.getpid()}")
            unfinished.write_text(content, "utf-8")
            unfinished.replace(path)

    def _paths(self, key: str) -> tuple[Path, Path]:
        return self.folder / f"{key}.hocr", self.folder / f"{key}.txt"
