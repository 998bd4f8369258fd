"""One object that holds the whole library together; the web, the command line and the workers all start here."""

from __future__ import annotations

from dataclasses import dataclass

from library.care.housekeeping import JOB as HOUSEKEEPING_JOB
from library.care.housekeeping import Housekeeping, forget_tokens
from library.catalogue.batches import Batches
from library.catalogue.describing import Describer
from library.catalogue.descriptions import JOB as DESCRIBE_JOB
from library.catalogue.incoming import IncomingFiles
from library.catalogue.indexing import Indexer
from library.catalogue.scanner import Scanners
from library.catalogue.sittings import Sittings
from library.catalogue.works import INDEX_JOB
from library.clock import Clock, utc_now
from library.consultations import Consultations
from library.consultations.answer_index import AnswerIndex
from library.consultations.files import Attachments
from library.consultations.publishing import JOB as ANSWER_JOB
from library.consultations.rounds import FETCH_JOB, CaseRounds
from library.consultations.rounds import JOB as CASE_JOB
from library.exchange.api_keys import ApiKeys
from library.exchange.described import Describer as PublicDescriber
from library.exchange.listing import PublicList
from library.exchange.public_records import JOB as RECORD_JOB
from library.exchange.public_records import PublicRecords
from library.feedback.complaints.desk import JOB as COMPLAINTS_JOB
from library.feedback.complaints.desk import Complaints
from library.feedback.desk import Ratings
from library.feedback.invitations import MAIL_JOB as RATING_JOB
from library.floor import Floor
from library.floor.rounds import JOB as ROUND_JOB
from library.floor.rounds import Rounds
from library.holdings.scans import Offers
from library.initialise import initialise, is_initialised, note_standards
from library.jobs import Outbox, Presence, Workers
from library.mail.mailbox import open_inbox
from library.mail.post import JOB as MAIL_JOB
from library.mail.post import Sender
from library.mail.transports import make_transport
from library.offices import Office, load_offices
from library.preservation.embargo import JOB as EMBARGO_JOB
from library.preservation.embargo import Embargoes
from library.preservation.fixity_round import JOB as KEEPING_JOB
from library.preservation.fixity_round import FixityRound
from library.privacy.desk import Privacy
from library.privacy.erasing import Doors
from library.privacy.retention import Retention
from library.reports.report import Reports
from library.revisions.editing import Editing
from library.revisions.offices import OfficesInForce
from library.searching.alerts import JOB as ALERT_JOB
from library.searching.alerts import AlertRound
from library.searching.headings import HeadingIndex
from library.searching.saved import SavedSearches
from library.settings import Settings
from library.softcopies.assembly import Assembler
from library.softcopies.delivery import Delivery
from library.softcopies.key_ring import SharedKeyRing
from library.softcopies.on_visit import JOB as CLOCK_JOB
from library.softcopies.requests import STAMP_JOB
from library.softcopies.screens import Screens
from library.softcopies.seals import Seals, open_seals
from library.softcopies.workshop import Workshop
from library.store.blobs import FolderBlobs
from library.store.engine import Database
from library.store.folders import DataFolder
from library.tracing.ahead import JOB as AHEAD_JOB
from library.tracing.ahead import DescribingRound
from library.tracing.cases import Tracing
from library.tracing.desk import JOB as TRACE_JOB
from library.tracing.desk import TraceDesk
from search import SearchEngine, open_engine


@dataclass(frozen=True, slots=True)
class Library:
    """The wired parts. Close it when done."""

    settings: Settings
    folders: DataFolder
    clock: Clock
    database: Database
    blobs: FolderBlobs
    keys: SharedKeyRing
    offices: dict[str, Office]
    search: SearchEngine
    headings: HeadingIndex
    saved_searches: SavedSearches
    indexer: Indexer
    outbox: Outbox
    workers: Workers
    assembler: Assembler
    seals: Seals
    delivery: Delivery
    screens: Screens
    incoming: IncomingFiles
    batches: Batches
    describer: Describer
    sittings: Sittings
    tracing: Tracing
    traces: TraceDesk
    floor: Floor
    ratings: Ratings
    complaints: Complaints
    reports: Reports
    consultations: Consultations
    offices_in_force: OfficesInForce
    public_records: PublicRecords
    public_list: PublicList
    api_keys: ApiKeys

    @property
    def editing(self) -> Editing:
        """The door to what administrators edit."""
        return Editing(self.database, self.clock, self.offices_in_force, self.floor, self.consultations)

    @property
    def offers(self) -> Offers:
        """Readers' scans that the collection may take."""
        return Offers(self.database, self.blobs, self.incoming, self.clock)

    @property
    def keeping(self) -> FixityRound:
        """The looks at what is kept."""
        return FixityRound(self.database, self.blobs, self.clock, self.settings.fixity_days)

    @property
    def privacy(self) -> Privacy:
        """One person's data, all of it."""
        doors = Doors(
            database=self.database,
            folders=self.folders,
            offices=self.offices,
            clock=self.clock,
            floor=self.floor,
            consultations=self.consultations,
            complaints=self.complaints,
            delivery=self.delivery,
            incoming=self.incoming,
        )
        return Privacy(doors, Retention(doors, forget_tokens))

    @property
    def first_office(self) -> Office:
        """The office that is meant where none is named."""
        return next(iter(self.offices.values()))

    def close(self) -> None:
        """Stop the workers, let go of the index and the database."""
        self.workers.stop()
        self.search.close()
        self.headings.close()
        self.consultations.answers.close()
        self.database.close()


