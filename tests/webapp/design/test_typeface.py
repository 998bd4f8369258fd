"""The typeface that pages load can set tables of figures and the names of people."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from webapp.assets.places import VENDOR


@pytest.fixture(params=["source-sans-latin", "source-sans-latin-italic"])
def font(request: pytest.FixtureRequest, assets: None) -> TTFont:
    return TTFont(VENDOR / "fonts" / f"{request.param}.woff2")


def test_all_figures_are_equally_wide(font: TTFont) -> None:
    """The default figures are tabular, so that columns stand straight without any font feature."""
    letters = font.getBestCmap()
    assert len({font["hmtx"][letters[ord(figure)]][0] for figure in "0123456789"}) == 1


def test_it_has_the_signs_that_our_sentences_use(font: TTFont) -> None:
    assert [sign for sign in "–…·“”×²©éüñ" if ord(sign) not in font.getBestCmap()] == []


def test_one_file_holds_every_weight(font: TTFont) -> None:
    axis = next(axis for axis in font["fvar"].axes if axis.axisTag == "wght")
    assert (axis.minValue, axis.maxValue) == (200, 900)
