"""What can be wrong with the files that describe offices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from library.errors import BadSettings, Texts


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One mistake: where it stands and what it is. `line` counts from 1; 0 means the file as a whole."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"


class OfficeFileError(BadSettings):
    """All mistakes in a folder of office files at once, so that one look is enough to mend them."""

    code = "office-file"
    texts: ClassVar[Texts] = {
        "id": "Berkas data kantor perlu diperbaiki ({count} kesalahan):\n{report}",
        "en": "The office files need mending ({count} mistakes):\n{report}",
    }

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Sort the problems by place and put one on each line of the report."""
        self.problems = tuple(sorted(set(problems)))
        report = "\n".join(map(str, self.problems))
        super().__init__(report, count=len(self.problems), report=report)
