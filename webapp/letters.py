"""Letters by mail: HTML and text, in both languages, the reader's own first.

A letter `copy_ready` is three templates: `mail/copy_ready.subject.txt`, `mail/copy_ready.html` and
`mail/copy_ready.txt`, each with the content alone, written with `_()`; the frame is `mail/layout`.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask_babel import force_locale
from markupsafe import Markup

from webapp.language.catalogues import LANGUAGES


@dataclass(frozen=True)
class Letter:
    """A letter ready to send: its subject line and the same content as text and as HTML."""

    subject: str
    text: str
    html: str


def compose(letter: str, language: str, /, *, office: str, url: str, **values: object) -> Letter:
    """Write the letter `letter`, in `language` first and the other below; `values` go to its templates.

    Raises:
        ValueError: The language is none of ours.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no letters in {language!r}")
    order = sorted(LANGUAGES, key=lambda other: other != language)
    subjects = {other: _part(f"mail/{letter}.subject.txt", other, values) for other in order}
    html = [(other, subjects[other], Markup(_part(f"mail/{letter}.html", other, values))) for other in order]  # noqa: S704  an autoescaped template's output
    text = [(other, subjects[other], _part(f"mail/{letter}.txt", other, values)) for other in order]
    return Letter(
        subject=" ".join(subjects[language].split()),
        text=render_template("mail/layout.txt", office=office, url=url, parts=text),
        html=render_template("mail/layout.html", office=office, url=url, parts=html),
    )


def _part(template: str, language: str, values: dict[str, object]) -> str:
    with force_locale(language):
        return render_template(template, **values).strip()
