"""From rows to what is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from library.clocks import days_left, urgency
from library.consultations import asking, case_clocks, cases, closing, following, letters, searches
from library.consultations.views import (
    AppointmentView,
    CaseClock,
    CaseLine,
    CaseView,
    EventView,
    FileView,
    MessageView,
    SearchView,
)
from library.floor import clock_rows
from library.floor.step import Step
from library.store.models import (
    Account,
    ClockRow,
    Consultation,
    ConsultationEvent,
    ConsultationFile,
    ConsultationMessage,
    ConsultationSearch,
    PublishedAnswer,
    Work,
)


def show_case(step: Step, case: Consultation, *, staff: bool) -> CaseView:
    """Show a case; what only the staff may see is left out for its reader."""
    written = [message for message in cases.messages(step, case) if staff or message.kind != "note"]
    names = _names(step, {case.account_id, case.officer_id, *(message.account_id for message in written)})
    later = asking.later_case(step, case)
    return CaseView(
        id=case.id,
        number=case.number,
        office=case.office,
        version=case.version,
        title=case.title,
        subject=case.subject,
        state=case.state,
        outcome=case.outcome,
        channel=case.channel,
        language=case.language,
        account_id=case.account_id,
        who=names.get(case.account_id or "", case.contact_name),
        contact=case.contact,
        mailed=letters.reader_of(step, case) is not None,
        officer_id=case.officer_id,
        officer=names.get(case.officer_id or "", ""),
        submitted_at=case.submitted_at,
        first_answer_at=case.first_answer_at,
        closed_at=case.closed_at,
        close_task_at=case.close_task_at,
        reopen_until=closing.reopen_until(step, case) if closing.is_possible(step, case) else None,
        previous_id=case.previous_id,
        later_id=later.id if later else None,
        published_id=_published(step, case),
        search=_search(step, case),
        messages=_messages(step, written, names),
        appointments=_appointments(step, case),
        clocks=tuple(show_clock(step, row) for row in case_clocks.of_case(step, case)),
        events=_events(step, case) if staff else (),
        last_event=cases.last_event(step, case.id),
    )


def show_lines(step: Step, rows: Sequence[Consultation]) -> list[CaseLine]:
    """Show cases in a list, in their order."""
    names = _names(step, {person for case in rows for person in (case.account_id, case.officer_id)})
    subjects = [case_clocks.subject_of(case) for case in rows]
    query = select(ClockRow).where(ClockRow.subject.in_(subjects), ClockRow.stopped_at.is_(None))
    running = {row.subject: row for row in step.session.scalars(query)}
    return [_line(step, case, names, running.get(case_clocks.subject_of(case))) for case in rows]


def _line(step: Step, case: Consultation, names: dict[str, str], row: ClockRow | None) -> CaseLine:
    return CaseLine(
        id=case.id,
        number=case.number,
        office=case.office,
        title=case.title,
        state=case.state,
        outcome=case.outcome,
        channel=case.channel,
        who=names.get(case.account_id or "", case.contact_name),
        officer_id=case.officer_id,
        officer=names.get(case.officer_id or "", ""),
        submitted_at=case.submitted_at,
        close_task_at=case.close_task_at,
        clock=show_clock(step, row) if row else None,
    )


def show_clock(step: Step, row: ClockRow) -> CaseClock:
    """Show a clock of a case."""
    clock, calendar = clock_rows.read(row), step.office(row.office).calendar
    left = days_left(clock, calendar, step.now)
    return CaseClock(
        row.id,
        row.kind,
        row.start,
        row.due,
        urgency(clock, step.now).value,
        left,
        row.provisional,
        row.stopped_at,
        row.result,
        row.reason,
        row.office,
    )


def _names(step: Step, ids: Iterable[str | None]) -> dict[str, str]:
    rows = step.session.execute(select(Account.id, Account.name).where(Account.id.in_({one for one in ids if one})))
    return {account: name for account, name in rows}  # noqa: C416 - rows are not tuples for the type checker


def _published(step: Step, case: Consultation) -> str | None:
    query = select(PublishedAnswer.id).where(PublishedAnswer.case_id == case.id, PublishedAnswer.withdrawn_at.is_(None))
    return step.session.scalars(query).first()


def _search(step: Step, case: Consultation) -> SearchView | None:
    row = step.session.get(ConsultationSearch, case.search_id) if case.search_id else None
    return searches.show(row) if row else None


def _messages(step: Step, written: Sequence[ConsultationMessage], names: dict[str, str]) -> tuple[MessageView, ...]:
    files = _files(step, [message.id for message in written])
    return tuple(
        MessageView(
            message.id,
            message.at,
            message.by,
            names.get(message.account_id or "", ""),
            message.channel,
            message.kind,
            message.text,
            tuple(files.get(message.id, ())),
        )
        for message in written
    )


def _files(step: Step, messages: Sequence[int]) -> dict[int, list[FileView]]:
    query = (
        select(ConsultationFile, Work.title)
        .outerjoin(Work, Work.id == ConsultationFile.work_id)
        .where(ConsultationFile.message_id.in_(messages))
        .order_by(ConsultationFile.name, ConsultationFile.id)
    )
    found: dict[int, list[FileView]] = {}
    for file, title in step.session.execute(query):
        found.setdefault(file.message_id, []).append(show_file(file, title or ""))
    return found


def show_file(file: ConsultationFile, title: str = "") -> FileView:
    """Show a file."""
    return FileView(
        file.id, file.name, file.size, file.media_type, file.state, file.error, file.work_id, file.page, title
    )


def _appointments(step: Step, case: Consultation) -> tuple[AppointmentView, ...]:
    return tuple(
        AppointmentView(row.id, row.kind, row.starts_at, row.ends_at, row.place, row.cancelled_at is not None)
        for row in following.of_case(step, case)
    )


def _events(step: Step, case: Consultation) -> tuple[EventView, ...]:
    query = select(ConsultationEvent).where(ConsultationEvent.case_id == case.id).order_by(ConsultationEvent.seq)
    rows = list(step.session.scalars(query))
    names = _names(step, {row.actor for row in rows})
    return tuple(EventView(row.seq, row.at, row.kind, names.get(row.actor, row.actor), row.details) for row in rows)


def last_event_of(step: Step, office: str) -> int:
    """Give the number of the last event in any case of an office."""
    query = select(ConsultationEvent.seq).where(ConsultationEvent.office == office)
    return step.session.scalar(query.order_by(ConsultationEvent.seq.desc()).limit(1)) or 0
