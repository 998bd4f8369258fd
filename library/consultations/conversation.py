"""What is written in a case: the reader's messages by any channel, and the officer's."""

from __future__ import annotations

from library.consultations import asking, case_clocks, cases, closing, letters
from library.consultations.states import AFTER_REPLY, OPEN, UNANSWERED
from library.consultations.wording import required
from library.floor.step import Step
from library.store.models import Consultation, ConsultationMessage


def say(
    step: Step, case: Consultation, text: str, *, channel: str = "application", mail_id: str | None = None
) -> ConsultationMessage:
    """Add a message of the reader. A closed case reopens, or after its window a new one is opened with this message.

    Raises:
        BadForm: there are no words, or too many.
    """
    words = required("text", text)
    if case.state == "CLOSED":
        if not closing.is_possible(step, case):
            return _in_a_new_case(step, case, words, channel, mail_id)
        closing.reopen(step, case)
    message = cases.write(step, case, "user", "message", words, channel=channel, mail_id=mail_id)
    before = case.state
    cases.move(step, case, (before,), AFTER_REPLY[before], close_task_at=None)
    case_clocks.user_spoke(step, case)
    if before in UNANSWERED or before == "REOPENED":
        case_clocks.owe_answer(step, case)
    cases.note(step, case, "user_message", channel=channel, message=message.id, before=before)
    return message


def _in_a_new_case(
    step: Step, closed: Consultation, words: str, channel: str, mail_id: str | None
) -> ConsultationMessage:
    later = asking.later_case(step, closed)
    if later is not None:  # she writes once more to the old address
        return say(step, later, words, channel=channel, mail_id=mail_id)
    case = asking.after_closed(step, closed, words, channel, mail_id)
    cases.note(step, closed, "continued", later=case.id)
    return cases.first_message(step, case)


def accept(step: Step, case: Consultation) -> None:
    """Find a request clear and complete; whoever does it has the case.

    Raises:
        CaseMovedOn: it was accepted, answered or closed already.
    """
    asked_back = case.state == "NEEDS_CLARIFICATION"
    _accept(step, case)
    if asked_back:  # no reply is needed after all: the answer is owed from now
        case_clocks.owe_answer(step, case)


def _accept(step: Step, case: Consultation) -> None:
    cases.move(step, case, ("SUBMITTED", "NEEDS_CLARIFICATION"), "ACCEPTED", officer_id=case.officer_id or step.officer)
    cases.note(step, case, "accepted")


def clarify(step: Step, case: Consultation, reason: str) -> ConsultationMessage:
    """Ask the reader what is missing, before the first answer.

    Raises:
        BadForm: no reason given.
        CaseMovedOn: it was answered, closed, or asked about already.
    """
    words = required("text", reason)
    officer = case.officer_id or step.officer
    cases.move(step, case, ("SUBMITTED", "ACCEPTED"), "NEEDS_CLARIFICATION", officer_id=officer)
    message = cases.write(step, case, "officer", "clarification", words)
    case_clocks.ask_back(step, case)
    cases.note(step, case, "clarification", message=message.id)
    letters.tell(step, case, "case-clarification", text=words)
    return message


def answer(step: Step, case: Consultation, text: str, *, kind: str = "answer") -> ConsultationMessage:
    """Answer; the first answer stops C4, and from each one on the reader's silence is counted.

    Raises:
        BadForm: there are no words.
        CaseMovedOn: the case is closed.
    """
    words = required("text", text)
    message = speak(step, case, words, kind=kind)
    letters.tell(step, case, "case-answer", text=words)
    return message


def speak(step: Step, case: Consultation, words: str, *, kind: str) -> ConsultationMessage:
    """Write as the officer and hand the turn to the reader; the caller mails it."""
    if case.state in ("SUBMITTED", "NEEDS_CLARIFICATION"):
        _accept(step, case)
    first = case.first_answer_at is None
    after = "FOLLOW_UP" if case.state == "FOLLOW_UP" else "AWAITING_USER"
    changes: dict[str, object] = {"close_task_at": None, "officer_id": case.officer_id or step.officer}
    if first:
        changes["first_answer_at"] = step.now
    cases.move(step, case, OPEN, after, **changes)
    message = cases.write(step, case, "officer", kind, words)
    case_clocks.answered(step, case)
    case_clocks.user_is_silent(step, case)
    cases.note(step, case, "answer", message=message.id, first=first, wrote=kind)
    return message


def remark(step: Step, case: Consultation, text: str) -> ConsultationMessage:
    """Write a note for the staff alone; no clock, no state and no mail knows of it.

    Raises:
        BadForm: there are no words.
    """
    message = cases.write(step, case, "officer", "note", required("text", text))
    cases.note(step, case, "remark", message=message.id)
    return message
