"""How long a batch will still take, from what this machine needed for pages like these; None where nobody can know.

Reading is a matter of pages: a page that has to be recognised takes seconds, one with text a few hundredths. What sort
a file is of shows when it is read, so the files of a batch that are finished speak for the rest; before the first of
them is, the last files of the same type that this machine has read do. How many pages a file has that waits is not
known either: a picture has one, others have as many as those of this batch on average.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_ONE_PAGE = frozenset({"png", "jpeg"})
# Once its letters are recognised, a file has this share of its time still to go: text, marks, covers.
_AFTER_OCR = 0.15


@dataclass(frozen=True, slots=True)
class Pace:
    """What reading files of one type has taken: `pages` in `seconds`."""

    seconds: float = 0.0
    pages: int = 0

    def plus(self, seconds: float, pages: int) -> Pace:
        """Add a file."""
        return Pace(self.seconds + seconds, self.pages + pages)

    @property
    def page(self) -> float | None:
        """Seconds a page; None where nothing was measured."""
        return self.seconds / self.pages if self.pages and self.seconds else None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one file stands. `pages`: of its step while it is read, of the work once it is done; 0 unknown."""

    kind: str
    state: str
    step: str = ""
    page: int = 0
    pages: int = 0
    seconds: float = 0.0


def paces(files: Iterable[Standing]) -> dict[str, Pace]:
    """Sum up by type what finished files have taken."""
    found: dict[str, Pace] = {}
    for file in files:
        if file.state == "done" and file.seconds:
            found[file.kind] = found.get(file.kind, Pace()).plus(file.seconds, file.pages)
    return found


def seconds_left(files: Iterable[Standing], machine: Mapping[str, Pace], lanes: int) -> float | None:
    """Estimate the seconds until all files are read that wait or are being read.

    Args:
        files: those of the batch; paused ones are not counted.
        machine: what this machine has needed lately, by type.
        lanes: files that are read side by side.
    """
    known = list(files)
    own, sizes = paces(known), _pages_a_file(known)
    total = 0.0
    for file in known:
        if file.state not in ("waiting", "reading"):
            continue
        pace = own.get(file.kind, machine.get(file.kind, Pace())).page
        pages = file.pages if file.state == "reading" and file.pages else sizes.get(file.kind)
        if pace is None or pages is None:
            return None
        total += pace * pages * _share_left(file)
    return total / max(1, lanes)


def _pages_a_file(files: list[Standing]) -> dict[str, float]:
    counted: dict[str, list[int]] = {}
    for file in files:
        if file.pages and file.state in ("reading", "done"):
            counted.setdefault(file.kind, []).append(file.pages)
    means = {kind: sum(pages) / len(pages) for kind, pages in counted.items()}
    return dict.fromkeys(_ONE_PAGE, 1.0) | means


def _share_left(file: Standing) -> float:
    """Say what part of a file's work is still to be done, 0 to 1."""
    if file.state == "waiting" or not file.pages:
        return 1.0
    undone = 1 - min(file.page, file.pages) / file.pages
    if file.step == "ocr":
        return _AFTER_OCR + (1 - _AFTER_OCR) * undone
    return _AFTER_OCR * undone if file.step in ("metadata", "prepare") else 1.0
