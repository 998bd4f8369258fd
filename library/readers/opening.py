"""Opening an account in a minute at a visit: the guest book's address, proven by a code, makes the visitor a reader.

The row that was made for the visit becomes the account, so nothing that she read under it is lost to tracing. Where the
address has an account already, the visit goes over to that one.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from library import audit
from library.errors import BadForm, NotFound, Refused
from library.mail import post
from library.readers import code_limits, codes, links
from library.readers.accounts import clean_name, find, free_address, normal_email
from library.readers.roles import Role
from library.store.models import Account, FloorEvent, Visit

LINKED = "account_linked"
"""The event of a visit that went over to an account, its actor; the details name the identity that it had before."""


def mail_code(session: Session, now: datetime, visit_id: str, key: bytes) -> None:
    """Mail a code to the address of the guest book; the answer is the same whether or not it has an account.

    Raises:
        NotFound: there is no such visit, or it is closed.
        BadForm: the guest book holds no address.
        Refused: she has an account of her own already, or the address has got its codes of today.
    """
    visit, identity = _visitor(session, visit_id)
    holder = _holder(session, visit, identity)
    code_limits.count_mail(session, now, _address(visit), key)
    code = codes.issue(session, now, identity.id, key)
    audit.record(session, now, identity.id, "account.ask-code", f"account:{identity.id}")
    if code_limits.opens(holder):
        post.write(session, now, holder, "visit-code", {"code": f"{code[:3]} {code[3:]}"})


def code_at_desk(session: Session, now: datetime, visit_id: str, officer: str, key: bytes) -> str:
    """Give a code to an officer who saw the identity card; she shows it to the visitor.

    Raises:
        NotFound, BadForm, Refused: as for the mail.
        Refused: nobody has seen the card, or the address belongs to an account, which only its owner's mail proves.
    """
    visit, identity = _visitor(session, visit_id)
    if visit.id_seen_at is None:
        raise Refused(why="kartu identitas belum dilihat petugas / no officer has seen the identity card")
    if _holder(session, visit, identity) is not identity:
        raise Refused(why="alamat ini sudah punya akun: kirim kode lewat surel / it has an account: mail the code")
    audit.record(session, now, officer, "account.code-at-desk", f"account:{identity.id}")
    return codes.issue(session, now, identity.id, key, codes.SHOWN)


def confirm(session: Session, now: datetime, visit_id: str, typed: str, key: bytes) -> Account | None:
    """Open the account with the code; give it, or None where the code is wrong, used up or too old.

    It raises nothing for a wrong code, so that the try counts.
    """
    visit, identity = _visitor(session, visit_id)
    if not code_limits.may_try(session, now, _address(visit), key):
        return None
    way = codes.use(session, now, identity.id, typed, key)
    if way is None:
        return None
    holder = _holder(session, visit, identity)
    if holder is identity:
        return _promote(session, now, visit, identity, proven=way == codes.MAILED)
    # Somebody may have registered the address since an officer showed the code: only a mail proves that it is hers.
    return _hand_over(session, now, visit, holder) if way == codes.MAILED and code_limits.opens(holder) else None


def _visitor(session: Session, visit_id: str) -> tuple[Visit, Account]:
    visit = session.get(Visit, visit_id)
    identity = session.get(Account, visit.account_id) if visit is not None and visit.account_id else None
    if visit is None or identity is None or visit.state == "CLOSED":
        raise NotFound(what="kunjungan / visit")
    if identity.role != Role.VISITOR.value:
        raise Refused(why="Anda sudah punya akun / you have an account already")
    return visit, identity


def _holder(session: Session, visit: Visit, identity: Account) -> Account:
    """Say to whom the address of the guest book belongs; a mere claim of another visit gives way."""
    address = _address(visit)
    known = find(session, address)
    if known is not None:
        return known
    free_address(session, address)
    identity.email = address
    session.flush()
    return identity


def _address(visit: Visit) -> str:
    address = normal_email(visit.email)
    if address is None:
        raise BadForm({"email": "required"})
    return address


def _promote(session: Session, now: datetime, visit: Visit, identity: Account, *, proven: bool) -> Account:
    identity.role, identity.verified_at = Role.READER.value, now if proven else None
    identity.password = None  # she chooses it by the link; nobody can have chosen it before
    identity.name = clean_name(visit.name) or identity.name
    identity.institution = clean_name(str(visit.answers.get("institution", "")))
    audit.record(session, now, identity.id, "account.open-at-visit", f"account:{identity.id}")
    secret = links.issue(session, now, identity.id, "invite")
    post.write(session, now, identity, "account-opened", {"path": f"/account/invitation/{secret}"})
    return identity


def _hand_over(session: Session, now: datetime, visit: Visit, holder: Account) -> Account:
    before = visit.account_id
    if holder.verified_at is None:
        # Whoever registered it may have been a stranger: what she typed as a password opens nothing.
        holder.verified_at, holder.password = now, None
        holder.name = clean_name(visit.name) or holder.name
    visit.account_id = holder.id
    # Marks made for the visit's first identity stay traceable: a trace names the account beside the visit.
    session.add(
        FloorEvent(
            at=now,
            office=visit.office,
            service_date=visit.service_date,
            kind=LINKED,
            visit_id=visit.id,
            actor=holder.id,
            version=visit.version,
            details={"identity": before},
        )
    )
    audit.record(session, now, holder.id, "account.link-visit", f"account:{holder.id}", identity=before)
    return holder
