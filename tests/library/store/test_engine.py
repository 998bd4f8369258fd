"""The database keeps what it accepted and refuses what does not fit."""

from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy.exc import IntegrityError, StatementError

from library import Library
from library.store import revisions, schema
from library.store.counters import next_number
from library.store.engine import Database, integrity_errors, wal_is_safe
from library.store.models import Account, Base, SignIn

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ("3.40.1", False),
        ("3.44.5", False),
        ("3.44.6", True),
        ("3.45.0", False),
        ("3.50.6", False),
        ("3.50.7", True),
        ("3.51.2", False),
        ("3.51.3", True),
        ("3.52.0", True),
        ("4.0.0", True),
    ],
)
def test_write_ahead_logging_is_used_only_on_releases_without_the_checkpoint_fault(version, safe):
    assert wal_is_safe(version) is safe


def test_the_newest_schema_is_what_the_models_say(library: Library):
    assert schema.differences(library.database.engine) == []


# Rows of the first tables that point to one another, as an office has them when a newer program meets its library.
OLD_ROWS = """
INSERT INTO account (id, email, name, role, institution, language, created_at)
  VALUES ('a', 'a@example.org', 'A', 'reader', '', 'id', '2026-01-01');
INSERT INTO blob (sha256, size, role, derived, created_at) VALUES ('s', 1, 'original', 0, '2026-01-01');
INSERT INTO work (id, office, state, access, title, parallel_title, kind, language, pages, catalogue_number,
  catalogue_number_raw, publication_number, publication_number_raw, issn, isbn, publisher, found, untraceable_accepted,
  created_at)
  VALUES ('w', '1872', 'released', 'open', 'Padi', '', 'scanned', 'id', 1, '', '', '', '', '', '', '', '{}', '',
  '2026-01-01');
INSERT INTO work_file (id, work_id, version, original, shown, name, media_type, pages, warnings, created_at)
  VALUES ('f', 'w', 1, 's', 's', 'padi.pdf', 'application/pdf', 1, '[]', '2026-01-01');
INSERT INTO softcopy_request (id, number, office, account_id, work_id, purpose, purpose_text, institution, language,
  channel, state, reason, submitted_at)
  VALUES ('r', '1', '1872', 'a', 'w', 'research', '', '', 'id', 'web', 'SUBMITTED', '', '2026-01-01');
"""


def test_a_library_in_use_is_brought_to_the_newest_schema_and_back(tmp_path: Path):
    database = Database(tmp_path / "used.db")
    schema.upgrade(database.engine, "0002")
    with sqlite3.connect(database.path) as connection:
        connection.executescript(OLD_ROWS)
    connection.close()
    schema.upgrade(database.engine)
    assert schema.differences(database.engine) == []
    schema.downgrade(database.engine, "0002")
    with sqlite3.connect(database.path) as connection:
        for table in ("account", "work", "work_file", "softcopy_request"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,)  # fixed names
    connection.close()
    assert integrity_errors(database.path) == []
    database.close()


# Works of which a copy was accepted before a later file of the first came; of the third nobody accepted anything.
ACCEPTED_WORKS = """
INSERT INTO account (id, email, name, role, institution, language, created_at)
  VALUES ('lia', 'lia@example.org', 'Lia', 'librarian', '', 'id', '2026-01-01');
INSERT INTO blob (sha256, size, role, derived, created_at) VALUES ('s', 1, 'original', 0, '2026-01-01');
{works}
INSERT INTO audit (at, actor, action, subject, details, previous, hash) VALUES
  ('2026-02-01', 'lia', 'work.accept-untraceable', 'work:one', '{{}}', '', ''),
  ('2026-02-03', 'cli', 'work.accept-untraceable', 'work:two', '{{}}', '', '');
"""
ACCEPTED_WORK = """
INSERT INTO work (id, office, state, access, title, parallel_title, kind, language, pages, catalogue_number,
  catalogue_number_raw, publication_number, publication_number_raw, issn, isbn, publisher, region, subjects, found,
  untraceable_accepted, created_at)
  VALUES ('{id}', '1872', 'released', 'open', 'Padi', '', 'scanned', 'id', 1, '', '', '', '', '', '', '', '', '',
  '{{}}', '{reason}', '2026-01-01');
"""
ACCEPTED_MASTER = """
INSERT INTO work_file (id, work_id, version, original, shown, name, media_type, pages, warnings, created_at)
  VALUES ('{id}', '{work}', {version}, 's', 's', 'padi.pdf', 'application/pdf', 1, '[]', '{day}');
INSERT INTO master (id, file_id, version, body, slots, engine, key_id, traceability, created_at)
  VALUES ('{id}', '{id}', 1, 's', 's', '', '', '{{}}', '{day}');
"""


