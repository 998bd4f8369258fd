"""Resumption tokens: the place in a list, signed, so that nothing has to be kept and nothing can be made up."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from webapp.rooms.open.oai.faults import OaiError


@dataclass(frozen=True, slots=True)
class Place:
    """The list's own arguments, the last record given, how many have been given, and when the list was begun."""

    arguments: dict[str, str]
    stamp: str
    work: str
    given: int
    begun: str

    @property
    def after(self) -> tuple[datetime, str]:
        """Where the next records begin."""
        return datetime.fromisoformat(self.stamp), self.work


def write(verb: str, place: Place) -> str:
    """Sign a place in the list of a verb."""
    return _serializer(verb).dumps(asdict(place))


def read(verb: str, token: str) -> Place:
    """Read a token of this verb.

    Raises:
        OaiError: badResumptionToken.
    """
    try:
        return Place(**_serializer(verb).loads(token))
    except (BadData, TypeError, ValueError):
        raise OaiError("badResumptionToken", "Begin the list anew.") from None


def _serializer(verb: str) -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt=f"oai {verb}")
