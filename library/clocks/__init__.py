"""The five clocks of the service floor, as pure functions: no database, no clock of the machine, no web.

    C1  walk-in consultation   consultation_clock   minutes of open time, from the visitor's turn
    C2  library                library_clock        minutes of open time, from the guest book
    C3  softcopy on a visit    softcopy_clock       minutes of open time, without the time that the reader owes
    C4  online answer          answer_clocks        until closing time of the n-th working day
    C5  silence of the user    inactivity_clock     until closing time of the n-th day

Every instant is an aware datetime; results are in UTC. A closed clock never changes.
"""

from library.clocks.clock import (
    CalendarDays,
    Clock,
    ClockClosedError,
    ClockKind,
    Ending,
    Limit,
    OpenMinutes,
    Pause,
    Promise,
    Result,
    Stop,
    WorkingDays,
)
from library.clocks.compliance import Compliance, compliance
from library.clocks.live import Urgency, days_left, remaining, urgency, used
from library.clocks.online import CaseEvent, Message, answer_clocks, inactivity_clock
from library.clocks.open_time import due_after, open_minutes, open_time
from library.clocks.promises import promise_of
from library.clocks.running import (
    DueChange,
    pause_clock,
    read_clock,
    recompute,
    recompute_all,
    resume_clock,
    stop_clock,
)
from library.clocks.turn import Busy, turn_starts
from library.clocks.walk_in import Admission, Calls, SoftcopyEvent, consultation_clock, library_clock, softcopy_clock

__all__ = [
    "Admission",
    "Busy",
    "CalendarDays",
    "Calls",
    "CaseEvent",
    "Clock",
    "ClockClosedError",
    "ClockKind",
    "Compliance",
    "DueChange",
    "Ending",
    "Limit",
    "Message",
    "OpenMinutes",
    "Pause",
    "Promise",
    "Result",
    "SoftcopyEvent",
    "Stop",
    "Urgency",
    "WorkingDays",
    "answer_clocks",
    "compliance",
    "consultation_clock",
    "days_left",
    "due_after",
    "inactivity_clock",
    "library_clock",
    "open_minutes",
    "open_time",
    "pause_clock",
    "promise_of",
    "read_clock",
    "recompute",
    "recompute_all",
    "remaining",
    "resume_clock",
    "softcopy_clock",
    "stop_clock",
    "turn_starts",
    "urgency",
    "used",
]
