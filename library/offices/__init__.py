"""Offices as data: what each one states, what holds by default, when it is open.

>>> offices = load_offices(packaged_offices())
>>> offices[0].rules.library.limit_minutes.value        # 5
>>> offices[1].rules.library.limit_minutes.is_default   # True: Tulang Bawang states no library limit
>>> offices[0].calendar.is_working_day(date(2026, 8, 17))
"""

from library.offices.calendar import OfficeCalendar, Span
from library.offices.components import Component, ShownComponent, load_components, shown_components
from library.offices.days import SpecialDay
from library.offices.errors import OfficeFileError, Problem
from library.offices.loading import find_office, load_offices, packaged_offices
from library.offices.office import Identity, Letterhead, Office, Region, Standard
from library.offices.rules import Inactivity, Rules
from library.offices.standard import ComplaintChannel, Limit, Line, Product, Service
from library.offices.stated import Stated
from library.offices.version import read_standard, standard_document
from library.offices.words import Words

__all__ = [
    "ComplaintChannel",
    "Component",
    "Identity",
    "Inactivity",
    "Letterhead",
    "Limit",
    "Line",
    "Office",
    "OfficeCalendar",
    "OfficeFileError",
    "Problem",
    "Product",
    "Region",
    "Rules",
    "Service",
    "ShownComponent",
    "Span",
    "SpecialDay",
    "Standard",
    "Stated",
    "Words",
    "find_office",
    "load_components",
    "load_offices",
    "packaged_offices",
    "read_standard",
    "shown_components",
    "standard_document",
]
