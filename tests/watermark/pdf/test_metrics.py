"""What a font says its codes stand for; writers give single codes, ranges, and one range of all codes."""

from __future__ import annotations

import pikepdf

from watermark.pdf.metrics import font_metrics


def meaning(section: bytes) -> dict[int, str]:
    """Read a font of two-byte codes with that ToUnicode map."""
    with pikepdf.new() as pdf:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=[pikepdf.Dictionary(Subtype=pikepdf.Name.CIDFontType2)], ToUnicode=pdf.make_stream(section),
        )  # fmt: skip
        return font_metrics(font).meaning


def test_a_range_counts_on_from_its_first_text() -> None:
    told = meaning(b"2 beginbfrange <0010> <0012> <0041> <0020> <0021> <00660069> endbfrange")
    assert told == {0x10: "A", 0x11: "B", 0x12: "C", 0x20: "fi", 0x21: "fj"}


def test_what_is_told_later_counts() -> None:
    told = meaning(b"beginbfrange <0000> <FFFF> <0000> endbfrange beginbfchar <0041> <0030> endbfchar")
    assert len(told) == 65_536
    assert (told[0x41], told[0x42]) == ("0", "B")


def test_a_range_that_leaves_unicode_ends_there_and_one_upside_down_is_empty() -> None:
    assert meaning(b"beginbfrange <0000> <0005> <DBFFDFFE> endbfrange") == {0: "\U0010fffe", 1: "\U0010ffff"}
    assert meaning(b"beginbfrange <0005> <0000> <0041> <0007> <0007> <0042> endbfrange") == {7: "B"}


def test_a_map_of_thousands_of_full_ranges_ends_after_a_few() -> None:
    told = meaning(
        b"beginbfrange "
        + b"".join(b"<%06X> <%06X> <0041>" % (n << 8, n << 8 | 0xFFFF) for n in range(40_000))
        + b" endbfrange"
    )
    assert len(told) < 300_000
