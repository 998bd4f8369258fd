"""Leaks that several readers make together show what their strategy says."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from bench.trace import joint
from watermark.trace.tracing import trace
from watermark.trace.views import MasterPages

from .conftest import EVERYONE, Publication

GUILTY = (EVERYONE[3], EVERYONE[7], EVERYONE[41])


@pytest.fixture
def pages(publication: Publication) -> MasterPages:
    """Give the pages of the publication that leaks."""
    return MasterPages(publication.body, publication.slots)


def _mixed(pages: MasterPages, how: str) -> list[np.ndarray]:
    return list(joint.mixed_pages(pages, [0, 1], GUILTY, how, np.random.default_rng(4)))


def test_pages_of_a_copy_taken_in_turn_are_pages_of_real_copies(publication: Publication, pages: MasterPages) -> None:
    """Every page is exactly that of one colluder."""
    for number, page in enumerate(_mixed(pages, joint.BY_PAGE)):
        assert any(np.array_equal(page, publication.of(one).page(number, 200)) for one in GUILTY)


def test_an_average_lies_between_the_copies(publication: Publication, pages: MasterPages) -> None:
    """Pixel by pixel, and it is none of them."""
    copies = [publication.of(one).page(0, 200) for one in GUILTY]
    page = _mixed(pages, "average")[0]
    assert np.all(page >= np.min(copies, axis=0))
    assert np.all(page <= np.max(copies, axis=0))
    assert not any(np.array_equal(page, copy) for copy in copies)


def test_the_majority_shows_where_all_copies_agree_what_they_show(publication: Publication, pages: MasterPages) -> None:
    """Colluders cannot change what they do not see: Boneh and Shaw's marking assumption, in pixels."""
    copies = [publication.of(one).page(0, 200) for one in GUILTY]
    page = _mixed(pages, "majority")[0]
    agree = np.ptp(copies, axis=0) == 0
    assert 0.5 < agree.mean() < 1
    assert np.mean(page[agree] == copies[0][agree]) > 0.999


def test_a_long_leak_is_cut_where_it_has_slots_enough() -> None:
    """Pages of few slots stay out; no more are taken than a trace reads, spread over the book."""
    book = cast("Any", SimpleNamespace(map=SimpleNamespace(per_page=lambda: np.array([10, *[200] * 100]))))
    taken = joint.leaked_pages(book)
    assert len(taken) == joint.SLOTS // 200
    assert 0 not in taken
    assert max(np.diff(taken)) <= 5
    thin = cast("Any", SimpleNamespace(map=SimpleNamespace(per_page=lambda: np.full(300, 60))))
    assert len(joint.leaked_pages(thin)) == joint.MOST_PAGES


@pytest.mark.long
def test_a_printed_and_scanned_majority_names_colluders_alone(
    publication: Publication, pages: MasterPages, tmp_path: Path
) -> None:
    """Through the door: two pages of three readers' copies, as a PDF of pictures."""
    coin = np.random.default_rng(5)
    mixed = joint.mixed_pages(pages, [0, 1], GUILTY, "majority", coin)
    joint.as_pdf(joint.damaged(mixed, "majority", coin), tmp_path / "leak.pdf")
    verdict = trace([tmp_path / "leak.pdf"], [publication.known], EVERYONE)
    assert verdict.outcome == "identified"
    assert {one.identity for one in verdict.accused} <= set(GUILTY)
