"""The door of the consultations: every deed is one transaction, and what comes back is a frozen view.

`by` is an account's id, `system` or `cli`. A deed with a `token` counts once: the same token again gives the first
result as it stands now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from library.clock import Clock
from library.consultations import (
    asking,
    assigning,
    cases,
    closing,
    conversation,
    files,
    following,
    inbound,
    letters,
    listing,
    personal,
    publishing,
    searches,
    showing,
    sweep,
    waiting_mails,
    walk_in,
)
from library.consultations.answer_index import AnswerIndex
from library.consultations.asking import AskForm, EnteredCase
from library.consultations.files import Attachments, Received
from library.consultations.following import FollowUpForm
from library.consultations.listing import Queue
from library.consultations.views import AnswerView, CaseLine, CaseView, FileView, MailView, SearchView
from library.consultations.walk_in import DeskForm, DeskView
from library.errors import BadForm, NotAllowed
from library.floor.step import Step
from library.offices import Office
from library.settings import Settings
from library.store import once
from library.store.engine import Database
from library.store.models import Consultation, ConsultationMessage
from search import SearchEngine


@dataclass(frozen=True, slots=True)
class Consultations:
    """The consultations of all offices. Every refusal is a `library.errors.LibraryError`."""

    database: Database
    offices: Mapping[str, Office]
    clock: Clock
    settings: Settings
    search: SearchEngine
    answers: AnswerIndex
    attachments: Attachments

    # the reader

    def look(self, account_id: str, office: str, words: str, *, token: str | None = None) -> SearchView:
        """Search before asking; the words and the best hits are kept."""
        sought = searches.checked_words(words)
        found = searches.look(self.search, sought)
        with self._write(account_id) as step:
            deed = lambda: searches.keep(step, account_id, office, sought, *found).id  # noqa: E731 - one line says it
            return searches.show(searches.own(step.session, _once(step, token, "case.look", deed), account_id))

    def own_search(self, account_id: str, search_id: str) -> SearchView:
        """Show a search of this reader."""
        with self.database.read() as session:
            return searches.show(searches.own(session, search_id, account_id))

    def submit(
        self, account_id: str, office: str, form: AskForm, *, files: Sequence[Received] = (), token: str | None = None
    ) -> str:
        """Open a case; give its id. BadForm names every field."""

        def deed(step: Step) -> str:
            case = asking.submit(step, account_id, office, form, self.catalog)
            self._attach(step, cases.first_message(step, case), files)
            return case.id

        return self._do(account_id, token, "case.submit", deed, files)

    def say(self, case_id: str, text: str, *, by: str, files: Sequence[Received] = (), token: str | None = None) -> str:
        """Add a message as the case's reader; give the case that it stands in: a later one after the window."""

        def deed(step: Step) -> str:
            message = conversation.say(step, cases.own(step, case_id, by), text)
            self._attach(step, message, files)
            return message.case_id

        return self._do(by, token, "case.say", deed, files)

    def finish(self, case_id: str, outcome: str, *, by: str) -> None:
        """Close a case as its reader: resolved once it was answered, else cancelled."""
        if outcome not in ("resolved", "cancelled"):
            raise BadForm({"outcome": "choice-invalid"})
        with self._write(by) as step:
            closing.close(step, cases.own(step, case_id, by), outcome)

    def own_case(self, case_id: str, account_id: str) -> CaseView:
        """Show a case to its reader."""
        with self._read(account_id) as step:
            return showing.show_case(step, cases.own(step, case_id, account_id), staff=False)

    def own_cases(self, account_id: str) -> list[CaseLine]:
        """List a reader's cases, the newest first."""
        with self._read(account_id) as step:
            return showing.show_lines(step, listing.of_account(step, account_id))

    # the officer

    def queue(self, office: str, *, by: str) -> Queue:
        """Show an office's open cases, the most urgent first, and how many there are of each kind."""
        with self._read(by) as step:
            return listing.queue(step, office)

    def closed(self, office: str, words: str = "", *, by: str) -> list[CaseLine]:
        """List closed cases, the newest first; `words` of their title or number narrow them."""
        with self._read(by) as step:
            return showing.show_lines(step, listing.closed(step, office, words))

    def case(self, case_id: str, *, by: str) -> CaseView:
        """Show a case to a member of its office's staff."""
        with self._read(by) as step:
            return showing.show_case(step, cases.of_office(step, case_id), staff=True)

    def enter(self, office: str, entry: EnteredCase, *, by: str, mail: str = "", token: str | None = None) -> str:
        """Open a case for somebody who wrote by another channel; `mail` is the waiting mail that it was."""
        looked = searches.look(self.search, entry.words) if entry.words.strip() else (None, [])

        def deed(step: Step) -> str:
            known = replace(entry, mail_id=waiting_mails.find(step, mail).message_id) if mail else entry
            case = asking.enter(step, office, known, self.catalog, looked)
            if mail:
                waiting_mails.settle(step, mail, case.id)
            return case.id

        return self._do(by, token, "case.enter", deed)

    def accept(self, case_id: str, *, by: str) -> None:
        """Find a request clear and complete."""
        self._staff(case_id, by, conversation.accept)

    def clarify(self, case_id: str, reason: str, *, by: str, token: str | None = None) -> None:
        """Ask the reader what is missing, before the first answer."""
        self._staff(case_id, by, lambda step, case: conversation.clarify(step, case, reason), token, "case.clarify")

    def answer(
        self,
        case_id: str,
        text: str,
        *,
        by: str,
        pages: Sequence[tuple[str, int | None]] = (),
        files: Sequence[Received] = (),
        token: str | None = None,
    ) -> None:
        """Answer, with pages of the catalogue as links and files of one's own."""

        def deed(step: Step) -> str:
            message = conversation.answer(step, cases.of_office(step, case_id), text)
            self._hang(step, message, pages)
            self._attach(step, message, files)
            return case_id

        self._do(by, token, "case.answer", deed, files)

    def record(self, case_id: str, text: str, channel: str, *, by: str, token: str | None = None) -> str:
        """Write down what the user said by another channel; it counts as her message. Gives the case it stands in."""
        if channel not in listing.HEARD_BY:
            raise BadForm({"channel": "choice-invalid"})

        def deed(step: Step) -> str:
            return conversation.say(step, cases.of_office(step, case_id), text, channel=channel).case_id

        return self._do(by, token, "case.record", deed)

    def remark(self, case_id: str, text: str, *, by: str, token: str | None = None) -> None:
        """Write a note for the staff alone."""
        self._staff(case_id, by, lambda step, case: conversation.remark(step, case, text), token, "case.remark")

    def follow_up(self, case_id: str, form: FollowUpForm, *, by: str, token: str | None = None) -> None:
        """Make an appointment."""
        self._staff(case_id, by, lambda step, case: following.offer(step, case, form), token, "case.follow")

    def call_off(self, case_id: str, *, by: str) -> None:
        """Cancel the appointment that stands."""
        self._staff(case_id, by, following.call_off)

    def close(self, case_id: str, outcome: str, *, by: str) -> None:
        """Close a case as an officer."""
        self._staff(case_id, by, lambda step, case: closing.close(step, case, outcome))

    def hand_to(self, case_id: str, officer_id: str, *, by: str) -> None:
        """Give a case to an officer: oneself or another."""
        self._staff(case_id, by, lambda step, case: assigning.hand_to(step, case, officer_id))

    def move_office(self, case_id: str, office: str, *, by: str) -> None:
        """Hand a case to another office."""
        self._staff(case_id, by, lambda step, case: assigning.move_office(step, case, office))

    def officers(self, office: str) -> list[tuple[str, str]]:
        """List who answers consultations of an office: id and name."""
        with self._read("system") as step:
            return [(one.id, one.name) for one in assigning.officers(step, office)]

    # knowledge

    def publish(self, case_id: str, question: str, answer: str, *, by: str) -> str:
        """Publish a closed case as a question and an answer that name nobody; give the answer's id."""
        with self._write(by) as step:
            return publishing.publish(step, cases.of_office(step, case_id), question, answer).id

    def withdraw(self, answer_id: str, *, by: str) -> None:
        """Take a published answer back."""
        with self._write(by) as step:
            publishing.withdraw(step, answer_id)

    def published(self, answer_id: str) -> AnswerView:
        """Show a published answer."""
        with self._read("visitor") as step:
            return publishing.show(publishing.find(step, answer_id))

    # files and calendars

    def file(self, case_id: str, file_id: str, *, by: str, staff: bool = False) -> tuple[FileView, Path]:
        """Give a file that was sent in a case, and where it lies."""
        with self._read(by) as step:
            case = cases.of_office(step, case_id) if staff else cases.own(step, case_id, by)
            row = files.of_case(step, case, file_id, staff=staff)
            return showing.show_file(row), self.attachments.path_of(str(row.sha256))

    def calendar(self, case_id: str, appointment_id: str, *, by: str, staff: bool = False) -> str:
        """Write the calendar file of an appointment."""
        with self._read(by) as step:
            case = cases.of_office(step, case_id) if staff else cases.own(step, case_id, by)
            return following.file_of(case, following.one(step, case, appointment_id))

    def receive(self, stream: IO[bytes], name: str) -> Received:
        """Put a file into quarantine, to be sent with a message."""
        return self.attachments.receive(stream, name)

    # at the desk

    def write_desk(self, leg_id: str, form: DeskForm, *, by: str) -> DeskView:
        """Write what was asked and answered at the desk."""
        with self._write(by) as step:
            walk_in.write(step, leg_id, form, self.catalog)
            return walk_in.show(step, leg_id)

    def desk(self, leg_id: str, *, by: str) -> DeskView:
        """Show the sheet of a leg."""
        with self._read(by) as step:
            return walk_in.show(step, leg_id)

    # mails that come in

    def take_mail(self, raw: bytes, size: int) -> str:
        """Bring a mail into its conversation, or keep it for a person; say which: taken, waiting, dropped or known."""
        arrived, domain = inbound.read(raw, size), letters.domain(self.settings.base_url)
        received, notes = self._quarantine(arrived, domain)
        state = ""
        try:
            with self._write("system") as step:
                state = inbound.take(step, arrived, received, notes, domain)
        finally:
            if state != "taken":
                self.attachments.drop(received)
        return state

    def mails(self, *, by: str) -> list[MailView]:
        """List the mails that wait for a person."""
        with self._read(by) as step:
            return waiting_mails.waiting(step)

    def mail(self, mail_id: str, *, by: str) -> MailView:
        """Show a mail that waits."""
        with self._read(by) as step:
            return waiting_mails.show(step, waiting_mails.find(step, mail_id))

    def add_mail(self, mail_id: str, number: str, *, by: str, token: str | None = None) -> str:
        """Add a mail that waits to the case of this number, as its user's message; give the case that it stands in."""
        return self._do(by, token, "case.add-mail", lambda step: waiting_mails.add_to(step, mail_id, number))

    def settle_mail(self, mail_id: str, *, by: str) -> None:
        """Put a mail aside that needs nothing more."""
        with self._write(by) as step:
            waiting_mails.settle(step, mail_id)

    # time, and personal data

    def sweep(self, office: str) -> int:
        """Warn, ask to close, close, free cases of disabled officers; give how many cases were touched."""
        with self._write("system") as step:
            return sweep.sweep(step, office)

    def holidays_changed(self, office: str, *, by: str = "system") -> int:
        """Recompute the open clocks of the cases; give how many moved."""
        with self._write(by) as step:
            return sweep.holidays_changed(step, office)

    def export(self, account_id: str) -> dict[str, list[dict[str, Any]]]:
        """Give everything that an account gave in consultations, as plain values."""
        with self._read("system") as step:
            return personal.export(step, account_id)

    def erase(self, account_id: str, *, by: str) -> None:
        """Erase all that an account gave in consultations; what counts and names nobody stays."""
        with self._write(by) as step:
            left = personal.erase(step, self.attachments, account_id)
        self.attachments.delete_blobs(left)

    def export_one(self, case_id: str) -> dict[str, Any]:
        """Give one case as plain values: for whoever wrote by another channel and has no account."""
        with self._read("system") as step:
            return personal.export_case(step, case_id)

    def erase_one(self, case_id: str, *, by: str) -> None:
        """Erase the words of one case; once is enough."""
        with self._write(by) as step:
            case = cases.find(step, case_id)
            left = personal.erase_case(step, self.attachments, case) if case.erased_at is None else []
        self.attachments.delete_blobs(left)

    def forget_old(self, office: str) -> int:
        """Erase the conversations whose years are over; give how many."""
        with self._write("system") as step:
            count, left = personal.forget_old(step, self.attachments, office)
        self.attachments.delete_blobs(left)
        return count

    # how it is done

    @property
    def catalog(self) -> Path:
        """The folder of lists and templates."""
        return self.settings.catalog

    @contextmanager
    def _write(self, by: str) -> Iterator[Step]:
        with self.database.write() as session:
            # The instant is taken under the write lock, so that events stand in the order of their times.
            yield Step(session, self.clock(), by, self.offices)

    @contextmanager
    def _read(self, by: str) -> Iterator[Step]:
        with self.database.read() as session:
            yield Step(session, self.clock(), by, self.offices)

    def _do(
        self,
        by: str,
        token: str | None,
        purpose: str,
        deed: Callable[[Step], str],
        received: Sequence[Received] = (),
    ) -> str:
        """Do a deed once. Files count only with the first post: those of a repeat, or of a refusal, are dropped."""
        done = False

        def first(step: Step) -> str:
            nonlocal done
            result, done = deed(step), True
            return result

        try:
            with self._write(by) as step:
                result = _once(step, token, purpose, lambda: first(step))
        except BaseException:
            done = False
            raise
        finally:
            if not done:
                self.attachments.drop(tuple(received))
        return result

    def _staff(
        self,
        case_id: str,
        by: str,
        deed: Callable[[Step, Consultation], object],
        token: str | None = None,
        purpose: str = "",
    ) -> None:
        def one(step: Step) -> str:
            deed(step, cases.of_office(step, case_id))
            return case_id

        self._do(by, token, purpose, one)

    def _attach(self, step: Step, message: ConsultationMessage, received: Sequence[Received]) -> None:
        files.attach(step, message, tuple(received))

    def _hang(self, step: Step, message: ConsultationMessage, pages: Sequence[tuple[str, int | None]]) -> None:
        for work, page in pages:
            files.attach_page(step, message, work, page)

    def _quarantine(self, arrived: inbound.Arrived, domain: str) -> tuple[tuple[Received, ...], tuple[str, ...]]:
        """Keep the files of a mail that will be taken; a stranger's are never written."""
        with self._read("system") as step:
            wanted = inbound.would_be_taken(step, arrived, domain)
        return inbound.quarantine(self.attachments, arrived.letter) if wanted else ((), ())


def _once(step: Step, token: str | None, purpose: str, deed: Callable[[], str]) -> str:
    if token is None:
        return deed()
    if not 16 <= len(token) <= 64:
        raise BadForm({"once": "form-token"})
    if step.person is None:
        raise NotAllowed(f"{step.by} fills no forms")
    earlier = once.earlier_result(step.session, token, purpose, step.by)
    if earlier is not None:
        return earlier
    result = deed()
    once.remember(step.session, step.now, token, purpose, step.by, result)
    return result
