"""What a code stands for, and where a value comes from, in words."""

from __future__ import annotations

from flask_babel import gettext as _

from library.catalogue.descriptions import DOUBTFUL
from library.store.models import Description
from webapp.current import current_library
from webapp.language_choice import choose_language
from webapp.shown_works import place_words, subject_words


def meaning(field: str, value: str) -> str:
    """Say in words what a region's, an office's or a subject's code stands for; empty for what speaks for itself."""
    if field == "region":
        return place_words(value)
    if field == "subjects":
        return subject_words(value)
    if field == "office" and value:
        office = current_library().offices.get(value)
        return office.name.in_language(choose_language()) if office else place_words(value.removesuffix("00"))
    return ""


def origin_words(row: Description) -> str:
    """Say where a value comes from and how sure it is."""
    if row.accepted_at is not None:
        return str(_("Accepted"))
    words = {
        "read": _("Read from the pages"),
        "derived": _("Follows from other values"),
        "typed": _("Typed by a librarian"),
        "imported": _("Taken over from %(source)s", source=row.source),
    }
    sure = row.confidence
    if sure is not None and sure < DOUBTFUL:
        return str(_("Doubtful: please look at it"))
    return str(words.get(row.origin, row.origin))


def offered(field: str) -> list[tuple[str, str]]:
    """List what may be chosen for a field, as (code, name); empty for fields in free words."""
    if field != "subjects":
        return []
    language, classification = choose_language(), current_library().describer.tables.classification
    return [(subject.code, subject.label.in_language(language)) for subject in classification.subjects]
