"""The picture of a page, drawn from the account's own marked copy, so that a photographed screen is traced too."""

from __future__ import annotations

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue

from library.catalogue import corrections, works
from webapp.current import current_library, signed_in_visitor
from webapp.drawing import renderer
from webapp.drawn import drawn_before
from webapp.rooms.reader.blueprint import blueprint
from webapp.rooms.reader.paper import read_paper
from webapp.rooms.reader.place import WIDTHS
from webapp.security import audience, limits
from webapp.security.limits import limited


@blueprint.get("/works/<work_id>/pages/<int:number>/picture")
@audience.signed_in
@limited(*limits.READING)
def picture(work_id: str, number: int) -> ResponseReturnValue:
    """Draw a page at one of the widths; `?w=` is rounded up to the next."""
    visitor = signed_in_visitor()
    copy = current_library().screens.copy_for(visitor.id, visitor.role, work_id)
    wanted = request.args.get("w", WIDTHS[1], type=int)
    width = next((width for width in WIDTHS if width >= wanted), WIDTHS[-1])
    drawn = drawn_before().get(copy, (number, width), lambda: renderer().render_page(copy, number, width))
    answer = Response(drawn, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private"
    return answer


@blueprint.get("/works/<work_id>/pages/<int:number>/words")
@audience.signed_in
@limited(*limits.READING)
def words(work_id: str, number: int) -> ResponseReturnValue:
    """Give the page's words and their boxes in fractions of the page, so that its text can be selected."""
    library, visitor = current_library(), signed_in_visitor()
    copy = library.screens.copy_for(visitor.id, visitor.role, work_id)
    with library.database.read() as records:
        work, file = works.get(records, work_id, visitor.role), works.current_file(records, work_id)
        corrected = corrections.corrected_text(records, work, file, number)
    return jsonify(words=[list(word) for word in read_paper(copy, number, corrected).words])
