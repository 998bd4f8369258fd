"""Publications as BPS's web API tells of them, from a saved answer or over the network.

`pub_id` is the only stable identity; addresses of PDFs are signed anew at every request and are not kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

import lxml.html
from lxml.etree import ParserError

from ingest.exchange.cleaning import cleaned_record, year_in
from ingest.exchange.counting import counted
from ingest.exchange.errors import BpsUnreachable, RecordsUnreadable
from library.catalogue.records import Record

ADDRESS = "https://webapi.bps.go.id/v1/api"
_SECONDS = 30
_BYTES = 8 << 20  # one answer of ten publications has some 30 kB
_PAGES = 2_000
_ABSTRACT = 4_000


def read_answers(text: str) -> list[Record]:
    """Read one saved answer (list or view), or several of them in a JSON list.

    Raises:
        RecordsUnreadable: it is no such JSON.
        TooManyRecords: there are more than are read.
    """
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RecordsUnreadable(str(error)[:200], where="JSON") from error
    answers = plain if isinstance(plain, list) else [plain]
    found = counted(record for answer in answers for record in _records(answer))
    if not found and not any(_is_answer(answer) for answer in answers):
        raise RecordsUnreadable("no publication in it", where="JSON: data")
    return found


def _is_answer(answer: Any) -> bool:
    return isinstance(answer, dict) and "data" in answer


def _records(answer: Any) -> Iterator[Record]:
    """Give the publications of one answer: a list has its paging first, a view is the publication itself."""
    data = answer.get("data") if isinstance(answer, dict) else None
    listed = data[1] if isinstance(data, list) and len(data) > 1 else [data]
    entries = listed if isinstance(listed, list) else []
    if isinstance(answer, dict) and "pub_id" in answer:
        entries = [answer]
    yield from (_record(entry) for entry in entries if isinstance(entry, dict) and entry.get("title"))


def _record(entry: Mapping[str, Any]) -> Record:
    title = _plain(entry.get("title"))
    values = {
        "title": title,
        "year": year_in(title, str(entry.get("sch_date") or ""), str(entry.get("rl_date") or "")),
        "catalogue_number": entry.get("kat_no"),
        "publication_number": entry.get("pub_no"),
        "issn": entry.get("issn"),
    }
    return cleaned_record(str(entry.get("pub_id") or "")[:40], values, abstract=_plain(entry.get("abstract")))


def _plain(text: object) -> str:
    """Take the words out of HTML; what is no HTML stays as it is."""
    markup = str(text or "")[: 20 * _ABSTRACT].replace("\x00", "").strip()
    if not markup or not ("<" in markup or "&" in markup):
        return " ".join(markup.split())
    try:
        return " ".join(lxml.html.fromstring(f"<div>{markup}</div>").text_content().split())
    except (ParserError, ValueError):
        return ""


def fetch(domain: str, key: str, *, year: str = "", address: str = ADDRESS) -> list[Record]:
    """Ask for all publications of a domain (an office's code), page by page.

    Raises:
        BpsUnreachable: no answer, or none that can be used. The key is in no message.
        TooManyRecords: there are more than are read.
    """
    return counted(_fetched(domain, key, year, address))


def _fetched(domain: str, key: str, year: str, address: str) -> Iterator[Record]:
    for number in range(1, _PAGES + 1):
        question = {"model": "publication", "domain": domain, "lang": "ind", "page": number, "year": year, "key": key}
        answer = _ask(f"{address}/list?{urlencode({name: value for name, value in question.items() if value})}")
        yield from _records(answer)
        if number >= _pages(answer):
            return


def _pages(answer: Any) -> int:
    data = answer.get("data")
    paging = data[0] if isinstance(data, list) and data else {}
    pages = paging.get("pages") if isinstance(paging, dict) else 0
    return pages if isinstance(pages, int) else 0


def _ask(url: str) -> Any:
    host = urlsplit(url).netloc
    request = Request(url, headers={"Accept": "application/json", "User-Agent": "pustaka"})  # noqa: S310 - `ADDRESS` or the caller's
    try:
        with urlopen(request, timeout=_SECONDS) as response:  # noqa: S310 - the same
            body = response.read(_BYTES + 1)
        answer = json.loads(body) if len(body) <= _BYTES else None
    except (URLError, OSError, ValueError, RecursionError) as error:
        # Not the error's own text: it may hold the address, and so the key.
        raise BpsUnreachable(type(error).__name__, where=host) from None
    if not _is_answer(answer):
        raise BpsUnreachable("no data in the answer", where=host)
    return answer
