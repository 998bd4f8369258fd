"""The schema's versions: up to the newest, back to an older one, and a check that models and tables agree."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine

from library.store.models import Base
from library.store.revisions import MIGRATIONS, current_revision, head_revision


class DanglingRows(Exception):
    """A migration would leave rows that point nowhere; nothing was changed."""


def migration_config(connection: object = None) -> Config:
    """Give Alembic's configuration; it has no file of its own."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to `revision`; all of it or nothing."""
    if revision == "head" and current_revision(engine) == head_revision():
        return
    with _moving(engine) as connection:
        command.upgrade(migration_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the schema back to `revision`."""
    with _moving(engine) as connection:
        command.downgrade(migration_config(connection), revision)


@contextmanager
def _moving(engine: Engine) -> Iterator[Connection]:
    """Give a transaction in which tables may be made anew: SQLite drops the old one, to which rows of others point.

    So references are checked at its end, not at each statement (https://www.sqlite.org/lang_altertable.html#otheralter).
    """
    with engine.connect() as connection:
        driver = cast("sqlite3.Connection", connection.connection.driver_connection)
        driver.execute("PRAGMA foreign_keys = OFF")  # counts only outside a transaction
        try:
            with connection.begin():
                yield connection
                dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if dangling:
                    raise DanglingRows(f"{len(dangling)} rows point nowhere, such as {tuple(dangling[0])}")
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


def differences(engine: Engine) -> list[Any]:
    """List where models and tables differ (empty: they agree)."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def is_known(revision: str) -> bool:
    """Say whether this version of the program has that revision."""
    try:
        return ScriptDirectory.from_config(migration_config()).get_revision(revision) is not None
    except CommandError:
        return False
