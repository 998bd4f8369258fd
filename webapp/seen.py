"""Staff pages that show one person's data write the look down: `@seen.shown("case", "case_id")` below the audience.

One row a page that was really shown, in a transaction of its own; where the row cannot be written, nothing is shown.
A page that also answers a form which was refused notes it itself (`note`), for it shows the same data once more.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import make_response

from library.privacy.looks import STAFF, Looker
from webapp.current import current_library, current_visitor

View = TypeVar("View", bound=Callable[..., Any])


def shown(kind: str, argument: str) -> Callable[[View], View]:
    """Note who saw the record that the route's `argument` names; `kind` is one of `library.privacy.looks.KINDS`."""

    def mark(view: View) -> View:
        @wraps(view)
        def wrapped(*args: Any, **values: Any) -> Any:
            answer = make_response(view(*args, **values))
            if answer.status_code == 200:
                note(kind, str(values[argument]))
            return answer

        return cast("View", wrapped)

    return mark


def note(kind: str, record: str, purpose: str = "") -> None:
    """Note that whoever is here, if she is of the staff, saw a record."""
    by = looker()
    if by.role in STAFF:
        current_library().privacy.look(by, kind, record, purpose=purpose)


def looker() -> Looker:
    """Give who looks: the account with the role and office that it has now."""
    visitor = current_visitor()
    return Looker(visitor.id, visitor.role, visitor.office) if visitor is not None else Looker("")
