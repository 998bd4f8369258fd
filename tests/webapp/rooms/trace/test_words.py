"""The engine's answers in the reader's language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask, g

from webapp.rooms.trace import words

ROOT = Path(__file__).resolve().parents[4]


@pytest.mark.parametrize(
    ("log10_bound", "language", "said"),
    [
        (-6.0, "id", "1.000.000"),
        (-6.98, "en", "1,000,000"),
        (-3.2, "id", "1.000"),
        (-13.99, "id", "10¹³"),
        (-320.5, "en", "10³²⁰"),
        (0.4, "en", "1"),
    ],
)
def test_the_bound_is_never_said_stronger_than_it_is(app: Flask, log10_bound: float, language: str, said: str) -> None:
    with app.test_request_context():
        g.language = language
        assert words.one_chance_in(log10_bound) == said


def test_every_reason_of_the_decoder_is_worded(app: Flask) -> None:
    """What the child that opens leaks refuses, as its own source has it."""
    source = (ROOT / "watermark/trace/intake.py").read_text() + (ROOT / "watermark/trace/tracing.py").read_text()
    reasons = re.findall(r'RefusedError\("([^"]+)"\)|"error": f?"([^"]+)"|(The picture is blank\.)', source)
    assert len(reasons) >= 7
    with app.test_request_context():
        g.language = "en"
        unknown = words.reason("something never said before")
        unworded = [text for found in reasons for text in found if text and words.reason(text) == unknown]
    assert unworded == []
    assert unknown


def test_no_reason_has_no_words(app: Flask) -> None:
    with app.test_request_context():
        assert words.reason("") == ""
