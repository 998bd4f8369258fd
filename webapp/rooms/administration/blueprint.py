"""The room of administration."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask_babel import gettext as _

from library.readers.roles import Right
from webapp.current import may

blueprint = Blueprint("administration", __name__, url_prefix="/administration")

# Pages among these tabs that another room keeps.
_OTHER_ROOMS = {"keeping": "preservation.keeping"}


def tabs(current: str) -> list[dict[str, object]]:
    """Give the room's pages that whoever is here may open."""
    pages = (
        ("overview", _("Overview"), "house", Right.MANAGE_DATA),
        ("people", _("People"), "users", Right.MANAGE_ACCOUNTS),
        ("offices", _("Offices"), "building-2", Right.MANAGE_DATA),
        ("holidays", _("Holidays"), "calendar", Right.MANAGE_DATA),
        ("instruments", _("Questionnaires"), "star", Right.MANAGE_DATA),
        ("texts", _("Texts"), "mail", Right.MANAGE_DATA),
        ("keys", _("Keys and seal"), "fingerprint", Right.MANAGE_DATA),
        ("jobs", _("Later work"), "activity", Right.SEE_JOBS),
        ("trail", _("Audit trail"), "history", Right.SEE_AUDIT),
        ("health", _("Health"), "circle-check", Right.SEE_JOBS),
        ("keeping", _("Kept files"), "archive", Right.MANAGE_DATA),
    )
    return [
        {
            "label": label,
            "url": url_for(_OTHER_ROOMS.get(name, f"administration.{name}")),
            "icon": icon,
            "current": name == current,
        }
        for name, label, icon, right in pages
        if may(right)
    ]
