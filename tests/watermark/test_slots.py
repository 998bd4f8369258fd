"""The slot map is a record: what was written is read, what was changed is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from watermark.carriers.candidate import Candidate
from watermark.errors import SlotMapError
from watermark.slots import SlotMap, build_slots, read_head, read_slots, slots_from_bytes

if TYPE_CHECKING:
    from pathlib import Path


def some_slots() -> SlotMap:
    first = Candidate("word height", (0.0, -0.4), 0.2, 0, [(10, 20, 30, 32), (35, 20, 60, 32)])
    second = Candidate("image tiles", (0.0, 0.42), 0.21, 3, [(0, 0, 20, 20)])
    found = [([first], [4.5]), ([], []), ([second, first], [1.5, 2.5])]
    sizes = [(595.0, 842.0)] * 3
    return build_slots(engine="1", publication="ab" * 32, body="cd" * 32, sizes=sizes, found=found)


def test_a_slot_map_read_back_is_the_one_that_was_written() -> None:
    slots = some_slots()
    again = slots_from_bytes(slots.to_bytes())
    assert again.to_bytes() == slots.to_bytes()
    assert (len(again), again.carriers, again.pages) == (3, ("image tiles", "word height"), slots.pages)
    assert again.on_page(1) == slice(1, 1)
    assert again.per_page().tolist() == [1, 0, 2]
    assert again.box[0].tolist() == [10, 20, 60, 32]


def test_labels_paint_every_part_of_a_slot_and_nothing_else() -> None:
    labels = some_slots().labels(0, 1, (842, 595))
    assert labels[25, 15] == labels[25, 50] == 0
    assert labels[25, 32] == -1
    assert (labels == 0).sum() == 12 * (20 + 25)


def test_the_head_tells_what_assembly_needs(tmp_path: Path) -> None:
    path = tmp_path / "master.slots"
    path.write_bytes(some_slots().to_bytes())
    head = read_head(path)
    assert (head.body, head.pages, head.slots) == ("cd" * 32, 3, 3)


@pytest.mark.parametrize("place", [0, 20, 100, -40, -1])
def test_a_changed_byte_anywhere_is_noticed(place: int) -> None:
    data = bytearray(some_slots().to_bytes())
    data[place] ^= 1
    with pytest.raises(SlotMapError):
        slots_from_bytes(bytes(data))


def test_a_cut_or_missing_map_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "master.slots"
    with pytest.raises(SlotMapError, match="cannot be read"):
        read_slots(path)
    path.write_bytes(some_slots().to_bytes()[:-10])
    with pytest.raises(SlotMapError, match="checksum"):
        read_head(path)


def test_slots_that_point_outside_the_publication_are_refused() -> None:
    slots = some_slots()
    slots.page.setflags(write=True)
    slots.page[2] = 7
    with pytest.raises(SlotMapError, match="do not fit"):
        slots_from_bytes(slots.to_bytes())
    assert np.all(slots.page >= 0)
