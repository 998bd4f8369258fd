"""Rendering a page inside its frame."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Response, g, make_response, render_template

from library.offices import Office
from webapp.current import current_office
from webapp.frame import make_shell
from webapp.shell import View


def page(
    template: str,
    *,
    status: int = 200,
    office: Office | None = None,
    words: str = "",
    view: View = "public",
    **values: object,
) -> Response:
    """Render `template` with its `shell` and `values`.

    Args:
        template: Below `webapp/templates/`.
        status: The HTTP status.
        office: Whose page it is; its zone is used for times. By default the visitor's, else the first.
        words: What stands in the frame's search box.
        view: "public", "staff" (dense, keyboard first) or "kiosk".
        values: For the template.
    """
    shown = office or current_office()
    g.zone = ZoneInfo(shown.hours.time_zone.value)
    shell = make_shell(shown, words=words, view=view)
    return make_response(render_template(template, shell=shell, **values), status)
