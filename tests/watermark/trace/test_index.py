"""The page index is derived: it finds pages, and when it is damaged it is made anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from watermark.errors import LeakError
from watermark.trace.features import SIGNATURE_BITS, detect, hamming, signatures
from watermark.trace.index import build_index, load_index, query_features
from watermark.trace.votes import votes


@pytest.mark.slow
def test_a_page_gets_more_votes_than_any_other(publication, neighbour) -> None:
    """Turned by 90 degrees and shrunk, among the pages of two publications."""
    indices = [publication.known.page_index, neighbour.known.page_index]
    picture = np.ascontiguousarray(np.rot90(neighbour.page(1, 90)))
    assert int(np.argmax(votes(query_features(picture), indices))) == 3


@pytest.mark.slow
def test_a_page_of_a_thin_book_gets_as_many_votes_beside_a_thick_one(publication, neighbour) -> None:
    """What a point says is weighed over the whole shelf: empty pages of another book give that book no votes."""
    thin, other = publication.known.page_index, neighbour.known.page_index
    thick = replace(other, pages=400)
    queries = query_features(publication.page(0, 60))
    alone, beside = votes(queries, [thin, other]), votes(queries, [thin, thick])
    assert int(np.argmax(beside)) == 0
    assert beside[0] / beside[2] == pytest.approx(alone[0] / alone[2], rel=0.6)
    assert beside[4:].max() == 0


@pytest.mark.slow
def test_a_saved_index_is_read_back_and_a_damaged_one_is_made_anew(publication, tmp_path: Path) -> None:
    """Truncated, emptied or foreign: refused when read, replaced when asked for."""
    index = build_index(publication.known.pages)
    path = tmp_path / "pages.npz"
    index.save(path)
    assert np.array_equal(load_index(path).signature, index.signature)
    whole = path.read_bytes()
    for damage in (whole[:100], b"", b"not an index", whole[: len(whole) // 2]):
        path.write_bytes(damage)
        with pytest.raises(LeakError):
            load_index(path)
    known = type(publication.known)("angka", "1", publication.known.pages, (), path)
    assert known.page_index.pages == 2
    assert load_index(path).pages == 2


def test_signatures_of_a_picture_are_balanced_and_change_little_with_contrast() -> None:
    """Bits are as often 0 as 1, and half the contrast turns few of them."""
    coin = np.random.default_rng(1)
    picture = np.kron(coin.integers(0, 256, (40, 40)), np.ones((12, 12))).astype(np.uint8)
    strong = detect(picture, 500)
    pale = detect((picture // 2 + 60).astype(np.uint8), 500)
    bits = signatures(strong.descriptors)[0]
    share = np.unpackbits(bits, axis=1).mean(axis=0)
    assert np.abs(share - 0.5).max() < 0.2
    near = [hamming(np.broadcast_to(one, bits.shape), bits).min() for one in signatures(pale.descriptors)[0]]
    assert np.median(near) < SIGNATURE_BITS / 8


def test_flat_pictures_have_no_points() -> None:
    """Nothing to vote with, and no error."""
    found = detect(np.full((100, 80), 200, np.uint8), 100)
    assert len(found) == 0
    assert signatures(found.descriptors)[0].shape == (0, SIGNATURE_BITS // 8)
