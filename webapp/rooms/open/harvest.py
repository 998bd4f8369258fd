"""The address that harvesters ask."""

from __future__ import annotations

from flask import Response, request
from lxml import etree
from werkzeug.datastructures import MultiDict

from webapp.current import current_library
from webapp.rooms.open.blueprint import blueprint
from webapp.rooms.open.oai.answers import OAI, answer, element, utc
from webapp.rooms.open.oai.asking import Question, check_form, read
from webapp.rooms.open.oai.faults import OaiError
from webapp.rooms.open.oai.forms import XSI
from webapp.security import audience, csrf, limits
from webapp.security.limits import limited

_SCHEMA = f"{OAI} {OAI}OAI-PMH.xsd"


@blueprint.get("/oai")
@audience.public
@limited(*limits.PROGRAM)
def harvest() -> Response:
    """Answer a harvester that asks in the address."""
    return _answer(request.args)


@blueprint.post("/oai")
@audience.public
@csrf.reads_only
@limited(*limits.PROGRAM)
def harvest_by_form() -> Response:
    """Answer a harvester that asks as a form does: the protocol wants both, and neither changes anything."""
    return _answer(request.form)


def _answer(given: MultiDict[str, str]) -> Response:
    """Answer by the protocol: its own errors are answers, too."""
    root = etree.Element(f"{{{OAI}}}OAI-PMH", nsmap={None: OAI, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", _SCHEMA)
    root.append(element("responseDate", utc(current_library().clock())))
    asked = element("request", current_library().settings.base_url.rstrip("/") + "/oai")
    root.append(asked)
    try:
        question = read(given)
        _repeat(asked, question)
        check_form(question)
        inside = element(question.verb)
        inside.extend(answer(question))
        root.append(inside)
    except OaiError as error:
        if error.code in ("badVerb", "badArgument"):
            asked.attrib.clear()
        root.append(element("error", error.text, code=error.code))
    body = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return Response(body, content_type="text/xml; charset=utf-8")


def _repeat(asked: etree._Element, question: Question) -> None:
    asked.set("verb", question.verb)
    for name, value in question.arguments.items():
        if value.isprintable():
            asked.set(name, value)
