"""Attacks through paper and camera, simulated: grey uint8 (H, W) at `dpi` in, a picture out.

Simple physics on purpose: clustered-dot halftone, dot gain, sensor noise, a curled sheet under a lamp. Models made
by others belong to the final measurement, so that nothing is tuned to them.
"""

from __future__ import annotations

import cv2
import numpy as np

from bench.trace.pictures import Grey, jpeg, rescaled, rotated

PRINTER_DPI = 600
_LINES = 85  # halftone lines per inch


def print_scan(page: Grey, coin: np.random.Generator, scan_dpi: int, dpi: int = 200) -> Grey:
    """Print with a halftone, let the ink spread, scan with a little noise, slightly askew."""
    sheet = cv2.resize(page, None, fx=PRINTER_DPI / dpi, fy=PRINTER_DPI / dpi, interpolation=cv2.INTER_CUBIC)
    ink = (sheet.astype(np.float32) / 255 < _screen(sheet.shape) * 0.98 + 0.01).astype(np.float32)
    spread = np.clip(cv2.GaussianBlur(ink, (0, 0), 1.5) * 1.15, 0, 1)
    seen = rescaled(1 - 0.92 * spread, scan_dpi / PRINTER_DPI) * 0.95
    noisy = np.clip((seen + coin.normal(0, 0.02, seen.shape)) * 255, 0, 255).astype(np.uint8)
    return rotated(noisy, float(coin.normal(0, 0.5)), paper=242)


def _screen(shape: tuple[int, ...]) -> np.ndarray:
    """Thresholds of a clustered-dot screen at 45 degrees."""
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    turn = 2 * np.pi * _LINES / PRINTER_DPI * np.sqrt(0.5)
    return (np.cos(turn * (x + y)) + np.cos(turn * (y - x))) / 4 + 0.5


def photocopy(page: Grey, coin: np.random.Generator, times: int = 2) -> Grey:
    """Copy a copy: halftone, blur, hard contrast, each time."""
    for _ in range(times):
        scan = cv2.GaussianBlur(print_scan(page, coin, 200), (0, 0), 0.8).astype(np.float32)
        page = np.clip((scan - 128) * 2.2 + 140, 0, 255).astype(np.uint8)
    return page


def fax(page: Grey, coin: np.random.Generator) -> Grey:
    """Group 3 fine mode: 204 × 196 dpi, one bit, a few flipped dots."""
    fine = cv2.resize(page, None, fx=204 / 200, fy=196 / 200, interpolation=cv2.INTER_AREA)
    bit = fine > 140
    return np.where(bit ^ (coin.random(bit.shape) < 0.002), 255, 0).astype(np.uint8)


def phone(page: Grey, coin: np.random.Generator, longest: int, quality: int) -> Grey:
    """Photograph a curled page from the side, in uneven light, and send it through a messenger."""
    height, width = page.shape
    across, down = _seen_from_the_side(page.shape, coin)
    photo = cv2.remap(page, across, down, cv2.INTER_CUBIC, borderValue=110).astype(np.float32)
    y, x = np.mgrid[0 : photo.shape[0], 0 : photo.shape[1]].astype(np.float32)
    lamp = 0.6 + 0.4 / (1 + np.exp(-(x / width - 0.3 + 0.3 * y / height) * 6))
    moire = 1 + 0.02 * np.sin(0.9 * x + 0.35 * y)
    small = rescaled(photo * lamp * moire, longest / max(photo.shape))
    noisy = cv2.GaussianBlur(small, (0, 0), 0.7) + coin.normal(0, 4, small.shape)
    return jpeg(np.clip(noisy, 0, 255).astype(np.uint8), quality)


def _seen_from_the_side(shape: tuple[int, ...], coin: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """For each pixel of the photograph, the place on the page: perspective, then the curl of the sheet."""
    height, width = shape
    tall, wide = int(height * 1.15), int(width * 1.2)
    frame = np.array([[0, 0], [wide, 0], [wide, tall], [0, tall]], np.float32)
    inside = np.array([[-0.08, -0.08], [1.08, -0.08], [1.08, 1.08], [-0.08, 1.08]]) + coin.uniform(-0.03, 0.03, (4, 2))
    view = cv2.getPerspectiveTransform(frame, (inside * [width, height]).astype(np.float32))
    y, x = np.mgrid[0:tall, 0:wide].astype(np.float32)
    depth = view[2, 0] * x + view[2, 1] * y + view[2, 2]
    across = (view[0, 0] * x + view[0, 1] * y + view[0, 2]) / depth
    down = (view[1, 0] * x + view[1, 1] * y + view[1, 2]) / depth
    curl = 0.012 * np.sin(np.pi * across / width * 1.2 + 0.4) + 0.003 * np.sin(2 * np.pi * across / width * 1.7 + 1)
    bow = 0.006 * np.sin(np.pi * down / height * 1.5)
    return (across + bow * width).astype(np.float32), (down + curl * height).astype(np.float32)
