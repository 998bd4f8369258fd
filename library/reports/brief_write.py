"""A write that gives up soon: what may be left out must not keep anybody waiting for the lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from library.store.engine import BUSY_SECONDS, Database

PATIENCE = timedelta(milliseconds=200)


@contextmanager
def brief_write(database: Database) -> Iterator[Session]:
    """Give a session that holds the write lock, as `Database.write` does, or fail when `PATIENCE` is over.

    Raises:
        OperationalError: another writer holds the lock, or the disk takes nothing.
    """
    with database.engine.execution_options(immediate=True).connect() as connection:
        _wait_at_most(connection, PATIENCE)
        try:
            with Session(connection) as session, session.begin():
                yield session
        finally:
            _wait_at_most(connection, timedelta(seconds=BUSY_SECONDS))


def _wait_at_most(connection: Connection, patience: timedelta) -> None:
    # Past the engine, which would begin a transaction, and so wait for the lock, to say how long to wait for it.
    driver = connection.connection.driver_connection
    assert driver is not None, "the connection is open"
    driver.execute(f"PRAGMA busy_timeout = {patience // timedelta(milliseconds=1)}").close()
