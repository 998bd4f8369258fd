"""The settings of a trial in words, as its librarian chose them."""

from __future__ import annotations

from typing import Any

from flask_babel import format_decimal, format_percent
from flask_babel import gettext as _

from ingest.redoing.settings import PageSettings, settings_from
from webapp.rooms.pages.form import AgainForm


def chosen_facts(plain: dict[str, Any]) -> list[tuple[str, str]]:
    """Name what was chosen; a choice that was left alone says nothing, but for languages and layout."""
    chosen, form = settings_from(plain), AgainForm()
    languages, segmentation, turn = "+".join(chosen.languages), str(chosen.segmentation), str(chosen.turn)
    return [
        (_("Languages"), dict(form.language_options).get(languages, languages)),
        (_("Layout"), dict(form.segmentation_options).get(segmentation, segmentation)),
        (_("Resolution for recognition"), dict(form.resolution_options).get(str(chosen.resolution), "")),
        (_("Turn"), dict(form.turn_options)[turn] if chosen.turn else ""),
        (_("Straightened"), _slope(chosen)),
        (_("Specks"), _("left out for recognition") if chosen.despeckle else ""),
        (_("Parted at"), _("%(share)s of the width", share=format_percent(chosen.split)) if chosen.split else ""),
    ]


def _slope(chosen: PageSettings) -> str:
    if chosen.skew:
        return str(_("by hand, %(degrees)s°", degrees=format_decimal(round(chosen.skew, 2))))
    return str(_("by the slope of its lines")) if chosen.straighten else ""
