"""Pieces of a master are gathered by the kernel, whatever their number and however little it takes at a time."""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest

from watermark.splice import Pieces, spliced

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Spliceable:
    """As much of a body as splicing looks at: pictures between `cold` and `static`, their B behind."""

    data: np.ndarray
    arrays: dict[str, np.ndarray]
    cold: int
    static: int


def two_pictures() -> Spliceable:
    """Two pictures of 400 and 250 intervals of random length; one interval in ten belongs to no slot."""
    chance = np.random.default_rng(3)
    lengths = [chance.integers(2, 40, count) for count in (400, 250)]
    sizes = [int(part.sum()) for part in lengths]
    at = [100 + 7, 100 + 7 + sizes[0] + 30]
    static = at[1] + sizes[1] + 11
    slots = [np.where(chance.random(len(part)) < 0.1, -1, chance.integers(0, 50, len(part))) for part in lengths]
    return Spliceable(
        chance.integers(0, 256, static + sum(sizes) + 64).astype(np.uint8),
        {
            "image_at": np.array(at, np.int64),
            "image_b": np.array([static + 20, static + 20 + sizes[0]], np.int64),
            "image_first": np.array([0, 400, 650], np.int64),
            "interval_start": np.concatenate([np.concatenate([[0], np.cumsum(part)]) for part in lengths]),
            "interval_slot": np.concatenate(slots).astype(np.int32),
        },
        100,
        static,
    )


def byte_by_byte(master: Spliceable, bits: np.ndarray) -> bytes:
    """The same splice, told slowly."""
    out, arrays = master.data[: master.static].copy(), master.arrays
    for index in range(2):
        first, last = arrays["image_first"][index : index + 2]
        bounds = arrays["interval_start"][first + index : last + index + 1]
        for interval in range(last - first):
            slot = arrays["interval_slot"][first + interval]
            if slot >= 0 and bits[slot]:
                start, end = bounds[interval : interval + 2]
                b = arrays["image_b"][index]
                out[arrays["image_at"][index] + start : arrays["image_at"][index] + end] = master.data[
                    b + start : b + end
                ]
    return out[master.cold :].tobytes()


@pytest.mark.parametrize("seed", range(4))
def test_a_splice_takes_each_interval_from_the_picture_that_its_slot_names(seed: int) -> None:
    master = two_pictures()
    bits = np.random.default_rng(seed).integers(0, 2, 50).astype(np.uint8)
    assert spliced(master, bits).tobytes() == byte_by_byte(master, bits)


def test_without_a_code_all_stands_at_a() -> None:
    master = two_pictures()
    assert spliced(master, None).tobytes() == master.data[master.cold : master.static].tobytes()


def many_pieces(count: int) -> Pieces:
    chance = np.random.default_rng(count)
    data = chance.integers(0, 256, 1 << 16).astype(np.uint8)
    lengths = chance.integers(0, 300, count)
    return Pieces(data, chance.integers(0, len(data) - 300, count), lengths)


def test_more_pieces_than_one_call_takes_are_all_written(tmp_path: Path) -> None:
    pieces = many_pieces(5000)
    with (tmp_path / "out").open("wb") as file:
        pieces.write(file.fileno())
    assert (tmp_path / "out").read_bytes() == pieces.tobytes()
    assert len(pieces) == len(pieces.tobytes())


def test_a_writer_that_is_interrupted_writes_every_byte_once() -> None:
    """A signal ends a waiting call after a part of it, in the middle of a piece."""
    pieces, received = many_pieces(3000), bytearray()
    reader, writer = os.pipe()
    main, before = threading.main_thread().ident, signal.signal(signal.SIGUSR1, lambda *_: None)
    assert main is not None

    def receive() -> None:
        while block := os.read(reader, 5003):
            received.extend(block)
            signal.pthread_kill(main, signal.SIGUSR1)

    thread = threading.Thread(target=receive)
    thread.start()
    try:
        pieces.write(writer)
    finally:
        os.close(writer)
        thread.join()
        os.close(reader)
        signal.signal(signal.SIGUSR1, before)
    assert bytes(received) == pieces.tobytes()


def test_a_disk_that_refuses_is_an_error() -> None:
    with open("/dev/full", "wb", buffering=0) as full, pytest.raises(OSError, match="No space left"):  # noqa: PTH123
        many_pieces(10).write(full.fileno())


def test_the_disk_is_set_to_work_before_all_pieces_are_written(tmp_path: Path) -> None:
    data = np.zeros(20_000, np.uint8)
    pieces = Pieces(data, np.zeros(3_000, np.int64), np.full(3_000, 20_000))
    sizes = []
    with (tmp_path / "out").open("wb") as file:
        pieces.write(file.fileno(), lambda: sizes.append(os.fstat(file.fileno()).st_size))
    assert (tmp_path / "out").stat().st_size == len(pieces)
    assert sizes[0] < len(pieces)
