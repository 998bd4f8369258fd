"""A filled instrument as it comes from a form, checked against the instrument."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from library.errors import BadForm
from library.feedback.instruments import Instrument
from library.feedback.written import tidy

MAX_COMMENT = 1000
SIDES = ("importance", "satisfaction")


def field_names(instrument: Instrument, code: str) -> tuple[str, ...]:
    """Give the names of a question's fields: its code, or one for each side of the 1–10 survey."""
    return (code,) if instrument.kind == "skm" else tuple(f"{code}_{side}" for side in SIDES)


def read_answers(instrument: Instrument, form: Mapping[str, str]) -> dict[str, Any]:
    """Read every question's answer.

    Raises:
        BadForm: with a reason for every field that is missing or off the scale.
    """
    problems: dict[str, str] = {}
    answers: dict[str, Any] = {}
    for code in instrument.codes:
        values = [_step(form.get(name, ""), instrument.highest) for name in field_names(instrument, code)]
        for name, value in zip(field_names(instrument, code), values, strict=True):
            if value is None:
                problems[name] = "choice-invalid" if form.get(name) else "required"
        answers[code] = values[0] if instrument.kind == "skm" else values
    if problems:
        raise BadForm(problems)
    return answers


def _step(text: str, highest: int) -> int | None:
    # Plain digits only: int() would take "٣" and " 3 " too.
    if not (text.isascii() and text.isdigit() and len(text) <= 2):
        return None
    return int(text) if 1 <= int(text) <= highest else None


def read_comment(text: str) -> str:
    """Tidy a comment.

    Raises:
        BadForm: it is too long.
    """
    clean = tidy(text)
    if len(clean) > MAX_COMMENT:
        raise BadForm({"comment": "too-long"})
    return clean


Check = Callable[[str], bool]


def read_code(form: Mapping[str, str], name: str, known: Check) -> str:
    """Read an optional choice; one that no list has counts as not given."""
    code = form.get(name, "")
    return code if code and known(code) else ""
