"""A leak is decoded where it can do no harm, and no word of its decoder is believed unchecked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import ingest.decoding
from ingest.decoding import launch
from ingest.sandbox.layers import available
from watermark.errors import LeakError
from watermark.trace.launching import launched_by
from watermark.trace.leak import open_leak


@pytest.fixture
def leak(tmp_path: Path) -> Path:
    path = tmp_path / "bocor.png"
    Image.fromarray(np.full((40, 60), 90, np.uint8)).save(path)
    return path


def test_a_leak_is_decoded_behind_every_layer_that_this_machine_has(
    leak: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    real, layers = ingest.decoding.run_child, set()

    def listening(module: str, order: Any, *, report: Any, **more: Any) -> int:
        def hear(told: dict[str, Any]) -> None:
            layers.update(told["sandbox"])
            report(told)

        return real(module, order, report=hear, **more)

    monkeypatch.setattr(ingest.decoding, "run_child", listening)
    with launched_by(launch):
        found = open_leak(leak)
    assert found.first is not None
    assert (found.pages, found.first.shape, int(found.first[0, 0])) == (1, (40, 60), 90)
    assert layers == {name for name, active in available().items() if active}


def test_a_decoder_writes_nowhere_but_into_its_own_folder(leak: Path, tmp_path: Path):
    if not available()["landlock"]:
        pytest.skip("this kernel has no Landlock")
    own, outside = tmp_path / "kerja", tmp_path / "luar"
    own.mkdir()
    outside.mkdir()
    said = json.loads(launch("watermark.trace.intake", [str(leak), str(outside), "0", "1"], own))
    assert "PermissionError" in said["error"]
    assert list(outside.iterdir()) == []


def test_only_decoders_of_leaks_are_run(leak: Path, tmp_path: Path):
    assert launch("http.server", [str(leak)], tmp_path) == b""


@pytest.mark.parametrize(
    "said",
    [b"", b"[]", b"nonsense", b'{"pages": 1000000000}', b'{"pages": "1"}', b'{"pages": true}', b'{"error": 7}'],
)
def test_what_a_decoder_says_is_believed_no_further_than_it_can_be_checked(leak: Path, said: bytes):
    with launched_by(lambda _module, _arguments, _folder: said), pytest.raises(LeakError):
        open_leak(leak)


@pytest.mark.parametrize("trick", ["link", "pipe", "cut", "long", "huge", "nothing"])
def test_a_picture_that_is_no_picture_is_not_taken_over(leak: Path, tmp_path: Path, trick: str):
    keys = tmp_path / "mark.json"
    keys.write_bytes(b"\x02\0\0\0\x02\0\0\0abcd")

    def hostile(_module: str, _arguments: Sequence[str], folder: Path) -> bytes:
        import os

        out = folder / "000000.grey"
        if trick == "link":
            out.symlink_to(keys)
        elif trick == "pipe":
            os.mkfifo(out)
        elif trick != "nothing":
            contents = {"cut": b"\x02\0\0\0\x02\0\0\0ab", "long": keys.read_bytes() + b"e", "huge": b"\xff" * 8 + b"x"}
            out.write_bytes(contents[trick])
        return b'{"pages": 1}'

    with launched_by(hostile), pytest.raises(LeakError):
        open_leak(leak)
