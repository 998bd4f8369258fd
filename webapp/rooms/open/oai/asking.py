"""What a harvester asks, read strictly: every verb has its arguments, each given once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from werkzeug.datastructures import MultiDict

from library.exchange.public_records import Asked
from webapp.rooms.open.oai.faults import OaiError
from webapp.rooms.open.oai.forms import FORMS

SET_PREFIX = "office:"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_SELECTION = {"from", "until", "set", "metadataPrefix"}
# Of each verb: the arguments that it must have, and those that it may have.
VERBS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "ListSets": (frozenset(), frozenset({"resumptionToken"})),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset(_SELECTION)),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset(_SELECTION)),
}
LISTS = frozenset({"ListIdentifiers", "ListRecords"})


@dataclass(frozen=True, slots=True)
class Question:
    """A verb and its arguments, all of them known and none given twice."""

    verb: str
    arguments: Mapping[str, str]


def read(given: MultiDict[str, str]) -> Question:
    """Read a request.

    Raises:
        OaiError: badVerb or badArgument.
    """
    verbs = given.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise OaiError("badVerb", "The verb is missing, given twice, or none of OAI-PMH 2.0.")
    arguments = {name: values[0] for name, values in given.lists() if name != "verb"}
    if any(len(values) > 1 for _name, values in given.lists()):
        raise OaiError("badArgument", "An argument is given twice.")
    _check(verbs[0], arguments)
    return Question(verbs[0], arguments)


def _check(verb: str, arguments: Mapping[str, str]) -> None:
    if verb in LISTS and "resumptionToken" in arguments:
        if len(arguments) > 1:
            raise OaiError("badArgument", "A resumptionToken stands alone.")
        return
    required, optional = VERBS[verb]
    if missing := sorted(required - arguments.keys()):
        raise OaiError("badArgument", f"Missing: {', '.join(missing)}.")
    if arguments.keys() - required - optional:
        raise OaiError("badArgument", f"{verb} has no such argument.")
    prefix = arguments.get("metadataPrefix")
    if prefix is not None and prefix not in FORMS:
        raise OaiError("cannotDisseminateFormat", f"Formats: {', '.join(FORMS)}.")


def selection(arguments: Mapping[str, str]) -> Asked:
    """Read from, until and set; `until` includes its whole second or day.

    Raises:
        OaiError: badArgument.
    """
    since, until = arguments.get("from"), arguments.get("until")
    if since and until and len(since) != len(until):
        raise OaiError("badArgument", "from and until differ in granularity.")
    first = _instant(since) if since is not None else None
    last = _instant(until) if until is not None else None
    if first and last and first > last:
        raise OaiError("badArgument", "from is later than until.")
    step = timedelta(days=1) if until and len(until) == len("YYYY-MM-DD") else timedelta(seconds=1)
    return Asked(first, _plus(last, step) if last else None, _office(arguments.get("set")))


def _plus(instant: datetime, step: timedelta) -> datetime:
    try:
        return instant + step
    except OverflowError:
        return instant


def _instant(text: str) -> datetime:
    form = "%Y-%m-%d" if _DAY.fullmatch(text) else "%Y-%m-%dT%H:%M:%SZ" if _SECOND.fullmatch(text) else ""
    try:
        return datetime.strptime(text, form).replace(tzinfo=UTC)
    except ValueError:
        raise OaiError("badArgument", "Dates are YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.") from None


def _office(name: str | None) -> str:
    if name is None:
        return ""
    code = name.removeprefix(SET_PREFIX)
    if not name.startswith(SET_PREFIX) or not re.fullmatch(r"\d{4}", code):
        raise OaiError("badArgument", "There is no such set; ListSets tells them.")
    return code
