"""Names of people are shown as they are written, and do no harm."""

from __future__ import annotations

import pytest

from watermark.stamp import Stamp
from watermark.stamp.clean import clean
from watermark.stamp.glyphs import GlyphFont
from watermark.stamp.line import fit_block, fit_line, width_of

FONTS = (b"/F1", b"/F2")


def stamp(name: str) -> Stamp:
    return Stamp(
        name, "s***a@contoh.id", "BPS Kota Metro", "21 November 2026", "SC-1", "https://x.id/v/1", "Salinan untuk"
    )


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Siti\x00 \x07Aminah\n", "Siti Aminah"),
        ("\u202emoc.live\u202c Budi", "moc.live Budi"),
        ("Ana\ud800", "Ana"),
        ("Z" + "\u0301" * 40, "Ź" + "\u0301" * 3),
        ("  a \u2028 b\u00a0c ", "a b c"),
        ("<b>Budi</b> & (Ani) \\ %", "<b>Budi</b> & (Ani) \\ %"),
    ],
)
def test_only_visible_characters_are_kept_and_nothing_is_parsed(raw: str, shown: str) -> None:
    assert clean(raw, 80) == shown


def test_a_name_of_300_characters_ends_in_an_ellipsis_and_fits() -> None:
    glyphs = GlyphFont()
    line = fit_line(stamp("Ratu " * 60), 300, FONTS, glyphs)
    assert b"\x85" in line  # the ellipsis of WinAnsi
    assert b"SC-1" in line
    assert b"21 November 2026" in line


def test_brackets_and_backslashes_cannot_leave_the_string() -> None:
    line = fit_line(stamp("Budi) Tj ET Q (\\"), 500, FONTS, GlyphFont())
    assert rb"Budi\) Tj ET Q \(\\" in line


@pytest.mark.parametrize("name", ["Đặng Thị", "Пушкин", "محمد علي", "ꦫꦠꦸ", "王小明", "김민수", "ทักษิณ", "ᬓᬢᬸᬢ᭄"])
def test_names_in_any_script_are_drawn_with_outlines_and_a_text_map(name: str) -> None:
    glyphs = GlyphFont()
    line = fit_line(stamp(name), 400, FONTS, glyphs)
    assert b"/F2" in line
    assert glyphs.outlines
    assert all(char in "".join(glyphs.texts) for char in name if not char.isspace())
    font, streams = glyphs.objects(100)
    assert b"/Type3" in font
    assert len(streams) == len(glyphs.outlines) + 1


def test_a_wider_text_measures_wider() -> None:
    glyphs = GlyphFont()
    assert width_of("ii", glyphs) < width_of("WW", glyphs)
    assert width_of("Siti", glyphs) == pytest.approx(667 + 222 + 278 + 222)


def test_terms_that_do_not_fit_end_in_an_ellipsis() -> None:
    block = fit_block("dilarang menyebarluaskan " * 80, 200, 25, b"/F1")
    assert block.count(b")'") <= 6
    assert b"\x85" in block
