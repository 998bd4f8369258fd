"""The tables."""

from library.store.models.base import Base, UtcDateTime
from library.store.models.batches import IngestBatch
from library.store.models.catalogue import Description, Fingerprint, Likeness, Series, SeriesPlace, Succession
from library.store.models.consultations import (
    Consultation,
    ConsultationAppointment,
    ConsultationEvent,
    ConsultationFile,
    ConsultationMessage,
    ConsultationSearch,
    DeskConsultation,
    InboundMail,
    PublishedAnswer,
)
from library.store.models.exchange import ApiKey, PublicRecord
from library.store.models.feedback import Complaint, ComplaintEvent, ComplaintMessage, Rating, SoughtInVain
from library.store.models.floor import (
    ClockRow,
    CounterDesk,
    Device,
    FloorEvent,
    HeldCard,
    Leg,
    Locker,
    RatingInvitation,
    Visit,
)
from library.store.models.hall import ScanSitting, VoiceLease
from library.store.models.holdings import EditionScan, Holding, StockCount, StockSeen
from library.store.models.operations import AuditEntry, IngestItem, Job, Mail, OfficeVersion
from library.store.models.pages import PageCorrection, PageMaking, PageTrial
from library.store.models.people import Account, FormToken, OneTimeLink, SignIn
from library.store.models.preservation import ArchiveCopy, FixityAlarm, FixityCheck
from library.store.models.privacy import Breach, Consent, Erasure, RecordView, TracedIdentity
from library.store.models.revisions import Revision
from library.store.models.seals import SealCertificate
from library.store.models.searching import Heading, HeadingsRead, SavedSearch, SoughtMark
from library.store.models.second_factor import HalfSignIn, RecoveryCode, SecondFactor
from library.store.models.softcopies import Copy, Counter, RequestQuestion, ScreenReading, SoftcopyRequest
from library.store.models.tracing import TraceCase
from library.store.models.works import Blob, Master, Page, Work, WorkFile

__all__ = [
    "Account",
    "ApiKey",
    "ArchiveCopy",
    "AuditEntry",
    "Base",
    "Blob",
    "Breach",
    "ClockRow",
    "Complaint",
    "ComplaintEvent",
    "ComplaintMessage",
    "Consent",
    "Consultation",
    "ConsultationAppointment",
    "ConsultationEvent",
    "ConsultationFile",
    "ConsultationMessage",
    "ConsultationSearch",
    "Copy",
    "Counter",
    "CounterDesk",
    "Description",
    "DeskConsultation",
    "Device",
    "EditionScan",
    "Erasure",
    "Fingerprint",
    "FixityAlarm",
    "FixityCheck",
    "FloorEvent",
    "FormToken",
    "HalfSignIn",
    "Heading",
    "HeadingsRead",
    "HeldCard",
    "Holding",
    "InboundMail",
    "IngestBatch",
    "IngestItem",
    "Job",
    "Leg",
    "Likeness",
    "Locker",
    "Mail",
    "Master",
    "OfficeVersion",
    "OneTimeLink",
    "Page",
    "PageCorrection",
    "PageMaking",
    "PageTrial",
    "PublicRecord",
    "PublishedAnswer",
    "Rating",
    "RatingInvitation",
    "RecordView",
    "RecoveryCode",
    "RequestQuestion",
    "Revision",
    "SavedSearch",
    "ScanSitting",
    "ScreenReading",
    "SealCertificate",
    "SecondFactor",
    "Series",
    "SeriesPlace",
    "SignIn",
    "SoftcopyRequest",
    "SoughtInVain",
    "SoughtMark",
    "StockCount",
    "StockSeen",
    "Succession",
    "TraceCase",
    "TracedIdentity",
    "UtcDateTime",
    "Visit",
    "VoiceLease",
    "Work",
    "WorkFile",
]
