"""A terminal for tests: runs a command over a data folder and keeps what it said."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from webapp.cli import main


@dataclass(frozen=True)
class Answer:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object on standard output; anything beside it is a breach of the contract."""
        read = json.loads(self.out)
        assert isinstance(read, dict)
        assert len(self.out.splitlines()) == 1
        return read


class Terminal:
    """Types `pustaka …` over one data folder, in English."""

    def __init__(self, data: Path, **settings: str) -> None:
        self.data = data
        self._settings = {"PUSTAKA_DATA": str(data), "LC_ALL": "C.UTF-8", "PUSTAKA_OCR_JOBS": "1", **settings}

    @property
    def environment(self) -> dict[str, str]:
        """For a process of its own."""
        return {**os.environ, **self._settings}

    def run(self, *words: object, given: str | None = None) -> Answer:
        """Run one command in this process, as the installed script does."""
        result = CliRunner().invoke(main, [str(word) for word in words], input=given, env=self._settings)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Answer(result.exit_code, result.stdout, result.stderr)

    def ask(self, *words: object, given: str | None = None) -> dict[str, Any]:
        """Run one command with `--json`; it has to succeed."""
        answer = self.run(*words, "--json", given=given)
        assert answer.code == 0, answer
        return answer.json
