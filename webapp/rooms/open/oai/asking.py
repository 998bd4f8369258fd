"""What a harvester asks, read strictly: every verb has its arguments, each given once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from werkzeug.datastructures import MultiDict

from library.exchange.public_records import Asked
from webapp.rooms.open.oai.faults import OaiError
from webapp.rooms.open.oai.forms import FORMS

SET_PREFIX = "office:"
# Of what numbers and letters there are, the protocol means those of ASCII.
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
_SET_PART = re.compile(r"[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*")
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
_NO_OFFICE = "-"
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


def check_form(question: Question) -> None:
    """See that a record can be had in the form asked for.

    Raises:
        OaiError: cannotDisseminateFormat.
    """
    prefix = question.arguments.get("metadataPrefix")
    if prefix is not None and prefix not in FORMS:
        raise OaiError("cannotDisseminateFormat", f"Formats: {', '.join(FORMS)}.")


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


def selection(arguments: Mapping[str, str]) -> Asked:
    """Read from, until and set; `until` includes its whole second or day.

    Raises:
        OaiError: badArgument.
    """
    since, until = arguments.get("from"), arguments.get("until")
    if since is not None and until is not None and len(since) != len(until):
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
    if _DAY.fullmatch(text) or _SECOND.fullmatch(text):
        with suppress(ValueError):  # there is no such day
            return datetime.fromisoformat(text).replace(tzinfo=UTC)
    raise OaiError("badArgument", "Dates are YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.")


def _office(name: str | None) -> str:
    if name is None:
        return ""
    if not _SET_PART.fullmatch(name):
        raise OaiError("badArgument", "This is not written as the name of a set.")
    # A set that is not here has no records, which is for the list to say.
    return name.removeprefix(SET_PREFIX) if name.startswith(SET_PREFIX) else _NO_OFFICE
