"""Questionnaires as administrators word them: versions over those of the catalogue's files, each from a day on.

Two things are told apart. A better wording of the same questions keeps the questionnaire's `version`: answers before
and after are counted together. Other questions are another `version`, and answers to different ones are never joined.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy.orm import Session

from library.errors import BadInput
from library.feedback.instruments import Instrument, Question, instrument_of, load_instruments
from library.offices import Words
from library.offices.merging import undated
from library.revisions import shelf
from library.store.models import Revision

KIND = "instrument"
MAX_TEXT = 400
_ADAPTER = TypeAdapter(Instrument)


def in_force(session: Session, day: date, catalog: Path) -> tuple[Instrument, ...]:
    """Give all questionnaires as they stand on a day."""
    edited = shelf.in_force(session, KIND, day)
    return tuple(read(edited[each.code]) if each.code in edited else each for each in load_instruments(catalog))


def of_office(session: Session, day: date, catalog: Path, office: str) -> Instrument:
    """Give the questionnaire that an office uses on a day."""
    used = instrument_of(catalog, office)
    return next(each for each in in_force(session, day, catalog) if each.code == used.code)


def read(row: Revision) -> Instrument:
    """Read a version.

    Raises:
        BadInput: it is none; what is wrong is named.
    """
    try:
        return _ADAPTER.validate_python(row.body)
    except ValidationError as exc:
        first = exc.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadInput(str(exc), what=f"{place}: {first['msg'].removeprefix('Value error, ')}") from exc


def body_of(instrument: Instrument) -> dict[str, Any]:
    """Give a questionnaire as plain values."""
    plain: dict[str, Any] = undated(asdict(instrument))
    return plain


def reworded(instrument: Instrument, typed: Mapping[str, str]) -> Instrument:
    """Give the questionnaire with what a form holds: `name-id`, `version`, `CODE-text-en`, `CODE-answer-1-id`, ….

    Raises:
        BadInput: a text is empty or too long.
    """
    words = _Typed(typed)
    questions = tuple(_reworded(question, words) for question in instrument.question)
    version = words.line("version", 20)
    return replace(instrument, name=words.pair("name"), version=version, question=questions)


def _reworded(question: Question, words: _Typed) -> Question:
    answers = tuple(words.pair(f"{question.code}-answer-{n}") for n in range(1, len(question.answers) + 1))
    name, text = words.pair(f"{question.code}-name"), words.pair(f"{question.code}-text")
    return replace(question, name=name, text=text, answers=answers)


class _Typed:
    """A form's lines."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        self._typed = typed

    def pair(self, name: str) -> Words:
        """Give a text in both languages."""
        return Words(self.line(f"{name}-id"), self.line(f"{name}-en"))

    def line(self, name: str, most: int = MAX_TEXT) -> str:
        """Give one line, which has to hold something."""
        text = " ".join(self._typed.get(name, "").split())
        if not text or len(text) > most:
            raise BadInput(what=name)
        return text
