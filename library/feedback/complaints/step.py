"""What every deed on a complaint works with: one transaction, one instant, one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from library.errors import LostRace, NotAllowed, NotFound
from library.feedback.complaints.deadline import in_time
from library.feedback.complaints.states import MOVES
from library.feedback.errors import WrongComplaintStep
from library.offices import Office
from library.store.models import Complaint, ComplaintEvent, ComplaintMessage

DEADLINE = "deadline"
"""What an event that settles a complaint says of its promise: met | breached."""


@dataclass(frozen=True, slots=True)
class Step:
    """One deed. `by` is an account's id, `complainant`, `system` or `cli`."""

    session: Session
    now: datetime
    by: str
    offices: Mapping[str, Office]
    catalog: Path

    def office(self, code: str) -> Office:
        """Give an office; NotFound where there is none."""
        if code not in self.offices:
            raise NotFound(what=code)
        return self.offices[code]

    def complaint(self, complaint_id: str) -> Complaint:
        """Give a complaint to whoever may see it: never to the officer whom it is about.

        Raises:
            NotFound: there is none, or it is about the person who asks.
        """
        found = self.session.get(Complaint, complaint_id)
        if found is None or found.about_id == self.by:
            raise NotFound(what="pengaduan / complaint")
        return found

    def move(
        self,
        complaint: Complaint,
        deed: str,
        *,
        details: dict[str, Any] | None = None,
        only_if: ColumnElement[bool] | None = None,
        **values: Any,
    ) -> None:
        """Take one step of the state table, if nobody else did first, and append its event.

        Raises:
            NotAllowed: only the officer to whom it is assigned does this.
            WrongComplaintStep: it stands elsewhere.
            LostRace: `only_if`, what was known of it, is true no more.
        """
        move = MOVES[deed]
        if move.own and complaint.assignee_id != self.by:
            raise NotAllowed(f"complaint {complaint.id} is not assigned to {self.by}")
        here = (Complaint.id == complaint.id, Complaint.state.in_(move.states))
        known = () if only_if is None else (only_if,)
        changed = self.session.execute(update(Complaint).where(*here, *known).values(state=move.to, **values))
        if changed.rowcount != 1:  # type: ignore[attr-defined]
            if complaint.state in move.states:
                raise LostRace(f"complaint {complaint.id}: {deed} after somebody else's change")
            raise WrongComplaintStep(f"complaint {complaint.id}: {deed} from {complaint.state}")
        self.session.refresh(complaint)
        self.note(complaint, deed, **(details or {}))

    def settle(self, complaint: Complaint, deed: str, *, details: dict[str, Any] | None = None, **values: Any) -> None:
        """Take a step that settles it. Its event keeps the verdict: reopening sets the row's own dates anew."""
        verdict = "met" if in_time(self.now, complaint.due_at) else "breached"
        self.move(complaint, deed, details={**(details or {}), DEADLINE: verdict}, settled_at=self.now, **values)

    def note(self, complaint: Complaint, kind: str, **details: Any) -> None:
        """Append an event. `details` are codes and numbers, never what a person wrote."""
        version = self.office(complaint.office).version
        self.session.add(
            ComplaintEvent(
                complaint_id=complaint.id, at=self.now, kind=kind, actor=self.by, version=version, details=details
            )
        )

    def say(self, complaint: Complaint, side: str, text: str) -> None:
        """Add what was written: side = complainant | office | internal."""
        author = None if side == "complainant" else self.by
        self.session.add(
            ComplaintMessage(complaint_id=complaint.id, at=self.now, side=side, author_id=author, text=text)
        )
