"""Telling the code of a visit: whoever has it signs in with it, so no list shows it, and the trail keeps who saw it."""

from __future__ import annotations

from flask_babel import gettext as _

from library import audit
from library.floor.views import VisitView
from webapp.current import current_library


def told_code(visit: VisitView, by: str) -> str:
    """Give the sentence with the code, and note that `by` was told it."""
    library = current_library()
    with library.database.write() as records:
        audit.record(records, library.clock(), by, "visit.show-code", f"visit:{visit.id}")
    return str(_("The visit code is %(code)s.", code=visit.code))
