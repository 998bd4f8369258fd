"""Later work: how much waits, and what was given up."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from library.jobs import dead
from library.readers.roles import Right
from webapp.current import current_library, signed_in_visitor
from webapp.logs import hide
from webapp.numbers import LARGEST
from webapp.pages import page
from webapp.rooms.administration.blueprint import blueprint, tabs
from webapp.security import audience


@blueprint.get("/jobs")
@audience.right(Right.SEE_JOBS)
def jobs() -> ResponseReturnValue:
    """Show the counts, and each job that a person has to look at."""
    library = current_library()
    with library.database.read() as records:
        given_up = dead.dead_jobs(records)
    return page(
        "administration/jobs.html",
        view="staff",
        tabs=tabs("jobs"),
        counts=library.outbox.counts(),
        dead=[(job, hide(job.error)) for job in given_up],
        workers=library.workers.running,
    )


@blueprint.post(f"/jobs/<int(max={LARGEST}):job>/retry")
@audience.right(Right.SEE_JOBS)
def retry(job: int) -> ResponseReturnValue:
    """Let a job be tried again."""
    library = current_library()
    with library.database.write() as records:
        dead.retry(records, library.clock(), job, signed_in_visitor().id)
    library.workers.wake()
    flash(_("The job is tried again."), "good")
    return redirect(url_for("administration.jobs"), 303)
