"""Online consultations of a year, brought about through the library's own deeds at the instants of the story."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bench.year.facts import Fact
from library.consultations import AskForm, asking, closing, conversation, searches
from library.floor.step import Step
from library.offices import Office
from library.store.models import Consultation

ZONE = ZoneInfo("Asia/Jakarta")
ENDINGS = ("quick", "quick", "quick", "late", "asked back", "cancelled", "open")
QUESTION = "Berapa luas panen padi sawah menurut kecamatan pada tahun 2025?"
LATE = timedelta(days=20)
"""Later than three working days, also over the longest holidays."""


@dataclass(frozen=True)
class Cases:
    """Writes cases at random, the same for the same seed; `officers` by office."""

    session: Session
    offices: Mapping[str, Office]
    reader: str
    officers: Mapping[str, str]
    catalog: Path
    seed: int = 11

    def write(self, offices: tuple[str, ...], count: int) -> list[Fact]:
        chance = random.Random(self.seed)
        facts: list[Fact] = []
        for _ in range(count):
            office = chance.choice(offices)
            day = date(2025, 12, 15) + timedelta(days=chance.randrange(380))
            facts += self._case(office, day, chance.choice(ENDINGS), chance.randrange(8 * 60, 23 * 60))
            self.session.flush()
            self.session.expunge_all()
        return facts

    def _case(self, office: str, day: date, ending: str, minute: int) -> Iterator[Fact]:
        at = (datetime.combine(day, time(0), ZONE) + timedelta(minutes=minute)).astimezone(UTC)
        case = self._ask(office, at)
        yield Fact("asked", office, day, "application")
        if ending == "open":
            return
        if ending == "cancelled":
            closing.close(self._step(at + timedelta(minutes=20), self.reader), case, "cancelled")
            yield Fact("closed", office, day, "cancelled")
            yield Fact("promise", office, day, "C4:excluded")
            return
        if ending == "asked back":
            yield from self._asked_back(case, office, day, at)
        answered = at + (LATE if ending == "late" else timedelta(hours=1))
        self._answer(case, office, answered)
        verdict = "breached" if ending == "late" else "met"
        yield Fact("promise", office, day, f"C4:{verdict}")
        yield Fact("answered", office, day)
        closing.close(self._step(answered + timedelta(hours=1), self.reader), case, "resolved")
        yield Fact("closed", office, day, "resolved")

    def _ask(self, office: str, at: datetime) -> Consultation:
        step = self._step(at, self.reader)
        search = searches.keep(step, self.reader, office, "luas panen padi", 0, [])
        form = AskForm(title="Luas panen padi", question=QUESTION, search_id=search.id)
        return asking.submit(step, self.reader, office, form, self.catalog)

    def _asked_back(self, case: Consultation, office: str, day: date, at: datetime) -> Iterator[Fact]:
        """The reply comes after a quarter of an hour; where the office counts from the question, nothing changes."""
        conversation.clarify(self._step(at + timedelta(minutes=5), self.officers[office]), case, "Kecamatan mana?")
        conversation.say(self._step(at + timedelta(minutes=15), self.reader), case, "Semua kecamatan.")
        if self.offices[office].rules.online.answer_starts.value == "clear":
            yield Fact("promise", office, day, "C4:excluded")

    def _answer(self, case: Consultation, office: str, at: datetime) -> None:
        conversation.answer(self._step(at, self.officers[office]), case, "Tabel 5.1.3 pada publikasi terlampir.")

    def _step(self, at: datetime, by: str) -> Step:
        return Step(self.session, at, by, self.offices)
