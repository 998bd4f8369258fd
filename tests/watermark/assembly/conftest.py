"""A reader's stamp, and one call from source to copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from watermark.assemble import Copy, assemble
from watermark.master import Master
from watermark.prepare import prepare
from watermark.stamp import Stamp

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAME = "Siti Nurhaliza Aminah"


@pytest.fixture(scope="session")
def stamp() -> Stamp:
    return Stamp(
        name=NAME,
        contact="s***a@contoh.id",
        office="BPS Kota Metro",
        date="21 November 2026",
        request="SC-1872-2026-000123",
        verify_url="https://pustaka.bps.go.id/v/7K3Q-9FTX-2MWD",
        notice="Salinan untuk",
        terms="Untuk keperluan pemohon sendiri. Dilarang menyebarluaskan tanpa izin; setiap salinan dapat ditelusuri.",
    )


@dataclass(frozen=True)
class Made:
    master: Master
    copy: Copy


@pytest.fixture
def make(tmp_path: Path, stamp: Stamp) -> Callable[..., Made]:
    """Prepare a source and assemble a copy without code."""

    def run(source: Path, chosen: Stamp = stamp) -> Made:
        folder = tmp_path / "master" / source.stem
        master = prepare(source, folder)
        copy = assemble(master.body, master.slots, code=None, stamp=chosen, out=folder / "copy.pdf")
        return Made(master, copy)

    return run
