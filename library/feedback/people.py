"""Gender, age group and education of whoever rates: from her page of the guest book, else as she gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.feedback.filling import read_code
from library.offices.lists import ListName, load_choices
from library.store.models import Leg, RatingInvitation, Visit

GROUPINGS: tuple[ListName, ...] = ("gender", "age", "education")


@dataclass(frozen=True, slots=True)
class Person:
    """Codes of the lists; empty: not given."""

    gender: str = ""
    age: str = ""
    education: str = ""


def from_guest_book(session: Session, invitation: RatingInvitation, catalog: Path, now: datetime) -> Person | None:
    """Give what the guest book says of whoever was served; None where there is no page of hers."""
    kind, _colon, key = invitation.subject.partition(":")
    if kind != "leg":
        return None
    query = select(Visit.answers).join(Leg, Leg.visit_id == Visit.id).where(Leg.id == key, Visit.erased_at.is_(None))
    answers = session.scalars(query).first()
    return None if answers is None else _person(answers, catalog, now)


def _person(answers: Mapping[str, Any], catalog: Path, now: datetime) -> Person:
    born = answers.get("birth_year")
    return Person(
        gender=str(answers.get("gender", "")),
        age=age_group(catalog, now.year - born) if isinstance(born, int) else "",
        education=str(answers.get("education", "")),
    )


def age_group(catalog: Path, years: int) -> str:
    """Give the code of the group to which an age in whole years belongs."""
    groups = load_choices(catalog, "age")
    found = (
        group.code for group in groups if (group.first or 0) <= years <= (years if group.last is None else group.last)
    )
    return next(found, "")


def from_form(form: Mapping[str, str], catalog: Path) -> Person:
    """Read what she gives on the rating page; nothing there is required."""
    given = {name: read_code(form, name, load_choices(catalog, name).__contains__) for name in GROUPINGS}
    return Person(**given)