def test_what_was_accepted_of_a_work_goes_to_the_master_that_was_shown_then(tmp_path: Path):
    """And back to the work where that master is still its newest."""
    works = [ACCEPTED_WORK.format(id=id_, reason=reason) for id_, reason in (("one", "a"), ("two", "b"), ("none", ""))]
    masters = [("one-1", "one", 1, "2026-01-05"), ("one-2", "one", 2, "2026-02-02"), ("two-1", "two", 1, "2026-01-05")]
    masters.append(("none-1", "none", 1, "2026-01-05"))
    works += [ACCEPTED_MASTER.format(id=i, work=work, version=version, day=day) for i, work, version, day in masters]
    database = Database(tmp_path / "used.db")
    schema.upgrade(database.engine, "0019")
    with sqlite3.connect(database.path) as connection:
        connection.executescript(ACCEPTED_WORKS.format(works="".join(works)))
    connection.close()
    schema.upgrade(database.engine)
    with sqlite3.connect(database.path) as connection:
        query = "SELECT id, untraceable_accepted, accepted_by, accepted_at FROM master ORDER BY id"
        assert connection.execute(query).fetchall() == [
            ("none-1", "", None, None),
            ("one-1", "a", "lia", "2026-02-01"),
            ("one-2", "", None, None),
            ("two-1", "b", None, "2026-02-03"),
        ]
    connection.close()
    schema.downgrade(database.engine, "0019")
    with sqlite3.connect(database.path) as connection:
        told = dict(connection.execute("SELECT id, untraceable_accepted FROM work"))
    connection.close()
    assert told == {"one": "", "two": "b", "none": ""}
    database.close()


def test_references_are_watched_again_after_a_migration(library: Library):
    schema.downgrade(library.database.engine, "0003")
    schema.upgrade(library.database.engine)
    test_a_row_that_points_nowhere_is_refused(library)


def test_a_migration_that_would_leave_rows_pointing_nowhere_changes_nothing(tmp_path: Path):
    database = Database(tmp_path / "broken.db")
    schema.upgrade(database.engine, "0003")
    with sqlite3.connect(database.path) as connection:  # references are off in a bare connection
        connection.executescript(OLD_ROWS.replace("'s', 's'", "'s', 'x'"))
    connection.close()
    with pytest.raises(schema.DanglingRows):
        schema.upgrade(database.engine)
    assert revisions.current_revision(database.engine) == "0003"
    database.close()


def test_every_revision_goes_up_and_down_with_data_in_it(tmp_path: Path):
    database = Database(tmp_path / "walk.db")
    schema.upgrade(database.engine)
    with database.write() as session:
        session.add(Account(email="a@example.org", name="A", created_at=NOW))
    schema.downgrade(database.engine, "base")
    schema.upgrade(database.engine)
    assert revisions.current_revision(database.engine) == revisions.head_revision()
    known = ScriptDirectory.from_config(schema.migration_config())
    assert known.get_heads() == [revisions.head_revision()]
    with database.read() as session:
        assert session.get(Account, "none") is None
    database.close()


def test_a_failed_write_leaves_nothing(library: Library):
    with pytest.raises(RuntimeError), library.database.write() as session:
        session.add(Account(id="x" * 16, email="x@example.org", name="X", created_at=NOW))
        session.flush()
        raise RuntimeError
    with library.database.read() as session:
        assert session.get(Account, "x" * 16) is None


def test_what_was_read_stays_readable_after_the_session(library: Library):
    with library.database.write() as session:
        session.add(Account(id="y" * 16, email="y@example.org", name="Y", created_at=NOW))
    with library.database.read() as session:
        account = session.get(Account, "y" * 16)
    assert account is not None
    assert account.name == "Y"
    assert account.created_at == NOW


def test_a_time_without_a_zone_is_refused(library: Library):
    with pytest.raises(StatementError, match="without a time zone"), library.database.write() as session:
        session.add(Account(email="z@example.org", name="Z", created_at=datetime(2026, 1, 1)))  # noqa: DTZ001


def test_a_row_that_points_nowhere_is_refused(library: Library):
    row = SignIn(secret_hash="h", account_id="nobody", created_at=NOW, seen_at=NOW, expires_at=NOW)
    with pytest.raises(IntegrityError), library.database.write() as session:
        session.add(row)


def test_numbers_have_no_gaps_and_no_doubles_under_fifty_threads(library: Library):
    given: list[int] = []

    def draw() -> None:
        with library.database.write() as session:
            given.append(next_number(session, "uji"))

    threads = [threading.Thread(target=draw) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == list(range(1, 51))


def test_a_flipped_page_of_the_database_is_noticed(library: Library):
    path = library.folders.database
    library.database.close()
    assert integrity_errors(path) == []
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET rootpage = 2 WHERE name = 'account'")
    connection.close()
    assert integrity_errors(path)


def test_every_table_is_named_in_the_first_walk():
    assert {"account", "work", "copy", "job", "audit"} <= set(Base.metadata.tables)
