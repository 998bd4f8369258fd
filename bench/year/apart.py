"""The figures of a report, calculated apart from it: plain SQL for the rows, plain Python for the rest.

Nothing here is taken from `library.reports` or `library.feedback`; what both give has to agree.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Jakarta")
Key = tuple[str, str, str, str]
"""Office, month, measure, part."""
EVENTS = {"arrived": "visits", "expired": "unserved", "left": "left", "no_show": "no_show"}
NINTHS = Fraction(25, 9)


@dataclass(frozen=True)
class Apart:
    """Reads the rows of some offices in [first, last], both local days."""

    records: sqlite3.Connection
    offices: Sequence[str]
    first: date
    last: date
    now: str
    """The instant of the report as the tables write it: what is open by then and late has broken its promise."""

    def counts(self) -> dict[Key, int]:
        """Count everything that a report counts."""
        found: Counter[Key] = Counter()
        for office, day, measure, part in self._things():
            if office in self.offices and self.first <= day <= self.last:
                found[office, f"{day:%Y-%m}", measure, part] += 1
        return dict(found)

    def _things(self) -> Iterator[tuple[str, date, str, str]]:
        yield from self._floor()
        yield from self._requests()
        yield from self._cases()
        yield from self._voices()

    def _floor(self) -> Iterator[tuple[str, date, str, str]]:
        for office, day, kind, details in self._rows("SELECT office, service_date, kind, details FROM floor_event"):
            if kind in ("started", "admitted"):
                yield office, date.fromisoformat(day), "served", json.loads(details).get("service", "")
            elif kind in EVENTS:
                yield office, date.fromisoformat(day), EVENTS[kind], ""
        for office, start, kind, result in self._rows("SELECT office, start, kind, result FROM clock"):
            if result and kind != "C5":
                yield office, _day(start), "promise", f"{kind}:{result}"

    def _requests(self) -> Iterator[tuple[str, date, str, str]]:
        for office, at, visit, state, sent in self._rows(
            "SELECT r.office, submitted_at, visit_id, r.state, "
            "(SELECT max(dispatched_at) FROM copy WHERE request_id = r.id) FROM softcopy_request r"
        ):
            yield office, _day(at), "requested", "walk_in" if visit else "online"
            if sent:
                yield office, _day(at), "dispatched", ""
            elif state in ("REJECTED", "FAILED", "CANCELLED"):
                yield office, _day(at), state.lower(), ""

    def _cases(self) -> Iterator[tuple[str, date, str, str]]:
        """Follow each case by its events, which are what happened; its row is what the report reads."""
        story: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
        for case, *event in self._rows(
            "SELECT case_id, office, at, kind, details FROM consultation_event ORDER BY seq"
        ):
            story[case].append((event[0], event[1], event[2], event[3]))
        for events in story.values():
            office, at, _kind, details = events[0]
            yield office, _day(at), "asked", json.loads(details)["channel"]
            if any(kind == "answer" for _office, _at, kind, _details in events):
                yield office, _day(at), "answered", ""
            ends = [json.loads(told) for _office, _at, kind, told in events if kind in ("closed", "reopened")]
            if ends and "outcome" in ends[-1]:
                yield office, _day(at), "closed", ends[-1]["outcome"]

    def _voices(self) -> Iterator[tuple[str, date, str, str]]:
        yield from self._complaints()
        for office, day, service in self._rows("SELECT office, service_date, service FROM rating"):
            yield office, date.fromisoformat(day), "ratings", service
        for office, at, outcome in self._rows(
            "SELECT a.office, t.created_at, t.outcome FROM trace_case t JOIN account a ON a.id = t.created_by "
            "WHERE t.state = 'done'"
        ):
            yield office, _day(at), "traces", outcome

    def _complaints(self) -> Iterator[tuple[str, date, str, str]]:
        """Follow each complaint: every reopening ends a round, whose verdict stands in the event before it."""
        story: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for complaint, *event in self._rows("SELECT complaint_id, at, kind, details FROM complaint_event ORDER BY seq"):
            story[complaint].append((event[0], event[1], event[2]))
        for complaint, office, at, topic, due, settled in self._rows(
            "SELECT id, office, received_at, topic, due_at, settled_at FROM complaint"
        ):
            yield office, _day(at), "complaints", topic
            began, verdict = at, ""
            for when, kind, details in story[complaint]:
                if kind == "reopen":
                    if verdict:
                        yield office, _day(began), "complaint_deadline", verdict
                    began, verdict = when, ""
                verdict = json.loads(details).get("deadline", verdict)
            # ISO texts of one form: they compare as their instants do.
            end = settled or self.now
            if settled or due < end:
                yield office, _day(began), "complaint_deadline", "met" if end <= due else "breached"

    def waits(self) -> list[float]:
        """Give the seconds from each request to its copy, in order."""
        found = self._rows(
            "SELECT r.office, submitted_at, dispatched_at FROM copy c JOIN softcopy_request r ON r.id = request_id"
        )
        return sorted(
            (_instant(sent) - _instant(at)).total_seconds()
            for office, at, sent in found
            if sent and office in self.offices and self.first <= _day(at) <= self.last
        )

    def asked_works(self) -> Counter[str]:
        """Count the requests by the title of the work."""
        found = self._rows("SELECT r.office, submitted_at, title FROM softcopy_request r JOIN work w ON w.id = work_id")
        return Counter(
            title for office, at, title in found if office in self.offices and self.first <= _day(at) <= self.last
        )

    def invited(self) -> int:
        """Count the services that ended in the period."""
        found = self._rows("SELECT office, created_at FROM rating_invitation")
        return sum(office in self.offices and self.first <= _day(at) <= self.last for office, at in found)

    def index_by(self, column: str) -> dict[str, tuple[int, Fraction]]:
        """Give answers and index of the community satisfaction survey by a column of the ratings, exactly."""
        parts: dict[str, list[dict[str, int]]] = defaultdict(list)
        for office, day, part, answers in self._rows(f"SELECT office, service_date, {column}, answers FROM rating"):
            if office in self.offices and self.first <= date.fromisoformat(day) <= self.last:
                parts[part].append(json.loads(answers))
        return {part: (len(filled), _index(filled)) for part, filled in parts.items()}

    def answers(self) -> list[list[int]]:
        """Give the nine answers of each rating."""
        found = self._rows("SELECT office, service_date, answers FROM rating")
        return [
            list(json.loads(answers).values())
            for office, day, answers in found
            if office in self.offices and self.first <= date.fromisoformat(day) <= self.last
        ]

    def _rows(self, query: str) -> Iterator[tuple[str, ...]]:
        return iter(self.records.execute(query))


def open_apart(database: Path, offices: Sequence[str], first: date, last: date, now: datetime) -> Apart:
    """Open the records beside the library, to read; `now`: the instant of the report."""
    records = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    return Apart(records, offices, first, last, f"{now:%Y-%m-%d %H:%M:%S.%f}")


def _index(filled: list[dict[str, int]]) -> Fraction:
    return sum((Fraction(sum(answers.values()), len(filled)) for answers in filled), Fraction()) * NINTHS


def percentile(ordered: Sequence[float], share: float) -> float:
    """Give a percentile by the line between its two neighbours (R-7), as spreadsheets do."""
    place = share * (len(ordered) - 1)
    low, high = ordered[floor(place)], ordered[ceil(place)]
    return low + (high - low) * (place - floor(place))


def sample_needed(population: int) -> int:
    """Give Krejcie and Morgan's sample by their formula, rounded."""
    spread = 3.841 * 0.25
    return round(spread * population / (0.0025 * (population - 1) + spread))


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _day(text: str) -> date:
    return _instant(text).astimezone(ZONE).date()
