"""The database engine: SQLite made safe, one kind of session to read and one to write."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Update, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

BUSY_SECONDS = 30
_PATIENT = f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}"
# Releases in which two connections that checkpoint at once can no longer corrupt a WAL database
# (https://www.sqlite.org/wal.html#walresetbug).
_FIXED_BRANCHES = {(3, 44): 6, (3, 50): 7, (3, 51): 3}


def wal_is_safe(version: str = sqlite3.sqlite_version) -> bool:
    """Say whether write-ahead logging may be used with this SQLite release."""
    major, minor, patch = (int(part) for part in re.findall(r"\d+", version)[:3])
    if (major, minor) in _FIXED_BRANCHES:
        return patch >= _FIXED_BRANCHES[major, minor]
    return (major, minor) > (3, 51)


def make_engine(database: Path) -> Engine:
    """Open (or create) the database file with foreign keys on and full durability."""
    engine = create_engine(
        f"sqlite:///{database}",
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        hide_parameters=True,  # an error's text must not carry somebody's name into the log
    )
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    # We begin transactions ourselves; the driver's own half-automatic BEGIN would come too late.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(_PATIENT)
    if wal_is_safe():
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
    else:
        cursor.execute("PRAGMA journal_mode = DELETE")
        cursor.execute("PRAGMA synchronous = EXTRA")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    # A writer takes its lock at once: two transactions that both read first could never upgrade.
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


class Database:
    """Sessions over one engine."""

    def __init__(self, database: Path) -> None:
        self.path = database
        self.engine = make_engine(database)
        self._readers = sessionmaker(self.engine, expire_on_commit=False, autoflush=False)
        self._writers = sessionmaker(self.engine.execution_options(immediate=True), expire_on_commit=False)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session that only reads; whatever it changed is dropped."""
        with self._readers() as session:
            try:
                yield session
            finally:
                session.expunge_all()  # what was read stays readable; a rollback would expire it
                session.rollback()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give a session that holds the write lock; it commits on a clean exit, else nothing happened."""
        with self._writers() as session, session.begin():
            yield session

    def change_if_free(self, change: Update) -> bool:
        """Make one small change unless somebody else is writing, and say whether it was made; never wait, never fail.

        For notes that may be left out: what a reader has asked for does not hang on them.
        """
        with self.engine.connect() as connection:
            try:
                connection.exec_driver_sql("PRAGMA busy_timeout = 0")
                connection.execute(change)
                connection.commit()
            except OperationalError:
                connection.rollback()
                return False
            finally:
                connection.exec_driver_sql(_PATIENT)
        return True

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def copy_database(source: Path, target: Path) -> None:
    """Copy a live database by SQLite's back-up interface, page by page and consistent."""
    with _opened(source) as origin, _opened(target) as copy:
        origin.backup(copy)


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
    try:
        yield connection
    finally:
        connection.close()


def integrity_errors(database: Path) -> list[str]:
    """List what SQLite's own checks find wrong (empty when whole)."""
    with _opened(database) as connection:
        rows: list[Any] = connection.execute("PRAGMA integrity_check").fetchall()
        found = [str(row[0]) for row in rows if row[0] != "ok"]
        dangling = connection.execute("PRAGMA foreign_key_check").fetchall()
    return found + [f"dangling reference: {row[0]} row {row[1]} → {row[2]}" for row in dangling]
