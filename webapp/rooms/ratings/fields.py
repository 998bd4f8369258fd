"""An instrument's questions as fields of a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from library.feedback.filling import field_names
from library.feedback.instruments import Instrument, Question


@dataclass(frozen=True, slots=True)
class ScaleField:
    """One scale to tick: its name, its label, its steps from the lowest, what was ticked and what is wrong with it."""

    name: str
    label: str
    steps: tuple[tuple[str, str], ...]
    value: str
    error: str


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question in the reader's language, with one scale or two."""

    name: str
    text: str
    fields: tuple[ScaleField, ...]


def shown_questions(
    instrument: Instrument, language: str, typed: Mapping[str, str], errors: Mapping[str, str]
) -> list[ShownQuestion]:
    """Give the questions with what was ticked so far."""
    return [
        ShownQuestion(
            question.name.in_language(language),
            question.text.in_language(language),
            _fields(instrument, question, language, typed, errors),
        )
        for question in instrument.question
    ]


def _fields(
    instrument: Instrument, question: Question, language: str, typed: Mapping[str, str], errors: Mapping[str, str]
) -> tuple[ScaleField, ...]:
    text, steps = question.text.in_language(language), _steps(instrument, question, language)
    labels = (text,) if instrument.kind == "skm" else (_("How important is this to you?"), _("How satisfied are you?"))
    return tuple(
        ScaleField(name, str(label), steps, typed.get(name, ""), errors.get(name, ""))
        for name, label in zip(field_names(instrument, question.code), labels, strict=True)
    )


def _steps(instrument: Instrument, question: Question, language: str) -> tuple[tuple[str, str], ...]:
    words = [answer.in_language(language) for answer in question.answers]
    numbers = range(1, instrument.highest + 1)
    return tuple((str(n), words[n - 1] if words else str(n)) for n in numbers)
