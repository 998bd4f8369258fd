"""The words of an HTML mail are read in time that grows with its length, whatever is left open in it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from library.mail.html_text import MOST_HTML, text_of_html

LEFT_OPEN = ["<!--", "<![", "<!", "</", "</a", "<a ", "<a b=", "<a b='", '<a b="', "<?", "<", "&", "&#", "<script></"]
READ_ALL = """
import sys
from library.mail.html_text import text_of_html
for shape in sys.argv[1:]:
    assert text_of_html("<p>Halo</p>" + shape * (200_000 // len(shape))).startswith("Halo"), shape
"""


def test_what_is_left_open_two_hundred_thousand_characters_long_stops_nobody():
    subprocess.run([sys.executable, "-c", READ_ALL, *LEFT_OPEN], check=True, timeout=30)


def test_a_comment_that_never_ends_is_the_end_of_the_text():
    assert text_of_html("<p>Terima kasih.</p><!-- <p>rahasia</p>") == "Terima kasih."


def test_words_deep_inside_a_page_are_read():
    assert text_of_html("<div>" * 3000 + "Halo" + "</div>" * 3000 + "Siti") == "Halo\n" + "\nSiti"


@pytest.mark.parametrize("html", ["", " ", "<!-- -->", "\0", "<head>", "\ud800"])
def test_a_page_without_words_is_no_text(html: str):
    assert text_of_html(html).strip("?\ufffd") == ""


def test_a_page_is_read_up_to_its_limit():
    assert len(text_of_html("a" * (MOST_HTML + 5))) == MOST_HTML
