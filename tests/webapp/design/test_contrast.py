"""Every pair of colours that meets on a page can be told apart, in each view."""

from __future__ import annotations

import re

import pytest

from webapp.assets.places import STATIC

TEXT = [
    *[(ink, ground) for ink in ("ink", "ink-muted", "link", "link-strong") for ground in ("paper", "surface")],
    ("ink", "surface-strong"),
    ("ink-muted", "surface-strong"),
    ("link-strong", "surface-strong"),
    *[(f"{tone}", f"{tone}-soft") for tone in ("info", "good", "warn", "bad")],
    *[("ink", f"{tone}-soft") for tone in ("info", "good", "warn", "bad")],
    *[(tone, "paper") for tone in ("info", "good", "warn", "bad")],
    ("on-fill", "fill"),
    ("on-fill", "fill-strong"),
    ("on-bad", "bad"),
    ("on-mark", "mark"),
]
# Edges of fields, focus rings and the bars of rings: 3:1 (WCAG 2.2, 1.4.11).
EDGES = [(edge, ground) for edge in ("line-strong", "focus", "fill") for ground in ("paper", "surface")]
VIEWS = [(theme, view) for theme in ("light", "dark") for view in ("public", "kiosk")]


def read_block(sheet: str, selector: str) -> dict[str, str]:
    """Give the colours that a rule of a style sheet sets."""
    text = (STATIC / "css" / f"{sheet}.css").read_text(encoding="utf-8")
    block = text.split(f"  {selector} {{", 1)[1].split("\n  }", 1)[0]
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


def colours(theme: str, view: str) -> dict[str, str]:
    """Resolve the tokens as the browser does: later sheets and closer selectors win."""
    kiosk = ':root[data-view="kiosk"]'
    found = read_block("tokens", ":root")
    if theme == "dark":
        found |= read_block("dark", ":root")
    if view == "kiosk":
        found |= read_block("tokens", kiosk)
    if view == "kiosk" and theme == "dark":
        found |= read_block("dark", kiosk)
    return found


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_has_the_contrast_that_the_standard_gives() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("theme", "view"), VIEWS)
def test_text_stands_out_from_its_ground(theme: str, view: str) -> None:
    found, least = colours(theme, view), 7.0 if view == "kiosk" else 4.5
    weak = {pair: round(contrast(found[pair[0]], found[pair[1]]), 2) for pair in TEXT}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < least} == {}


@pytest.mark.parametrize(("theme", "view"), VIEWS)
def test_edges_and_focus_stand_out_from_their_ground(theme: str, view: str) -> None:
    found = colours(theme, view)
    weak = {pair: round(contrast(found[pair[0]], found[pair[1]]), 2) for pair in EDGES}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


def test_the_dark_kiosk_overrides_all_that_the_light_kiosk_sets() -> None:
    light, dark = (read_block(sheet, ':root[data-view="kiosk"]') for sheet in ("tokens", "dark"))
    assert light.keys() <= dark.keys()
