"""A year of an office as plain facts, written into the tables; what is expected is counted from the facts."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from library.feedback.instruments import load_instruments
from library.ids import new_id
from library.readers import accounts
from library.readers.roles import Role
from library.settings import Settings
from library.store.models import (
    Account,
    Blob,
    ClockRow,
    Complaint,
    Copy,
    FloorEvent,
    Master,
    Rating,
    RatingInvitation,
    SoftcopyRequest,
    TraceCase,
    Work,
    WorkFile,
)

ZONE = ZoneInfo("Asia/Jakarta")
SKM = next(each for each in load_instruments(Settings().catalog) if each.kind == "skm")
ENDS = ("started", "admitted", "expired", "left", "no_show")


@dataclass(frozen=True)
class Fact:
    """Something that happened: what, at which office, on which local day, and what else is to be counted."""

    what: str
    office: str
    day: date
    part: str = ""
    seconds: float = 0.0
    answers: tuple[int, ...] = ()


@dataclass
class Year:
    """Writes facts at random, the same for the same seed."""

    session: Session
    reader: Account
    works: list[Work]
    masters: list[Master]
    seed: int = 7
    librarians: dict[str, str] = field(default_factory=dict)

    def write(self, offices: tuple[str, ...], visits: int) -> list[Fact]:
        chance = random.Random(self.seed)
        facts: list[Fact] = []
        for n in range(visits):
            office = chance.choice(offices)
            day = date(2025, 12, 15) + timedelta(days=chance.randrange(400))  # some days before and after the year
            facts += self._visit(chance, office, day)
            if n % 3 == 0:
                facts += self._request(chance, office, day)
            if n % 4 == 0:
                facts += self._rating(chance, office, day)
            if n % 9 == 0:
                facts += self._complaint(chance, office, day)
            if n % 40 == 0:
                facts += self._trace(chance, office, day)
        self.session.flush()
        return facts

    def _at(self, chance: random.Random, day: date) -> datetime:
        # Also shortly after local midnight, when UTC has another date.
        minute = chance.choice((5, 8 * 60, 15 * 60, 23 * 60 + 59))
        return (datetime.combine(day, time(0), ZONE) + timedelta(minutes=minute)).astimezone(UTC)

    def _visit(self, chance: random.Random, office: str, day: date) -> list[Fact]:
        at, end = self._at(chance, day), chance.choice(ENDS)
        service = "library" if end == "admitted" else "consultation"
        for kind, details in (("arrived", {}), ("joined", {"service": service}), (end, {"service": service})):
            event = FloorEvent(at=at, office=office, service_date=day, kind=kind, actor="visitor", version="v")
            event.details = details
            self.session.add(event)
        result = chance.choice(("met", "met", "met", "breached", "excluded"))
        kind = "C2" if service == "library" else "C1"
        clock = ClockRow(office=office, kind=kind, subject=f"leg:{new_id()}", version="v", limit={}, start=at)
        clock.result, clock.stopped_at = result, at
        self.session.add(clock)
        ended = {"started": "served", "admitted": "served"}.get(end, end if end != "expired" else "unserved")
        part = service if ended == "served" else ""
        return [
            Fact("visits", office, day),
            Fact(ended, office, day, part),
            Fact("promise", office, day, f"{kind}:{result}"),
        ]

    def _request(self, chance: random.Random, office: str, day: date) -> list[Fact]:
        at, at_work = self._at(chance, day), chance.randrange(len(self.works))
        sent = chance.random() < 0.8
        row = SoftcopyRequest(
            id=new_id(),
            number=new_id(20),
            office=office,
            account_id=self.reader.id,
            work_id=self.works[at_work].id,
            purpose="study",
            state="DISPATCHED" if sent else "REJECTED",
            submitted_at=at,
        )
        self.session.add(row)
        facts = [Fact("requested", office, day, "online"), Fact("work", office, day, self.works[at_work].title)]
        if not sent:
            return [*facts, Fact("rejected", office, day)]
        self.session.flush()
        seconds = chance.randrange(20, 4000) + 0.5
        copy = Copy(request_id=row.id, account_id=self.reader.id, master_id=self.masters[at_work].id, office=office)
        copy.created_at, copy.dispatched_at = at, at + timedelta(seconds=seconds)
        self.session.add(copy)
        return [*facts, Fact("dispatched", office, day, seconds=seconds)]

    def _rating(self, chance: random.Random, office: str, day: date) -> list[Fact]:
        at = self._at(chance, day)
        answers = tuple(chance.choices((1, 2, 3, 4), (1, 2, 8, 9), k=9))
        invitation = RatingInvitation(id=new_id(), token_hash=new_id(), office=office, subject=f"leg:{new_id()}")
        invitation.created_at, invitation.expires_at = at, at + timedelta(days=14)
        self.session.add(invitation)
        self.session.flush()
        rating = Rating(invitation_id=invitation.id, office=office, service="consultation", channel="walk_in")
        rating.instrument, rating.instrument_version, rating.language = SKM.code, SKM.version, "id"
        rating.at, rating.service_date = at, day
        rating.answers = dict(zip(SKM.codes, answers, strict=True))
        rating.gender, rating.education = chance.choice(("female", "male", "")), chance.choice(("s2", "d4_s1", "d3"))
        rating.age = chance.choices(("17_25", "26_34", "gt_65"), (8, 8, 1))[0]
        self.session.add(rating)
        return [Fact("ratings", office, day, "consultation", answers=answers)]

    def _complaint(self, chance: random.Random, office: str, day: date) -> list[Fact]:
        at, late = self._at(chance, day), chance.random() < 0.3
        row = Complaint(office=office, number=new_id(20), tracking_hash=new_id(), state="CLOSED", channel="web")
        row.text, row.version, row.received_at, row.topic = "…", "v", at, chance.choice(("waiting", "conduct"))
        row.due_at = at + timedelta(days=5)
        row.settled_at = row.due_at + timedelta(seconds=1 if late else 0)
        self.session.add(row)
        verdict = "breached" if late else "met"
        return [Fact("complaints", office, day, row.topic), Fact("complaint_deadline", office, day, verdict)]

    def _trace(self, chance: random.Random, office: str, day: date) -> list[Fact]:
        at, outcome = self._at(chance, day), chance.choice(("identified", "nobody"))
        row = TraceCase(created_by=self._librarian(office), created_at=at, state="done", outcome=outcome)
        self.session.add(row)
        return [Fact("traces", office, day, outcome)]

    def _librarian(self, office: str) -> str:
        if office not in self.librarians:
            address, now = f"librarian-{office}@example.org", self.reader.created_at
            made = accounts.add(self.session, now, email=address, name="L", role=Role.LIBRARIAN, office=office)
            self.librarians[office] = made.id
        return self.librarians[office]


def some_works(session: Session, now: datetime) -> tuple[list[Work], list[Master]]:
    """Make works with masters, enough to be asked for."""
    works, masters = [], []
    for n in range(3):
        title = f"Kota Metro Dalam Angka {2020 + n}"
        work = Work(id=f"work{n:06}", office="1872", title=title, kind="born-digital", pages=1, created_at=now)
        blob = Blob(sha256=f"{n:064}", size=1, role="original", created_at=now)
        session.add_all((work, blob))
        session.flush()
        file = WorkFile(id=f"file{n:012}", work_id=work.id, original=blob.sha256, shown=blob.sha256, name="x.pdf")
        file.media_type, file.pages, file.created_at = "application/pdf", 1, now
        session.add(file)
        session.flush()
        master = Master(id=f"master{n:010}", file_id=file.id, body=blob.sha256, slots=blob.sha256, engine="1")
        master.created_at = now
        session.add(master)
        session.flush()
        works.append(work)
        masters.append(master)
    return works, masters
