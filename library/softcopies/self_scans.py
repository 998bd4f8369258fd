"""Self-scan: pages that a reader took from print become one marked copy in her account, and nothing unmarked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.errors import NotFound
from library.softcopies import requests
from library.softcopies.requests import RequestForm
from library.store.models import Account, IngestItem, SoftcopyRequest, Visit, Work

CHANNEL = "scan"
_OVER = ("EXPIRED", "CANCELLED", "REJECTED")


def order(session: Session, now: datetime, item: IngestItem, work: Work, zone: str) -> SoftcopyRequest | None:
    """File the request for a scan's copy in its owner's name; None where it is under way already.

    She declared the use at the station; purpose and institution are those of her visit.

    Raises:
        NotFound: the owner's account is gone.
        Refused: it is shut, or its address unconfirmed.
        Untraceable: the pages cannot carry her mark.
    """
    account = session.get(Account, item.owner_id)
    if account is None or work.owner_id != account.id:
        raise NotFound(what=str(item.owner_id))
    if _is_under_way(session, work, account):
        return None
    form = _form(session.get(Visit, item.visit_id) if item.visit_id else None, account)
    return requests.submit(session, now, account, work, form, frozenset({form.purpose}), zone=zone)


def _is_under_way(session: Session, work: Work, account: Account) -> bool:
    query = select(SoftcopyRequest.id).where(
        SoftcopyRequest.work_id == work.id,
        SoftcopyRequest.account_id == account.id,
        SoftcopyRequest.state.not_in(_OVER),
    )
    return session.scalars(query.limit(1)).first() is not None


def _form(visit: Visit | None, account: Account) -> RequestForm:
    answers = visit.answers if visit is not None else {}
    return RequestForm(
        purpose=str(answers.get("purpose", "other")),
        purpose_text=str(answers.get("purpose_text", "")) or "Pindaian mandiri / self-scan",
        institution=account.institution or str(answers.get("institution", "")) or "Perorangan / private",
        declared=True,
        language=account.language,
        channel=CHANNEL,
        visit_id=visit.id if visit is not None else None,
    )
