"""One thread is always free for what takes seconds."""

from __future__ import annotations

from ingest.files import Intake
from library import Library
from library.jobs.workers import LONG


def test_all_that_the_sandbox_works_at_is_long_work(library: Library):
    registered: set[str] = set()
    library.workers.register = lambda kind, *_handlers: registered.add(kind)  # type: ignore[method-assign,assignment]
    Intake(library).register()
    assert registered
    assert registered <= LONG


def test_every_kind_of_long_work_is_one_that_somebody_does(library: Library):
    Intake(library).register()
    assert library.workers.kinds >= LONG
