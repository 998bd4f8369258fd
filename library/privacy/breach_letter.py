"""The letter to the persons concerned, in both languages: what article 46 (2) of UU 27/2022 asks for."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from pydantic import TypeAdapter

from library.offices.strictness import STRICT
from library.offices.words import Words
from library.privacy.breaches import due_at
from library.privacy.letter_sheet import LetterSheet
from library.privacy.register import load_register
from library.store.models import Breach


@dataclass(frozen=True, slots=True)
class LetterWords:
    """The fixed words of the letter: `catalog_data/breach_letter.toml`."""

    __pydantic_config__ = STRICT

    title: Words
    opening: Words
    which: Words
    when: Words
    done: Words
    advice: Words
    advised: Words
    clock: Words
    blank: Words


class Paragraph(NamedTuple):
    """A paragraph, or a heading."""

    text: str
    is_heading: bool = False


@cache
def load_words(catalog: Path) -> LetterWords:
    """Read the words; `catalog` is the folder that the settings name."""
    text = (catalog / "breach_letter.toml").read_text("utf-8")
    return TypeAdapter(LetterWords).validate_python(tomllib.loads(text))


def letter(breach: Breach, kinds: Iterable[str], catalog: Path, language: str, zone: str) -> Iterator[Paragraph]:
    """Give the letter's paragraphs: which data, when and how, what is done, what she can do, and the clock."""
    words, register = load_words(catalog), load_register(catalog)
    concerned = [register.of(code) for code in dict.fromkeys(kinds)]
    blank = words.blank.in_language(language)
    yield Paragraph(words.title.in_language(language), is_heading=True)
    yield Paragraph(words.opening.in_language(language))
    yield Paragraph(words.which.in_language(language), is_heading=True)
    for each in concerned:
        yield Paragraph(f"{each.title.in_language(language)}: {each.data.in_language(language)}.")
    if not concerned:
        yield Paragraph(blank)
    for heading, text in ((words.when, breach.what), (words.done, breach.measures)):
        yield Paragraph(heading.in_language(language), is_heading=True)
        yield Paragraph(text or blank)
    yield Paragraph(words.advice.in_language(language), is_heading=True)
    yield Paragraph(words.advised.in_language(language))
    times = {"known": _written(breach.known_at, language, zone), "due": _written(due_at(breach), language, zone)}
    yield Paragraph(words.clock.in_language(language).format(**times))


def letter_pdf(breach: Breach, kinds: Iterable[str], catalog: Path, *, office: str, zone: str) -> bytes:
    """Draw the letter, Indonesian first, English on a page of its own."""
    codes, out = list(kinds), BytesIO()
    sheet = LetterSheet(out, office)
    for language in ("id", "en"):
        for paragraph in letter(breach, codes, catalog, language, zone):
            sheet.paragraph(paragraph.text, is_heading=paragraph.is_heading)
        sheet.new_page()
    sheet.save()
    return out.getvalue()


def _written(at: datetime, language: str, zone: str) -> str:
    return str(format_datetime(at.astimezone(ZoneInfo(zone)), "d MMMM y HH:mm zzz", locale=language))
