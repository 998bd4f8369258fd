"""Who a visit is, for the mark: her own account, or an identity made for this visit."""

from __future__ import annotations

from pathlib import Path

from library.errors import BadForm, NotFound
from library.floor.errors import WrongStep
from library.floor.guest_book import asks_identity, clean_last4, is_last4
from library.floor.step import Step
from library.offices.lists import load_choices
from library.readers.roles import Role
from library.store.models import Account, Visit


def identify(step: Step, visit: Visit, account_id: str | None) -> None:
    """Link a visit to its reader's account; make an identity of role `visitor` where she has none.

    Raises:
        NotFound: the account is shut or erased.
    """
    if account_id is None:
        visit.account_id = _new_identity(step, visit).id
        return
    account = step.session.get(Account, account_id)
    if account is None or account.disabled_at is not None or account.erased_at is not None:
        raise NotFound(what=account_id)
    visit.account_id = account.id


def _new_identity(step: Step, visit: Visit) -> Account:
    identity = Account(
        email=None, name=visit.name, role=Role.VISITOR.value, language=visit.language, created_at=step.now
    )
    step.session.add(identity)
    step.session.flush()
    return identity


def has_account(account: Account | None) -> bool:
    """Say whether this is an account of somebody's own, with a confirmed address."""
    return account is not None and account.role != Role.VISITOR.value and account.verified_at is not None


def confirm_identity(step: Step, visit_id: str, kind: str, last4: str, catalog: Path) -> Visit:
    """Tick "ID seen" (R2): its kind, its last four characters and who saw it; no scan.

    Raises:
        BadForm: an unknown kind, or not four characters.
        WrongStep: this office does not ask for it, or the visit is over.
    """
    visit = step.visit(visit_id)
    problems = {} if is_last4(last4) else {"id_last4": "last4-invalid"}
    if kind not in load_choices(catalog, "identity"):
        problems["id_kind"] = "choice-invalid"
    if problems:
        raise BadForm(problems)
    if visit.state == "CLOSED" or not asks_identity(step.office_of(visit), visit.service):
        raise WrongStep(f"no identity is asked of visit {visit.id}", state=visit.state)
    visit.id_kind, visit.id_last4 = kind, clean_last4(last4)
    visit.id_seen_by, visit.id_seen_at = step.officer, step.now
    step.note("id_seen", visit, id_kind=kind)
    return visit
