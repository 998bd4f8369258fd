"""The tables."""

from library.store.models.base import Base, UtcDateTime
from library.store.models.operations import AuditEntry, IngestItem, Job, Mail, OfficeVersion
from library.store.models.people import Account, FormToken, OneTimeLink, SignIn
from library.store.models.softcopies import Copy, Counter, ScreenReading, SoftcopyRequest
from library.store.models.tracing import TraceCase
from library.store.models.works import Blob, Master, Page, Work, WorkFile

__all__ = [
    "Account",
    "AuditEntry",
    "Base",
    "Blob",
    "Copy",
    "Counter",
    "FormToken",
    "IngestItem",
    "Job",
    "Mail",
    "Master",
    "OfficeVersion",
    "OneTimeLink",
    "Page",
    "ScreenReading",
    "SignIn",
    "SoftcopyRequest",
    "TraceCase",
    "UtcDateTime",
    "Work",
    "WorkFile",
]
