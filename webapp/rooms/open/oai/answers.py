"""One answer to each verb, as elements of the protocol's namespace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from lxml import etree

from ingest.exchange.cleaning import writable
from library.errors import NotFound
from library.exchange.public_records import Entry
from webapp.current import current_library
from webapp.rooms.open.oai import tokens
from webapp.rooms.open.oai.asking import SET_PREFIX, Question, selection
from webapp.rooms.open.oai.faults import OaiError
from webapp.rooms.open.oai.forms import FORMS

OAI = "http://www.openarchives.org/OAI/2.0/"
AT_ONCE = 100


def element(name: str, text: str = "", **attributes: str) -> etree._Element:
    """Make an element of the protocol."""
    made = etree.Element(f"{{{OAI}}}{name}", attributes)
    made.text = writable(text) or None
    return made


def utc(instant: datetime) -> str:
    """Write an instant as the protocol wants it."""
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"


def answer(question: Question) -> list[etree._Element]:
    """Give what stands inside the verb's element.

    Raises:
        OaiError: what the protocol says for what was asked.
    """
    return _ANSWERS[question.verb](question.arguments)


def _identify(_arguments: Mapping[str, str]) -> list[etree._Element]:
    library = current_library()
    return [
        element("repositoryName", f"Pustaka {library.first_office.name.id}"),
        element("baseURL", _base_url()),
        element("protocolVersion", "2.0"),
        element("adminEmail", parseaddr(library.settings.mail_from)[1]),
        element("earliestDatestamp", utc(library.public_records.first_stamp())),
        element("deletedRecord", "persistent"),
        element("granularity", "YYYY-MM-DDThh:mm:ssZ"),
    ]


def _formats(arguments: Mapping[str, str]) -> list[etree._Element]:
    if "identifier" in arguments:
        _entry(arguments["identifier"])
    answers = []
    for prefix, form in FORMS.items():
        made = element("metadataFormat")
        made.extend([element("metadataPrefix", prefix), element("schema", form.schema)])
        made.append(element("metadataNamespace", form.namespace))
        answers.append(made)
    return answers


def _sets(arguments: Mapping[str, str]) -> list[etree._Element]:
    if "resumptionToken" in arguments:
        raise OaiError("badResumptionToken", "The list of sets is given whole.")
    answers = []
    for code, office in current_library().offices.items():
        made = element("set")
        made.extend([element("setSpec", SET_PREFIX + code), element("setName", office.name.id)])
        answers.append(made)
    return answers


def _one(arguments: Mapping[str, str]) -> list[etree._Element]:
    return [_record(_entry(arguments["identifier"]), arguments["metadataPrefix"])]


def _records(arguments: Mapping[str, str]) -> list[etree._Element]:
    return _list("ListRecords", arguments)


def _identifiers(arguments: Mapping[str, str]) -> list[etree._Element]:
    return _list("ListIdentifiers", arguments)


def _list(verb: str, arguments: Mapping[str, str]) -> list[etree._Element]:
    place = tokens.read(verb, arguments["resumptionToken"]) if "resumptionToken" in arguments else None
    asked = selection(place.arguments if place else arguments)
    records = current_library().public_records
    begun = datetime.fromisoformat(place.begun) if place else current_library().clock().replace(microsecond=0)
    going_on = replace(asked, begun=begun) if place else asked
    described = verb == "ListRecords"
    entries = records.after(going_on, place.after if place else None, AT_ONCE + 1, described=described)
    if not entries:
        raise OaiError("badResumptionToken" if place else "noRecordsMatch", "No records.")
    own, before = (place.arguments, place.given) if place else (dict(arguments), 0)
    shown = entries[:AT_ONCE]
    prefix = own["metadataPrefix"]
    answers = [_record(entry, prefix) if described else _header(entry) for entry in shown]
    last = shown[-1]
    token = ""
    if len(entries) > AT_ONCE:
        next_place = tokens.Place(own, last.stamp.isoformat(), last.id, before + len(shown), begun.isoformat())
        token = tokens.write(verb, next_place)
    if place or token:
        # The last part of a list that came in parts ends with an empty token.
        size = str(records.count(going_on))
        answers.append(element("resumptionToken", token, completeListSize=size, cursor=str(before)))
    return answers


def _record(entry: Entry, prefix: str) -> etree._Element:
    made = element("record")
    made.append(_header(entry))
    if entry.record is not None:
        inside = element("metadata")
        inside.append(FORMS[prefix].write(entry.record))
        made.append(inside)
    return made


def _header(entry: Entry) -> etree._Element:
    made = element("header", **({"status": "deleted"} if entry.gone else {}))
    made.append(element("identifier", f"oai:{_host()}:{entry.id}"))
    made.extend([element("datestamp", utc(entry.stamp)), element("setSpec", SET_PREFIX + entry.office)])
    return made


def _entry(identifier: str) -> Entry:
    scheme, _, rest = identifier.partition(":")
    host, _, work_id = rest.partition(":")
    if (scheme, host) != ("oai", _host()):
        raise OaiError("idDoesNotExist", "Not an identifier of this library.")
    try:
        return current_library().public_records.get(work_id)
    except NotFound:
        raise OaiError("idDoesNotExist", "No such work.") from None


def _host() -> str:
    return urlsplit(current_library().settings.base_url).hostname or "localhost"


def _base_url() -> str:
    return current_library().settings.base_url.rstrip("/") + "/oai"


_ANSWERS = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "GetRecord": _one,
    "ListRecords": _records,
    "ListIdentifiers": _identifiers,
}
