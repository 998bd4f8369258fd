"""What must happen later: an outbox in the database and workers that hold a lease on each row."""

from library.jobs.outbox import Lease, Outbox
from library.jobs.presence import Presence
from library.jobs.workers import Handler, Interrupted, Workers

__all__ = ["Handler", "Interrupted", "Lease", "Outbox", "Presence", "Workers"]
