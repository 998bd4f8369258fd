"""Works that may be the same: the list, and two of them side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_percent
from flask_babel import gettext as _

from library.catalogue import descriptions, duplicates, versions, works
from library.catalogue.fields import FIELDS
from library.errors import BadForm
from library.readers.roles import Right
from library.store.models import Description, Work
from library.store.session import Session
from webapp.current import current_library, current_role, signed_in_visitor
from webapp.pages import page
from webapp.reasons import field_errors
from webapp.rooms.bench.blueprint import blueprint
from webapp.rooms.bench.values import label_of
from webapp.security import audience
from webapp.shown_works import language_name


@dataclass(frozen=True, slots=True)
class Row:
    """A value of both works."""

    label: str
    older: str
    newer: str

    @property
    def differs(self) -> bool:
        """Whether both say something else."""
        return self.older != self.newer


@blueprint.get("/bench/alike")
@audience.right(Right.RELEASE)
def alike() -> ResponseReturnValue:
    """List the pairs to decide about."""
    with current_library().database.read() as records:
        pairs = duplicates.waiting(records, signed_in_visitor().office)
    return page("bench/alike.html", view="staff", pairs=[(pair, level_words(pair)) for pair in pairs])


@blueprint.get("/bench/alike/<older_id>/<newer_id>")
@audience.right(Right.RELEASE)
def pair(older_id: str, newer_id: str) -> ResponseReturnValue:
    """Show two works side by side."""
    return _show(older_id, newer_id)


@blueprint.post("/bench/alike/<older_id>/<newer_id>")
@audience.right(Right.RELEASE)
def decide(older_id: str, newer_id: str) -> ResponseReturnValue:
    """Keep what a librarian says the two are."""
    library, decision = current_library(), request.form.get("decision", "")
    try:
        with library.database.write() as records:
            versions.decide(records, library.clock(), older_id, newer_id, decision, signed_in_visitor().id)
    except BadForm as problem:
        return _show(older_id, newer_id, field_errors(problem), 422)
    library.workers.wake()
    words = {
        "different": _("Both stay as they are."),
        "version": _("The newer file takes the place; the old one keeps its address and names it."),
        "same": _("The newer one was withdrawn."),
    }
    flash(words[decision], "good")
    return redirect(url_for("bench.alike"), 303)


def _show(older_id: str, newer_id: str, errors: dict[str, str] | None = None, status: int = 200) -> ResponseReturnValue:
    with current_library().database.read() as records:
        older, newer = (works.get(records, each, current_role()) for each in (older_id, newer_id))
        found = next((p for p in duplicates.of_work(records, newer_id) if p.older.id == older_id), None)
        rows = _rows(records, older, newer)
        files = [works.current_file(records, each.id) for each in (older, newer)]
    return page(
        "bench/pair.html",
        status=status,
        view="staff",
        older=older,
        newer=newer,
        files=files,
        pair=found,
        why=level_words(found) if found else "",
        rows=rows,
        errors=errors or {},
    )


def _rows(records: Session, older: Work, newer: Work) -> list[Row]:
    first, second = (descriptions.of(records, work.id) for work in (older, newer))
    told = [Row(label_of(name), _said(first, name), _said(second, name)) for name in FIELDS]
    pages = Row(str(_("Pages")), str(older.pages), str(newer.pages))
    return [row for row in (*told, pages) if row.older or row.newer]


def _said(described: Mapping[str, Description], name: str) -> str:
    value = described[name].value if name in described else ""
    return language_name(value) if name == "language" and value else value


def level_words(pair: duplicates.Pair) -> str:
    """Say why two works may be the same."""
    share = format_percent(pair.score)
    words = {
        "bytes": _("The same file, byte for byte"),
        "number": _("The same catalogue number, year and region"),
        "text": _("%(share)s of the text is the same", share=share),
        "cover": _("The covers are alike"),
    }
    return str(words[pair.level])
