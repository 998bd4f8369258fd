"""Pages of masters are drawn where a page that takes the drawer over can do no harm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import ingest.drafting
from ingest.drafting import Drafting, drafting
from ingest.sandbox.layers import available
from tests.ingest import makers
from watermark.errors import LeakError
from watermark.trace.drawing import DrawnHere


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return makers.text_pdf(tmp_path_factory.mktemp("page") / "a.pdf", pages=1).read_bytes()


@pytest.fixture(scope="module")
def lent() -> Iterator[Drafting]:
    with drafting(2) as workers:
        yield workers


def test_pixels_and_letters_are_those_that_are_drawn_here(lent: Drafting, page: bytes) -> None:
    here = DrawnHere()
    (first, second), (expected,) = lent.greys([page, page], 90), here.greys([page], 90)
    assert np.array_equal(first, expected)
    assert np.array_equal(second, expected)
    assert np.array_equal(lent.greys([page], 90, fine=True)[0], here.greys([page], 90, fine=True)[0])
    assert np.array_equal(lent.screens([page], (800, 566), "dots")[0], here.screens([page], (800, 566), "dots")[0])
    (letters,), (known,) = lent.glyphs([page]), here.glyphs([page])
    assert np.array_equal(letters.code, known.code)
    assert np.array_equal(letters.at, known.at)
    assert len(letters) > 50


def test_the_workers_stand_behind_every_layer_that_this_machine_has(lent: Drafting, page: bytes) -> None:
    lent.greys([page], 20)
    place = lent._idle.get()
    lent._idle.put(place)
    assert set(place.result().sandbox) == {name for name, active in available().items() if active}


def test_what_cannot_be_drawn_is_told_and_the_next_page_is_drawn(lent: Drafting, page: bytes) -> None:
    for broken in (b"", b"no PDF"):
        with pytest.raises(LeakError, match="could not be drawn"):
            lent.greys([broken], 50)
        with pytest.raises(LeakError, match="could not be drawn"):
            lent.screens([broken], (80, 50), "dots")
    with pytest.raises(LeakError, match="could not be drawn"):
        lent.screens([page], (0, 50), "dots")
    assert len(lent.greys([page] * 3, 20)) == 3


def test_a_worker_that_ends_over_a_page_is_replaced(page: bytes) -> None:
    with drafting(1) as workers:
        workers.greys([page], 20)
        place = workers._idle.get()
        place.result()._process.kill()
        place.result()._process.wait()
        workers._idle.put(place)
        with pytest.raises(LeakError):
            workers.greys([page], 20)
        assert len(workers.greys([page], 20)) == 1


def test_a_page_that_takes_for_ever_ends_its_worker(page: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest.drafting, "SECONDS", 0.0)
    with drafting(1) as workers, pytest.raises(LeakError):
        workers.greys([page], 300)


def test_nothing_is_left_when_the_trace_is_over(page: bytes) -> None:
    with drafting(2) as workers:
        workers.greys([page], 20)
        place = workers._idle.get()
        workers._idle.put(place)
        process, home = place.result()._process, Path(place.result()._home)
    assert process.poll() is not None
    assert not home.exists()


def test_a_few_pages_are_drawn_by_the_first_worker_alone(page: bytes) -> None:
    """Another one is started where a leak asks for many: for one page starting it would be most of the work."""
    with drafting(2) as workers:
        workers.greys([page] * ingest.drafting.ALONE, 20)
        assert workers._idle.qsize() == 1
        workers.greys([page], 20)
        assert workers._idle.qsize() == 2


def test_where_a_fine_drawing_fails_all_are_drawn_plainly(page: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A heavy map takes four times as long; A and B must still be drawn alike."""
    with drafting(1) as workers:
        asked, ask = [], workers._asked

        def impatient(request: dict[str, object], pdf: bytes) -> object:
            asked.append(request["do"])
            if request["do"] == "fine" and len(asked) == 2:
                raise LeakError("too long")
            return ask(request, pdf)

        monkeypatch.setattr(workers, "_asked", impatient)
        drawn = workers.greys([page, page], 50, fine=True)
    assert asked == ["fine", "fine", "grey", "grey"]
    assert all(np.array_equal(one, DrawnHere().greys([page], 50)[0]) for one in drawn)
