"""The README's commands, typed one after the other in an empty folder."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.books import varied_book

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
PUSTAKA = Path(sys.executable).with_name("pustaka")


def _lines() -> list[list[str]]:
    block = next(block for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) if "pustaka ingest" in block)
    return [shlex.split(line, comments=True) for line in block.splitlines()]


@pytest.mark.slow
@pytest.mark.long
@pytest.mark.timeout(900)
def test_the_readmes_commands_work_as_they_stand_there(tmp_path: Path) -> None:
    """With a book of one's own and its identifier in place of WORK, each ends with 0."""
    varied_book(tmp_path / "buku.pdf")
    environment = {**os.environ, "PUSTAKA_DATA": str(tmp_path / "data")}
    work = ""
    for program, *words in _lines():
        assert program == "pustaka"
        typed = [work if word == "WORK" else word for word in words]
        ended = subprocess.run(
            [PUSTAKA, *typed], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=200, check=False
        )
        assert ended.returncode == 0, (typed, ended.stdout, ended.stderr)
        if words[0] == "ingest":
            work = ended.stdout.split()[0]
        if words[0] == "trace":
            assert "siti@example.id" in ended.stdout
    assert (tmp_path / "salinan.pdf").is_file()
    assert list((tmp_path / "cadangan").glob("*/manifest.json"))
