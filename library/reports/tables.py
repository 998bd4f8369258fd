"""A report as tables in one language, the same on screen, in the PDF and in the spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

from babel.dates import format_date

from library.feedback.complaints.lists import label
from library.feedback.scores import Score
from library.offices.words import Words
from library.reports import words as say
from library.reports.floor import CLOCKS
from library.reports.report import Report

Kind = Literal["text", "count", "year", "share", "minutes", "score"]
Value = str | int | float | Fraction | None
Heads = list[tuple[Words, Kind]]
_MONTHLY = ("visits", "served", "asked", "requested", "dispatched", "complaints", "ratings")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: share = 0…1, minutes and score = numbers with decimals, year = written without separators."""

    label: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the report; `code` names it in addresses and sheets."""

    code: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


def tables(report: Report, language: str, catalog: Path) -> list[Table]:
    """Give the tables that have something to show, in their order."""
    write = _Tables(report, language, catalog)
    found = [
        write.summary(),
        write.promises(),
        *([] if report.period.month else [write.months()]),
        *([write.offices()] if len(report.offices) > 1 else []),
        *write.ratings(),
        write.delivery(),
        write.works(),
        write.missed(),
        write.topics(),
        write.traces(),
    ]
    return [table for table in found if table.rows]


@dataclass(frozen=True, slots=True)
class _Tables:
    report: Report
    language: str
    catalog: Path

    def _say(self, text: Words) -> str:
        return text.in_language(self.language)

    def _table(self, code: str, title: Words, columns: Heads, rows: Iterable[tuple[Value, ...]]) -> Table:
        heads = tuple(Column(self._say(text), kind) for text, kind in columns)
        return Table(code, self._say(title), heads, tuple(rows))

    def summary(self) -> Table:
        return self._table("summary", say.SUMMARY, [(say.WHAT, "text"), (say.NUMBER, "count")], self._totals())

    def _totals(self) -> Iterator[tuple[Value, ...]]:
        counts = self.report.counts
        for measure, name in say.MEASURES.items():
            yield self._say(name), counts.total(measure)
            for part, label_of in say.PARTS.get(measure, {}).items():
                yield f"  {self._say(label_of)}", counts.total(measure, part)

    def promises(self) -> Table:
        columns: Heads = [(say.WHAT, "text"), (say.MET, "count"), (say.BREACHED, "count")]
        columns += [(say.EXCLUDED, "count"), (say.RATE, "share")]
        return self._table("promises", say.PROMISES, columns, self._verdicts())

    def _verdicts(self) -> Iterator[tuple[Value, ...]]:
        for kind in (*CLOCKS, "complaint"):
            found = self.report.compliance(kind)
            if found.met or found.breached or found.excluded:
                yield self._say(say.CLOCKS[kind]), found.met, found.breached, found.excluded, found.rate

    def months(self) -> Table:
        columns: Heads = [(say.MONTH, "text"), *((say.MEASURES[name], "count") for name in _MONTHLY)]
        return self._table("months", say.MONTHS, columns, self._by_month())

    def _by_month(self) -> Iterator[tuple[Value, ...]]:
        for month in self.report.period.months:
            name = str(format_date(month.first, "MMMM", locale=self.language))
            yield name, *(self.report.counts.total(measure, month=month.key) for measure in _MONTHLY)

    def offices(self) -> Table:
        columns: Heads = [(say.OFFICE, "text"), *((say.MEASURES[name], "count") for name in _MONTHLY)]
        return self._table("offices", say.OFFICES, [*columns, (say.SCORE, "score")], self._by_office())

    def _by_office(self) -> Iterator[tuple[Value, ...]]:
        scores = self.report.ratings.by_office if self.report.ratings else {}
        for code, office in self.report.offices.items():
            numbers = (self.report.counts.total(measure, office=code) for measure in _MONTHLY)
            yield self._say(office.name), *numbers, scores[code].exact if code in scores else None

    def ratings(self) -> list[Table]:
        scores = self.report.ratings
        if scores is None or not scores.invited:
            return []
        columns: Heads = [(say.WHAT, "text"), (say.ANSWERS, "count"), (say.INVITED, "count")]
        columns += [(say.NEEDED, "count"), (say.SCORE, "score"), (say.GRADE, "text")]
        name = scores.instrument.name.in_language(self.language)
        whole = (name, scores.total.answers, scores.invited, scores.needed, *_scored(scores.total))
        parts = (
            (f"  {self._service(code)}", part.answers, None, None, *_scored(part))
            for code, part in scores.by_service.items()
        )
        return [self._table("ratings", say.RATINGS, columns, iter((whole, *parts)))]

    def _service(self, code: str) -> str:
        return self._say(say.SERVICES[code]) if code in say.SERVICES else code

    def delivery(self) -> Table:
        columns: Heads = [(say.WHAT, "text"), (say.COPIES, "count"), (say.MEDIAN, "minutes")]
        columns += [(say.NINTH, "minutes"), (say.LONGEST, "minutes")]
        rows = (
            (self._say(say.CHANNELS[channel]), one.copies, *map(_minutes, (one.median, one.ninth_decile, one.longest)))
            for channel, one in self.report.delivery.items()
            if one.copies
        )
        return self._table("delivery", say.DELIVERY, columns, rows)

    def works(self) -> Table:
        columns: Heads = [(say.WORK, "text"), (say.YEAR, "year"), (say.TIMES, "count")]
        rows = ((work.title, work.year, work.times) for work in self.report.works)
        return self._table("works", say.WORKS, columns, rows)

    def missed(self) -> Table:
        columns: Heads = [(say.SOUGHT, "text"), (say.TIMES, "count"), (say.DAYS, "count")]
        rows = ((each.words, each.times, each.days) for each in self.report.missed)
        return self._table("missed", say.MISSED, columns, rows)

    def topics(self) -> Table:
        rows = (
            (label(self.catalog, "topic", topic, self.language) if topic else self._say(say.UNSORTED), number)
            for topic, number in self.report.counts.parts("complaints").items()
        )
        return self._table("topics", say.TOPICS, [(say.TOPIC, "text"), (say.NUMBER, "count")], rows)

    def traces(self) -> Table:
        rows = (
            (self._say(say.OUTCOMES[outcome]) if outcome in say.OUTCOMES else outcome, number)
            for outcome, number in self.report.counts.parts("traces").items()
        )
        return self._table("traces", say.TRACES, [(say.OUTCOME, "text"), (say.NUMBER, "count")], rows)


def _scored(score: Score) -> tuple[Value, Value]:
    return score.exact, score.index.grade if score.index else None


def _minutes(seconds: float | None) -> float | None:
    return None if seconds is None else seconds / 60
