"""The room of personal data; its pages stand where their readers look for them."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask_babel import gettext as _

from library.readers.roles import Right
from webapp.current import may

blueprint = Blueprint("privacy", __name__)


def tabs(current: str) -> list[dict[str, object]]:
    """Give the staff's pages of this room that whoever is here may open."""
    pages = (
        ("visits", _("Visitors who ask"), "user-check", Right.SERVE_VISITORS),
        ("looks", _("Who looked at what"), "eye", Right.SEE_AUDIT),
        ("breaches", _("Breaches"), "triangle-alert", Right.SEE_AUDIT),
    )
    return [
        {"label": label, "url": url_for(f"privacy.{name}"), "icon": icon, "current": name == current}
        for name, label, icon, right in pages
        if may(right)
    ]
