"""Which book a reader scanned is hers: it comes out with her data, goes with her, and leaves with its years."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select

from library.privacy.exporting import Wanted
from library.privacy.looks import Looker
from library.store.models import EditionScan, IngestItem
from tests.library.floor.conftest import METRO
from tests.library.privacy.conftest import Life


def scanned(life: Life) -> tuple[str, str]:
    """Let her scan twice, one declined, one taken; give the ids of the latter and of the item that it became."""
    with life.library.database.write() as session:
        known = {"created_at": life.clock(), "changed_at": life.clock(), "office": METRO, "state": "done"}
        declined = IngestItem(**known, batch="a" * 16, name="sirsak.pdf", owner_id=life.reader)
        offered = IngestItem(**known, batch="b" * 16, name="sukun.pdf", owner_id=life.reader)
        taken = IngestItem(**known, batch="c" * 16, name="publikasi.pdf")
        session.add_all([declined, offered, taken])
        session.flush()
        told = {"edition_id": life.work_id, "created_at": life.clock()}
        session.add(EditionScan(item_id=declined.id, **told, state="declined", reason="terlalu buram"))
        session.add(EditionScan(item_id=offered.id, **told, state="accepted", taken_as=taken.id))
        return offered.id, taken.id


def test_the_edition_the_offer_and_its_answer_are_in_her_export(life: Life) -> None:
    scanned(life)
    wanted = Wanted(life.subject, "json", "en", "Asia/Jakarta")
    with life.library.privacy.export(wanted, by=Looker(life.reader)) as file:
        rows = {row["name"]: row for row in json.loads(file.read())["scans"]}
    told = [(row["edition"], row["offered"], row["decision"], row["reason"]) for row in rows.values()]
    assert sorted(told, key=str) == [
        (life.work_id, True, "accepted", ""),
        (life.work_id, True, "declined", "terlalu buram"),
    ]


def erased(life: Life) -> None:
    life.library.privacy.erase_now(life.subject, "cli")


def outlived(life: Life) -> None:
    life.clock.forward(days=6 * 366)
    life.library.privacy.retention.sweep()


@pytest.mark.parametrize("gone", [erased, outlived])
def test_what_she_scanned_is_forgotten_and_a_file_that_was_taken_keeps_its_edition(
    life: Life, gone: Callable[[Life], None]
) -> None:
    _hers, taken = scanned(life)
    gone(life)
    with life.library.database.read() as session:
        left = session.scalars(select(EditionScan)).all()
    assert [(row.item_id, row.edition_id, row.state, row.taken_as) for row in left] == [
        (taken, life.work_id, "accepted", taken)
    ]
    assert "terlalu buram" not in life.dump()
