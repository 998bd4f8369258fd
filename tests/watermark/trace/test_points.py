"""Key points beside the page index: packed they still match, and a file that cannot be trusted is made anew."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import pytest

from watermark.trace.locate import LOCATE_DPI, MOST_POINTS, Described, describe_coarsely, describe_page, place
from watermark.trace.points import KEPT_POINTS, PagePoints, packed, unpacked

SIZE = (420.0, 595.0)


def drawn(page: int) -> np.ndarray:
    """Draw a page of words and figures, another one for each number."""
    coin = np.random.default_rng(page)
    width, height = (round(length * LOCATE_DPI / 72) for length in SIZE)
    picture = np.full((height, width), 255, np.uint8)
    for row in range(30, height - 10, 22):
        text = " ".join(f"{word:x}" for word in coin.integers(100, 90_000, 9))
        cv2.putText(picture, text, (20, row), cv2.FONT_HERSHEY_SIMPLEX, 0.5, 0, 1, cv2.LINE_AA)
    return picture


@dataclass
class DrawnPages:
    """Two pages that count how often they are drawn."""

    sizes: tuple[tuple[float, float], ...] = (SIZE, SIZE)
    asked: list[int] = field(default_factory=list)

    def drawing(self, page: int, dpi: float) -> np.ndarray:
        """Draw one of them at LOCATE_DPI."""
        assert dpi == LOCATE_DPI
        self.asked.append(page)
        return drawn(page)


def test_packed_points_place_a_page_as_well_as_whole_ones() -> None:
    """A turned and shrunk page: nine matches of ten are left, and the corners lie within half a pixel."""
    turn = cv2.getRotationMatrix2D((250, 350), 12, 0.8)
    picture = Described(cv2.warpAffine(drawn(0), turn, (700, 800), borderValue=200))
    whole = describe_page(drawn(0), KEPT_POINTS)
    full, small = (place(picture, points, SIZE) for points in (whole, unpacked(packed(whole, SIZE), SIZE)))
    assert full is not None
    assert small is not None
    assert small.inliers > 0.9 * full.inliers
    corners = np.array([[[0.0, 0.0], [SIZE[0], 0.0], SIZE]])
    seen = [cv2.perspectiveTransform(corners, found.homography) for found in (full, small)]
    assert np.abs(seen[0] - seen[1]).max() < 0.5


def test_a_page_is_drawn_once_and_then_read(tmp_path: Path) -> None:
    """Its points are the same whether drawn or read, for this trace and for the next one."""
    pages, path = DrawnPages(), tmp_path / "a.points"
    first = PagePoints(pages, path).of(1)
    again = PagePoints(pages, path).of(1)
    assert pages.asked == [1]
    assert len(first) > 100
    assert np.array_equal(first.points, again.points)
    assert np.array_equal(first.descriptors, again.descriptors)
    assert PagePoints(pages, path).of(0).points.shape != (0, 2)
    assert pages.asked == [1, 0]


@pytest.mark.parametrize("damage", ["cut", "foreign", "turned", "empty"])
def test_points_that_cannot_be_trusted_are_made_anew(tmp_path: Path, damage: str) -> None:
    """Cut, of another form, with a wrong bit, or empty: the page is drawn again, and kept again."""
    pages, path = DrawnPages(), tmp_path / "a.points"
    points = PagePoints(pages, path)
    points.describe_all()
    whole = path.read_bytes()
    bad = bytearray(whole)
    bad[200] ^= 8
    path.write_bytes({"cut": whole[:300], "foreign": b"x" * 300, "turned": bytes(bad), "empty": b""}[damage])
    found = points.of(0)
    assert pages.asked == [0, 1, 0]
    assert np.array_equal(points.of(0).points, found.points)
    assert pages.asked == [0, 1, 0]


def test_a_disk_that_takes_nothing_does_not_stop_a_trace(tmp_path: Path) -> None:
    """Points are given although they cannot be kept."""
    assert len(PagePoints(DrawnPages(), tmp_path / "missing" / "a.points").of(0)) > 100


def test_a_page_without_points_is_known_as_such(tmp_path: Path) -> None:
    """A blank page is described once, too."""
    pages = DrawnPages(sizes=(SIZE,))
    pages.drawing = lambda page, dpi: pages.asked.append(page) or np.full((827, 583), 255, np.uint8)  # type: ignore[method-assign]
    for _ in range(2):
        assert len(PagePoints(pages, tmp_path / "a.points").of(0)) == 0
    assert pages.asked == [0]


def test_a_small_photograph_of_a_grainy_scan_is_placed_by_coarse_points() -> None:
    """Near by, grain makes the strongest points of the scan; a picture of half the size has lost them all."""
    clean = drawn(0)
    grain = np.random.default_rng(3).normal(0, 60, clean.shape)
    scan = np.clip(0.7 * clean + 40 + grain, 0, 255).astype(np.uint8)
    turn = cv2.getRotationMatrix2D((250, 350), 7, 0.4)
    small = cv2.warpAffine(cv2.GaussianBlur(scan, (0, 0), 1.2), turn, (600, 700), borderValue=200)
    picture = Described(cv2.imdecode(cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 40])[1], 0))
    assert place(picture, describe_page(scan, MOST_POINTS), SIZE) is None
    found = place(picture, describe_coarsely(scan, MOST_POINTS), SIZE)
    assert found is not None
    corners = np.array([[[0.0, 0.0], [SIZE[0], 0.0], SIZE]])
    true = cv2.transform(corners * LOCATE_DPI / 72, turn)
    assert np.abs(cv2.perspectiveTransform(corners, found.homography) - true).max() < 1.5
