"""A page of the hall, in the frame of whoever stands before it: a kiosk's, or that of a phone or a desk."""

from __future__ import annotations

from typing import Any

from flask import Response

from webapp.pages import page
from webapp.rooms.guest.entrance import Entrance


def hall_page(template: str, here: Entrance, *, status: int = 200, **values: Any) -> Response:
    """Render `template` with its `values` and `here`, where it is shown."""
    return page(template, status=status, office=here.office, view=here.view, here=here, **values)
