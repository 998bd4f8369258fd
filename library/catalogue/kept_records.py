"""Records that a librarian has brought in and is looking at; housekeeping forgets them after some days."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from library.catalogue.records import Record
from library.errors import NotFound
from library.ids import new_id

_ID = re.compile(r"[0-9a-z]{16}")


@dataclass(frozen=True, slots=True)
class KeptRecords:
    """What came in together: the records, what they were read from, and for which office; "" for all."""

    id: str
    source: str
    office: str
    records: tuple[Record, ...]


def keep(folder: Path, records: Iterable[Record], *, source: str, office: str) -> str:
    """Write records into a folder of their own below `folder`, that of working files; give their id."""
    kept = KeptRecords(new_id(), source[:120], office, tuple(records))
    place = _place(folder, kept.id)
    place.mkdir(mode=0o700)
    (place / "records.json").write_text(json.dumps(asdict(kept), ensure_ascii=False), "utf-8")
    return kept.id


def load(folder: Path, kept_id: str) -> KeptRecords:
    """Give what is kept.

    Raises:
        NotFound: nothing is, or no longer.
    """
    if not _ID.fullmatch(kept_id):
        raise NotFound(what=kept_id)
    try:
        plain = json.loads((_place(folder, kept_id) / "records.json").read_text("utf-8"))
    except OSError as error:
        raise NotFound(what=kept_id) from error
    records = tuple(Record(**each) for each in plain.pop("records"))
    return KeptRecords(**plain, records=records)


def _place(folder: Path, kept_id: str) -> Path:
    return folder / f"records-{kept_id}"
