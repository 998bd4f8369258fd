"""What readers stumble over is told from what they all read alike."""

from __future__ import annotations

import pikepdf
import pytest

from watermark.pdf.irregular import is_irregular
from watermark.pdf.lexer import operations

RESOURCES = pikepdf.Dictionary(
    Font=pikepdf.Dictionary(F1=pikepdf.Dictionary()), XObject=pikepdf.Dictionary(Im1=pikepdf.Dictionary())
)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"q 1 0 0 1 10 20 cm BT /F1 9 Tf [(a) -20 <41>] TJ ET Q % a note\n/Im1 Do",
        b"/Span << /MCID 0 /ActualText (x) /E true >> BDC EMC",
        b"BI /W 2 /H 2 /BPC 8 /CS /G ID \x00 EI \x80\xff\x01 EI Q",
        b"0 0 5 5 re W* n .5 -.5 m +3 4. l S",
        b"(a) ' 1 2 (b) \" T*",
    ],
)
def test_sound_content_stays_where_it_is(content: bytes) -> None:
    assert not is_irregular(content, operations(content), RESOURCES)


@pytest.mark.parametrize(
    "content",
    [
        b"10 10 30 1\x04.4 re f",
        b"q 1Q",
        b"0 0 5 re",
        b"foo",
        b"} q Q",
        b"q Q )",
        b"1 g { 2 g",
        b"[1 x 2] TJ",
        b"/F9 9 Tf",
        b"/GS0 gs",
        b"1 Do",
        b"--5 0 m",
    ],
)
def test_content_over_which_a_reader_may_stumble_is_found(content: bytes) -> None:
    assert is_irregular(content, operations(content), RESOURCES)
