"""Every attack on a page's picture, by name. A new attack is one line here."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from bench.trace import paper, pictures
from bench.trace.pictures import Grey
from bench.trace.shelf import Sample

PictureAttack = Callable[[Grey, np.random.Generator], Grey]

PICTURE_ATTACKS: dict[str, PictureAttack] = {
    "rasterised 200 dpi": lambda page, _: pictures.untouched(page),
    "rasterised 100 dpi": lambda page, _: pictures.rescaled(page, 0.5),
    "rasterised 72 dpi": lambda page, _: pictures.rescaled(page, 0.36),
    "JPEG 90": lambda page, _: pictures.jpeg(page, 90),
    "JPEG 50": lambda page, _: pictures.jpeg(page, 50),
    "JPEG 20": lambda page, _: pictures.jpeg(page, 20),
    "WebP 40": lambda page, _: pictures.webp(page, 40),
    "screenshot at 83 %": lambda page, _: pictures.screenshot(page, 0.83),
    "screenshot at 47 %": lambda page, _: pictures.screenshot(page, 0.47),
    "grey, gamma 1.8": lambda page, _: pictures.gamma(page, 1.8),
    "contrast 0.4": lambda page, _: pictures.contrast(page, 0.4),
    "inverted": lambda page, _: pictures.inverted(page),
    "mirrored": lambda page, _: pictures.mirrored(page),
    "upside down": lambda page, _: pictures.upside_down(page),
    "binarised": lambda page, _: pictures.binarised(page),
    "perspective": pictures.perspective,
    "blurred 1.5 px": lambda page, _: pictures.blurred(page, 1.5),
    "noise of 25 grey levels": lambda page, coin: pictures.noisy(page, coin, 25),
    "rotated 3°": lambda page, _: pictures.rotated(page, 3.0),
    "skewed": lambda page, _: pictures.skewed(page, 0.03),
    "half (70 % of each side)": lambda page, _: pictures.cropped(page, 0.707),
    "quarter, screenshot": lambda page, _: pictures.screenshot(pictures.cropped(page, 0.5), 0.83),
    "quarter, print-scan 150 dpi": lambda page, coin: pictures.cropped(paper.print_scan(page, coin, 150), 0.5),
    "quarter, phone 1800 px": lambda page, coin: paper.phone(pictures.cropped(page, 0.5), coin, 1800, 80),
    "print-scan 150 dpi": lambda page, coin: paper.print_scan(page, coin, 150),
    "print-scan 100 dpi": lambda page, coin: paper.print_scan(page, coin, 100),
    "photocopy of a photocopy": paper.photocopy,
    "fax": paper.fax,
    "phone 1800 px": lambda page, coin: paper.phone(page, coin, 1800, 80),
    "phone 1000 px, JPEG 40": lambda page, coin: paper.phone(page, coin, 1000, 40),
}

INNOCENT: dict[str, Callable[[Sample], Grey]] = {
    "innocent: unmarked original": lambda sample: sample.original(),
    "innocent: reader unknown here": lambda sample: sample.picture("stranger:1"),
    "innocent: half way between A and B": lambda sample: sample.middle(),
}
"""Leaks that may name nobody."""
