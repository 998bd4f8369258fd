"""The components keep what was typed, escape what was given, and need no inline style or script."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from webapp.assets.places import WEBAPP
from webapp.letters import compose

TEMPLATES = WEBAPP / "templates"
# Letters alone carry styles in their elements: mail programs know no style sheets.
PAGES = sorted(p for p in TEMPLATES.rglob("*.html") if "mail" not in p.relative_to(TEMPLATES).parts)
NASTY = "\"><script>alert('x')</script>"


def render(guide: Flask, source: str, language: str = "id", **values: object) -> str:
    with guide.test_request_context("/"), force_locale(language):
        return guide.jinja_env.from_string(source).render(**values)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(TEMPLATES).as_posix())
def test_no_page_carries_style_or_script_of_its_own(page: Path) -> None:
    """Linked data for search engines are no script: nothing runs them, and the policy does not concern them."""
    text = page.read_text(encoding="utf-8")
    script = r"<script(?![^>]*\ssrc=|\stype=\"application/ld\+json\")"
    assert re.findall(rf"\sstyle=|<style|\son(?!ce=)[a-z]+=|javascript:|{script}", text) == []


@pytest.mark.parametrize(
    "call",
    [
        'f.field("n", label, value, error=error, hint=hint)',
        'f.textarea("n", label, value, error=error, hint=hint)',
        'f.password("n", label, error=error, hint=hint)',
        'f.select("n", label, [(value, label)], value, error=error, hint=hint)',
        'f.choices("n", label, [(value, label)], value, error=error, hint=hint)',
        'f.tick("n", label, error=error)',
        'f.file_drop("n", label, error=error, hint=hint)',
        'f.error_summary([("n", error)])',
    ],
)
def test_a_field_escapes_all_that_it_is_given(guide: Flask, call: str) -> None:
    source = '{% import "components/form.html" as f %}{{ ' + call + " }}"
    written = render(guide, source, label=NASTY, value=NASTY, error=NASTY, hint=NASTY)
    assert "<script" not in written
    assert "&lt;script&gt;" in written


def test_an_error_is_tied_to_its_field_and_keeps_the_value(guide: Flask) -> None:
    source = (
        '{% from "components/form.html" import field %}{{ field("email", "Surel", "siti@", error="Salah.", hint="H") }}'
    )
    written = render(guide, source)
    assert 'value="siti@"' in written
    assert 'aria-describedby="email-hint email-error" aria-invalid="true"' in written
    assert 'id="email-error"' in written


def test_a_password_is_never_sent_back(guide: Flask) -> None:
    written = render(guide, '{% from "components/form.html" import password %}{{ password("p", "Sandi") }}')
    assert "value=" not in written


def test_a_textarea_keeps_a_leading_line_break(guide: Flask) -> None:
    source = '{% from "components/form.html" import textarea %}{{ textarea("t", "T", value) }}'
    # HTML drops one line break after the start tag, so there must be one more.
    assert ">\n\nfirst</textarea>" in render(guide, source, value="\nfirst")


def test_zero_is_a_value(guide: Flask) -> None:
    source = '{% from "components/form.html" import field %}{{ field("n", "N", 0, type="number", min=0) }}'
    assert 'value="0"' in render(guide, source)
    assert 'min="0"' in render(guide, source)


@pytest.mark.parametrize(
    ("page", "pages", "numbers"),
    [(1, 1, []), (1, 2, [1, 2]), (1, 9, [1, 2, 3, 9]), (5, 9, [1, 3, 4, 5, 6, 7, 9]), (9, 9, [1, 7, 8, 9])],
)
def test_pagination_shows_the_ends_and_the_neighbours(guide: Flask, page: int, pages: int, numbers: list[int]) -> None:
    source = '{% from "components/navigate.html" import pagination %}{{ pagination(page, pages, address) }}'
    written = render(guide, source, page=page, pages=pages, address=lambda n: f"?page={n}")
    assert [int(n) for n in re.findall(r'class="page-link" href="\?page=(\d+)"', written)] == numbers
    assert written.count('rel="next"') == (page < pages)


@pytest.mark.parametrize(
    ("left", "tone", "words"),
    [
        (300, "", "5:00 lagi"),
        (121, "", "2:01 lagi"),
        (120, " ring-warn", "2:00 lagi"),
        (-1, " ring-bad", "terlambat 0:01"),
    ],
)
def test_a_countdown_warns_at_sixty_percent_and_alarms_after_the_end(
    guide: Flask, left: int, tone: str, words: str
) -> None:
    source = '{% from "components/time.html" import countdown %}{{ countdown(left, 300) }}'
    written = render(guide, source, left=left)
    assert f'<div class="ring{tone}"' in written
    assert f"data-countdown-words>{words}<" in written


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [("id", "Salinan Anda siap", "Your copy is ready"), ("en", "Your copy is ready", "Salinan Anda siap")],
)
def test_a_letter_speaks_both_languages_the_reader_s_first(
    guide: Flask, language: str, first: str, second: str
) -> None:
    values = {"name": NASTY, "title": "Ajung", "until": datetime(2026, 11, 28, 7, 5, tzinfo=UTC), "link": "/x"}
    with guide.test_request_context("/"):
        letter = compose("sample", language, office="BPS Kota Metro", url="/", **values)
    assert letter.subject == first
    for body in (letter.text, letter.html):
        assert 0 <= body.index(first) < body.index(second)
        assert "28 November 2026, 14.05 WIB" in body
    assert "<script" not in letter.html


def test_the_bare_error_page_needs_nothing(guide: Flask) -> None:
    written = guide.jinja_env.get_template("errors/bare.html").render()
    assert "Ada gangguan" in written
    assert "The service has a fault" in written
