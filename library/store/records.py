"""One row by its key, or a clear refusal."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy.orm import Session

from library.errors import NotFound
from library.store.models import Base

Record = TypeVar("Record", bound=Base)


def found(session: Session, model: type[Record], key: str) -> Record:
    """Give the row of this key.

    Raises:
        NotFound: there is none; the message names the key.
    """
    record = session.get(model, key)
    if record is None:
        raise NotFound(what=key)
    return record
