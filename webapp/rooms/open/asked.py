"""Reading a question to the JSON interface: who asks, and with which parameters."""

from __future__ import annotations

from typing import TypeVar

from flask import Response, g, jsonify, make_response, request
from flask_babel import gettext as _
from pydantic import ValidationError

from webapp.current import current_library
from webapp.rooms.open.blueprint import blueprint
from webapp.rooms.open.shapes.api import Given
from webapp.security import limits

Asked = TypeVar("Asked", bound=Given)
_BEARER = "bearer"


class BadQuestion(Exception):
    """Parameters that cannot be meant: name → what is wrong with it."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


def read(kind: type[Asked]) -> Asked:
    """Read the parameters of the address.

    Raises:
        BadQuestion: one is unknown, given twice, missing or out of its bounds.
    """
    twice = [name for name, values in request.args.lists() if len(values) > 1]
    if twice:
        raise BadQuestion(dict.fromkeys(twice, "given twice"))
    try:
        return kind.model_validate(request.args.to_dict())
    except ValidationError as error:
        raise BadQuestion({str(each["loc"][0])[:60]: each["msg"] for each in error.errors()}) from None


@blueprint.errorhandler(BadQuestion)
def refuse(error: BadQuestion) -> Response:
    """Say which parameter is wrong, and how."""
    sentence = _("The question has a parameter that is missing, unknown or out of its bounds.")
    reference = str(g.get("request_id", ""))
    return make_response(jsonify(error=422, sentence=sentence, reference=reference, fields=error.fields), 422)


@blueprint.before_request
def know_program() -> Response | None:
    """Look at the key that a program brings; one that is not in force is refused rather than overlooked."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.casefold() != _BEARER:
        return None  # nothing, or what a proxy on the way wants to know
    g.program = current_library().api_keys.knows(secret.strip())
    if g.program:
        return None
    limits.count_wrong_key()
    sentence = _("This key is not known here, or has been ended.")
    answer = make_response(jsonify(error=401, sentence=sentence, reference=str(g.get("request_id", ""))), 401)
    answer.headers["WWW-Authenticate"] = 'Bearer realm="Pustaka"'
    return answer
