"""The service floor: visits, queue, custody, terminals, and the clocks that watch them. No HTTP.

floor = library.floor
visit = floor.sign_guest_book(None, "1872", GuestEntry(name=…), by="visitor", token=…)
ticket = floor.take_ticket(visit.id, "consultation", by="visitor", token=…)
called = floor.call_next("1872", counter=1, by=officer)
"""

from library.floor.floor import Floor
from library.floor.guest_book import GuestEntry, asks_email, asks_identity
from library.floor.views import (
    BoardLine,
    BoardState,
    ClockView,
    CounterView,
    DayCounts,
    DayFigures,
    DeviceView,
    FloorState,
    Happening,
    LegView,
    LockerView,
    OpenState,
    VisitView,
    Wait,
)

__all__ = [
    "BoardLine",
    "BoardState",
    "ClockView",
    "CounterView",
    "DayCounts",
    "DayFigures",
    "DeviceView",
    "Floor",
    "FloorState",
    "GuestEntry",
    "Happening",
    "LegView",
    "LockerView",
    "OpenState",
    "VisitView",
    "Wait",
    "asks_email",
    "asks_identity",
]
