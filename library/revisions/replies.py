"""Ready-made sentences for officers, as administrators word them: for all offices, or for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy.orm import Session

from library.consultations.replies import ReplyTemplate, load_replies
from library.errors import BadInput
from library.revisions import shelf
from library.revisions.placeholders import checked
from library.store.models import Revision

KIND = "reply"
ALL = "all"
KNOWN = ("name", "number")
MAX_BODY, MAX_TITLE = 4000, 80
_ADAPTER = TypeAdapter(ReplyTemplate)


def in_force(session: Session, day: date, catalog: Path, office: str = ALL) -> Sequence[ReplyTemplate]:
    """Give the sentences that an office's officers are offered: its own wording before that for all."""
    known: dict[str, ReplyTemplate | None] = {each.code: each for each in load_replies(catalog)}
    edited = shelf.in_force(session, KIND, day)
    for scope in (ALL, office):
        for subject, row in edited.items():
            if subject.partition(":")[0] == scope:
                known[subject.partition(":")[2]] = read(row)
    return [each for each in known.values() if each is not None]


def read(row: Revision) -> ReplyTemplate | None:
    """Read a version; None where it takes the sentence away.

    Raises:
        BadInput: it is none.
    """
    if row.body.get("gone"):
        return None
    try:
        return _ADAPTER.validate_python(row.body)
    except ValidationError as exc:
        raise BadInput(str(exc), what=shelf.name_of(row)) from exc


def body_of(template: ReplyTemplate) -> dict[str, Any]:
    """Give a sentence as plain values.

    Raises:
        BadInput: a text is empty or too long, or holds braces that nothing fills.
    """
    for text in (template.body.id, template.body.en):
        checked(text, known=KNOWN)
        if not text.strip() or len(text) > MAX_BODY:
            raise BadInput(what="isi / text")
    if any(not 0 < len(text.strip()) <= MAX_TITLE for text in (template.title.id, template.title.en)):
        raise BadInput(what="judul / title")
    return asdict(template)
