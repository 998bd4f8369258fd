"""The tables and figures of a work, in its own order."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from library.catalogue import headings, works
from library.readers.roles import Right
from library.store.models import Heading, Work
from webapp.current import current_library, current_role, may, use_office
from webapp.pages import page
from webapp.rooms.search.shown_headings import heading_name, marked
from webapp.rooms.works.blueprint import blueprint
from webapp.security import audience

LONGEST = 200


@blueprint.get("/works/<work_id>/tables")
@audience.public
def tables(work_id: str) -> ResponseReturnValue:
    """List a work's tables and figures under its chapters; `?q=` leaves those whose titles have the words."""
    with current_library().database.read() as records:
        work = works.get(records, work_id, current_role())
        found = headings.of_file(records, works.current_file(records, work_id).id)
    words = " ".join(request.args.get("q", "").split())[:LONGEST]
    return page(
        "works/tables.html",
        office=use_office(work.office),
        work=work,
        sought=words,
        chapters=by_chapter(work, found, words),
        total=sum(each.kind != "chapter" for each in found),
    )


def by_chapter(work: Work, found: list[Heading], words: str = "") -> list[dict[str, Any]]:
    """Give the chapters, each with its tables and figures; one without any is left out where words are sought."""
    made: list[dict[str, Any]] = [{"name": "", "title": "", "parallel": "", "items": [], "level": 1}]
    for heading in found:
        if heading.kind == "chapter":
            made.append({**shown_heading(work, heading, words), "items": [], "level": heading.level})
        elif _has(heading, words):
            made[-1]["items"].append(shown_heading(work, heading, words))
    return [chapter for chapter in made if chapter["items"] or (chapter["title"] and not words)]


def shown_heading(work: Work, heading: Heading, words: str = "") -> dict[str, Any]:
    """Give a heading with its address: the page itself where it may be read, else the work's."""
    reads = work.access == "open" or may(Right.READ_RESTRICTED)
    room, anchor = ("reader.show", None) if reads else ("works.show", "pages")
    return {
        "name": heading_name(heading.kind, heading.number),
        "number": heading.number,
        "kind": heading.kind,
        "title": marked(heading.title, words),
        "parallel": marked(heading.parallel_title, words),
        "page": heading.page,
        "last_page": heading.last_page,
        "url": url_for(room, work_id=work.id, page=heading.page, q=words or None, _anchor=anchor),
    }


def _has(heading: Heading, words: str) -> bool:
    """Tell whether a title has all the words, in any of its languages, or is called by the number."""
    text = f"{heading_name(heading.kind, heading.number)} {heading.title} {heading.parallel_title}".casefold()
    return all(word in text for word in words.casefold().split())