def open_library(settings: Settings, clock: Clock = utc_now) -> Library:
    """Wire the library over its data folder; an empty folder is made ready first.

    Raises:
        OfficeFileError: an office's file has errors.
        BadSettings: a setting cannot be used.
    """
    fresh = not is_initialised(settings)
    loaded = initialise(settings, clock()) if fresh else load_offices(settings.catalog / "offices")
    offices = {office.code: office for office in loaded}
    folders = DataFolder(settings.data)
    database, blobs, keys = Database(folders.database), FolderBlobs(folders.blobs), SharedKeyRing(folders.keys)
    note_standards(database, loaded, clock())
    engine, headings = open_engine(folders.index), HeadingIndex(database, folders.headings)
    seals = open_seals(settings)
    outbox, assembler = Outbox(database, clock), Assembler(blobs, keys, seals)
    workshop = Workshop(database, folders, settings, offices, assembler, clock, seals)
    tracing = Tracing(database, blobs, folders, keys, clock)
    answers = AnswerIndex(database, folders.answers)
    attachments = Attachments(database, folders.attachments, blobs, clock)
    incoming = IncomingFiles(database, folders, clock, settings.max_bytes)
    scanners = Scanners(settings.scan_folder, offices)
    ratings = Ratings(database, offices, clock, settings.catalog)
    public = PublicDescriber(offices, settings.catalog, settings.base_url)
    library = Library(
        settings=settings,
        folders=folders,
        clock=clock,
        database=database,
        blobs=blobs,
        keys=keys,
        offices=offices,
        search=engine,
        headings=headings,
        saved_searches=SavedSearches(database, clock),
        indexer=Indexer(database, engine, headings.update),
        outbox=outbox,
        workers=Workers(outbox, Presence(folders.presence)),
        assembler=assembler,
        seals=seals,
        delivery=Delivery(workshop),
        screens=Screens(workshop),
        incoming=incoming,
        batches=Batches(database, incoming, clock),
        describer=Describer(database, blobs, clock, settings.catalog),
        sittings=Sittings(database, folders, scanners, incoming, clock, settings.max_bytes),
        tracing=tracing,
        traces=TraceDesk(tracing, database, blobs, folders, clock),
        floor=Floor(database, offices, clock, settings.catalog),
        ratings=ratings,
        reports=Reports(database, offices, clock, ratings),
        complaints=Complaints(database, offices, clock, settings.catalog),
        consultations=Consultations(database, offices, clock, settings, engine, answers, attachments),
        offices_in_force=OfficesInForce(database, settings, clock, offices),
        public_records=PublicRecords(database, public, clock),
        public_list=PublicList(database, public),
        api_keys=ApiKeys(database, clock),
    )
    _register(library)
    return library


def _register(library: Library) -> None:
    """Say who does which later work; `ingest` adds its own kinds."""
    library.offices_in_force.refresh()
    sender = Sender(library.database, library.settings, library.clock, make_transport(library.settings))
    library.workers.register(MAIL_JOB, sender.handle)
    library.workers.register(KEEPING_JOB, library.keeping.handle)
    library.workers.register(EMBARGO_JOB, Embargoes(library.database, library.clock).handle)
    library.workers.register(INDEX_JOB, lambda work: _tell_of(library, work))
    library.workers.register(RECORD_JOB, library.public_records.handle)
    alerts = AlertRound(library.database, library.search, library.headings, library.clock)
    library.workers.register(ALERT_JOB, alerts.handle)
    library.workers.register(DESCRIBE_JOB, lambda work: _describe(library, work))
    housekeeping = Housekeeping(
        library.database,
        library.folders,
        library.outbox,
        library.delivery,
        library.traces,
        incoming=library.incoming,
        blobs=library.blobs,
        forget=library.privacy.retention.sweep,
        clock=library.clock,
    )
    library.workers.register(HOUSEKEEPING_JOB, housekeeping.handle)
    up_to_date = library.offices_in_force.before
    library.workers.register(ROUND_JOB, up_to_date(Rounds(library.floor, library.sittings).handle))
    rounds = CaseRounds(library.consultations, open_inbox(library.settings))
    library.workers.register(CASE_JOB, up_to_date(rounds.handle))
    library.workers.register(FETCH_JOB, rounds.fetch)
    library.workers.register(ANSWER_JOB, library.consultations.answers.handle)
    library.workers.register(CLOCK_JOB, library.floor.follow_request)
    library.workers.register(RATING_JOB, library.ratings.mail_invitation)
    library.workers.register(COMPLAINTS_JOB, library.complaints.go_round)
    library.workers.register(STAMP_JOB, library.delivery.handle, library.delivery.gave_up)
    library.workers.register(TRACE_JOB, library.traces.handle, library.traces.gave_up)
    ahead = DescribingRound(library.tracing, library.database, library.clock, lambda: library.workers.stopping)
    library.workers.register(AHEAD_JOB, ahead.handle)


def _tell_of(library: Library, work: dict[str, str]) -> None:
    """A work has changed: what other systems are told, in a job of its own, and what readers find."""
    library.public_records.expect(work["work"])
    library.indexer.handle(work)


def _describe(library: Library, work: dict[str, str]) -> None:
    """A work has come in, or its values have changed: what follows from them, and of which edition it is a file."""
    library.describer.handle(work)
    library.offers.follow(work)
