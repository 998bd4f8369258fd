"""What stands in the way of an erasure: what somebody at the office still works on for this person."""

from __future__ import annotations

from sqlalchemy import Select, select

from library.errors import Refused
from library.feedback.complaints.states import OPEN as COMPLAINT_OPEN
from library.floor.step import Step
from library.readers.roles import Role
from library.store.models import Account, Complaint, Consultation, HeldCard, Locker, SoftcopyRequest, Visit

REQUEST_OPEN = ("SUBMITTED", "NEEDS_INFO", "APPROVED", "STAMPING", "STAMPED", "FAILED")
STAFF, REQUEST, CASE, COMPLAINT, VISIT, CUSTODY = "staff", "request", "consultation", "complaint", "visit", "custody"
_WORDS = {
    STAFF: "akun petugas: minta pengelola menjadikannya akun pembaca / an account of the staff: ask an administrator",
    REQUEST: "masih ada permintaan salinan / a request for a copy is open",
    CASE: "masih ada konsultasi / a consultation is open",
    COMPLAINT: "masih ada pengaduan / a complaint is open",
    VISIT: "masih ada kunjungan yang berlangsung / a visit is going on",
    CUSTODY: "kartu atau loker belum dikembalikan / a card or a locker is out",
}


class StillOpen(Refused):
    """An erasure was asked for while something is open; `matters` are the codes of what."""

    code = "still-open"

    def __init__(self, matters: tuple[str, ...]) -> None:
        super().__init__(f"open: {matters}", why="; ".join(_WORDS[matter] for matter in matters))
        self.matters = matters


def of_account(step: Step, account_id: str) -> tuple[str, ...]:
    """Give the codes of what is open for an account; the desk's words follow the same order."""
    account = step.session.get(Account, account_id)
    staff = account is not None and account.role not in (Role.READER.value, Role.VISITOR.value)
    visits = select(Visit.id).where(Visit.account_id == account_id)
    held = (
        select(HeldCard.visit_id).where(HeldCard.visit_id.in_(visits), HeldCard.given_back_at.is_(None)),
        select(Locker.visit_id).where(Locker.visit_id.in_(visits)),
    )
    found = {
        STAFF: staff,
        REQUEST: _any(step, _open(SoftcopyRequest, account_id).where(SoftcopyRequest.state.in_(REQUEST_OPEN))),
        CASE: _any(step, _open(Consultation, account_id).where(Consultation.state != "CLOSED")),
        COMPLAINT: _any(step, _open(Complaint, account_id).where(Complaint.state.in_(COMPLAINT_OPEN))),
        VISIT: _any(step, visits.where(Visit.state != "CLOSED")),
        CUSTODY: any(_any(step, query) for query in held),
    }
    return tuple(code for code, is_open in found.items() if is_open)


def of_visit(step: Step, visit_id: str) -> tuple[str, ...]:
    """Give the codes of what is open for a visit."""
    card = select(HeldCard.visit_id).where(HeldCard.visit_id == visit_id, HeldCard.given_back_at.is_(None))
    custody = _any(step, card) or _any(step, select(Locker.visit_id).where(Locker.visit_id == visit_id))
    going_on = _any(step, select(Visit.id).where(Visit.id == visit_id, Visit.state != "CLOSED"))
    found = {VISIT: going_on, CUSTODY: custody}
    return tuple(code for code, is_open in found.items() if is_open)


def of_case(step: Step, case_id: str) -> tuple[str, ...]:
    """Give the code of a case that is open."""
    is_open = select(Consultation.id).where(Consultation.id == case_id, Consultation.state != "CLOSED")
    return (CASE,) if _any(step, is_open) else ()


def of_complaint(step: Step, complaint_id: str) -> tuple[str, ...]:
    """Give the code of a complaint that is open."""
    is_open = select(Complaint.id).where(Complaint.id == complaint_id, Complaint.state.in_(COMPLAINT_OPEN))
    return (COMPLAINT,) if _any(step, is_open) else ()


def of_subject(step: Step, subject: str) -> tuple[str, ...]:
    """Give the codes of what is open for an account, a visit, a case or a complaint."""
    kind, _colon, key = subject.partition(":")
    return {"account": of_account, "visit": of_visit, "case": of_case, "complaint": of_complaint}[kind](step, key)


def _open(table: type[SoftcopyRequest | Consultation | Complaint], account_id: str) -> Select[str]:
    return select(table.id).where(table.account_id == account_id)


def _any(step: Step, query: Select[str] | Select[str | None]) -> bool:
    return step.session.scalars(query.limit(1)).first() is not None
