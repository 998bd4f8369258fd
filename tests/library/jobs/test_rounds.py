"""Rounds: each office in turn, and the next one ordered whatever happened."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from library.jobs.rounds import Round
from library.store.models import Job
from tests.library.floor.conftest import Room, empty_data, room

__all__ = ["empty_data", "room"]
HOURLY = Round("test.round", timedelta(hours=1), priority=5)


def test_an_office_that_fails_keeps_no_other_waiting(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    seen: list[str] = []

    def deed(office: str) -> dict[str, int]:
        seen.append(office)
        if office == "1872":
            raise ValueError(office)
        return {"done": 1}

    HOURLY.visit(["1600", "1872", "1674"], deed)
    assert seen == ["1600", "1872", "1674"]


def test_one_round_waits_at_a_time_however_often_it_is_ordered(room: Room) -> None:
    database, now = room.library.database, room.clock()
    for _ in range(2):
        HOURLY.order(database, now)
        HOURLY.again(database, now)
    with database.read() as session:
        (job,) = session.scalars(select(Job).where(Job.kind == "test.round"))
    assert job.run_after == now
