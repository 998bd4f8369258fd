"""Custody: an identity card held for a locker's key, and both given back before the visit can be closed."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select, update

from library.errors import BadForm, LostRace, NotFound
from library.floor import paths
from library.floor.errors import LockerRefused, WrongStep
from library.floor.step import Step
from library.offices.lists import load_choices
from library.store.models import HeldCard, Locker, Visit

_NONE_LEFT = "tidak ada loker kosong / no locker is free"
_TAKEN = "loker ini dipakai atau rusak / this one is in use or broken"


def take_card(step: Step, visit_id: str, kind: str, catalog: Path) -> Visit:
    """Take a card in; only its kind and who took it are kept.

    Raises:
        BadForm: an unknown kind.
        WrongStep: this office holds no cards, or the guest book comes first, or a card is held already.
    """
    if kind not in load_choices(catalog, "identity"):
        raise BadForm({"id_kind": "choice-invalid"})
    visit = step.visit(visit_id)
    _refuse_without_custody(step, visit)
    step.move(visit, ("GUESTBOOK_DONE",), "ID_HELD")
    card = step.session.get(HeldCard, visit.id)
    if card is None:
        card = HeldCard(visit_id=visit.id, office=visit.office)
        step.session.add(card)
    card.kind, card.taken_by, card.taken_at = kind, step.officer, step.now
    card.given_back_by = card.given_back_at = None
    step.note("card_taken", visit, id_kind=kind)
    return visit


def _refuse_without_custody(step: Step, visit: Visit) -> None:
    if not paths.has_custody(step.office_of(visit), visit.service):
        raise WrongStep(f"no custody for {visit.service} at {visit.office}", state=visit.state)


def give_locker(step: Step, visit_id: str, number: int | None) -> Visit:
    """Hand out a key: of this locker, or of the lowest that is free.

    Raises:
        WrongStep: no card is held for it.
        LockerRefused: it is taken, broken or unknown, or none is left.
    """
    visit = step.visit(visit_id)
    _refuse_without_custody(step, visit)
    ready_lockers(step, visit.office)
    step.move(visit, ("ID_HELD",), "LOCKER")
    free = (Locker.office == visit.office, Locker.visit_id.is_(None), Locker.broken.is_(False))
    if number is None:
        number = step.session.scalars(select(Locker.number).where(*free).order_by(Locker.number).limit(1)).first()
        if number is None:
            raise LockerRefused(visit.office, why=_NONE_LEFT)
    taken = update(Locker).where(Locker.number == number, *free).values(visit_id=visit.id)
    if step.session.execute(taken).rowcount != 1:  # type: ignore[attr-defined]
        raise LockerRefused(f"{visit.office} {number}", why=_TAKEN)
    step.note("locker_given", visit, locker=number)
    return visit


def ready_lockers(step: Step, office: str) -> None:
    """See that the room has the lockers of its rules, also those that its file has added since.

    Where the file names fewer, a locker that is there stays: somebody may have its key.
    """
    there = set(step.session.scalars(select(Locker.number).where(Locker.office == office)))
    many = step.office(office).rules.floor.lockers.value
    missing = set(range(1, many + 1)) - there
    if missing:
        step.session.add_all(Locker(office=office, number=number) for number in sorted(missing))
        step.session.flush()


def give_back(step: Step, visit_id: str, *, card: bool, locker: bool) -> Visit:
    """Take the key back, give the card back, or both.

    Raises:
        LostRace: it has been given back already.
        BadForm: neither was named.
    """
    visit = step.visit(visit_id)
    if not (card or locker):
        raise BadForm({"give_back": "required"})
    if locker:
        _free_locker(step, visit)
    if card:
        _give_card(step, visit)
    _step_back(step, visit)
    return visit


def _free_locker(step: Step, visit: Visit) -> None:
    number = locker_of(step, visit.id)
    freed = update(Locker).where(Locker.visit_id == visit.id).values(visit_id=None)
    if step.session.execute(freed).rowcount != 1:  # type: ignore[attr-defined]
        raise LostRace(f"visit {visit.id} has no locker")
    step.note("locker_back", visit, locker=number)


def _give_card(step: Step, visit: Visit) -> None:
    values = {"given_back_by": step.officer, "given_back_at": step.now}
    given = update(HeldCard).where(HeldCard.visit_id == visit.id, HeldCard.given_back_at.is_(None)).values(**values)
    if step.session.execute(given).rowcount != 1:  # type: ignore[attr-defined]
        raise LostRace(f"no card of visit {visit.id} is held")
    step.note("card_back", visit)


def _step_back(step: Step, visit: Visit) -> None:
    """A visitor who changes her mind before she was let in stands where she stood before."""
    if visit.state in ("ID_HELD", "LOCKER"):
        out = held(step, visit.id)
        state = "GUESTBOOK_DONE" if not out else "LOCKER" if "locker" in out else "ID_HELD"
        if state != visit.state:
            step.move(visit, (visit.state,), state)


def held(step: Step, visit_id: str) -> str:
    """Name what is still out: "", "card", "locker" or "card, locker"."""
    out = [*(["card"] if card_of(step, visit_id) else []), *(["locker"] if locker_of(step, visit_id) else [])]
    return ", ".join(out)


def card_of(step: Step, visit_id: str) -> str | None:
    """Give the kind of the card that is held for a visit."""
    query = select(HeldCard.kind).where(HeldCard.visit_id == visit_id, HeldCard.given_back_at.is_(None))
    return step.session.scalars(query).first()


def locker_of(step: Step, visit_id: str) -> int | None:
    """Give the number of the locker whose key a visit has."""
    return step.session.scalars(select(Locker.number).where(Locker.visit_id == visit_id)).first()


def set_broken(step: Step, office: str, number: int, *, broken: bool) -> None:
    """Take a locker out of use, or into use again; whoever has its key keeps it.

    Raises:
        NotFound: there is no such locker.
    """
    ready_lockers(step, office)
    locker = step.session.get(Locker, (office, number))
    if locker is None:
        raise NotFound(what=f"loker / locker {number}")
    locker.broken = broken
    step.note_room("locker_broken" if broken else "locker_mended", office, locker=number)
