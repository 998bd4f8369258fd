"""What a confined child has written, before anybody believes it."""

from __future__ import annotations

import json
from pathlib import Path

from ingest.sandbox.answers import read_answer


def test_half_characters_become_whole_ones_wherever_they_stand(tmp_path: Path) -> None:
    """Two halves that meet are the character that they make; a half alone is the mark for what is unknown."""
    said = {"a\ud800": ["\ud83d\ude00", "\udced\udcb0x", 1, None, {"b": "Katalog é"}]}
    (tmp_path / "answer.json").write_text(json.dumps(said), "utf-8")
    assert read_answer(tmp_path / "answer.json") == {
        "a\ufffd": ["\U0001f600", "\ufffd\ufffdx", 1, None, {"b": "Katalog é"}]
    }
