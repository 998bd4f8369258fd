"""A page read with other settings: looked at first, then taken into a new version in which nothing else is lost."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

import ingest.redoing
from ingest import OcrOptions
from ingest.files import Intake
from ingest.redoing.settings import PageSettings
from library.catalogue import corrections, makings, trials, works
from library.catalogue.corrections import HidesCorrection, fingerprint
from library.catalogue.incoming import Intent
from library.errors import LostRace, NotAllowed, NotFound
from library.readers.roles import Role
from library.store.models import PageTrial, Work, WorkFile
from search import Query
from tests.ingest.repair.sheets import open_book, save, sheet


def order(stock, number: int, *, actor: str = "system", **settings: object) -> str:
    with stock.library.database.write() as session:
        work = session.get(Work, stock.work_id)
        plain = PageSettings(**settings).to_json()
        return trials.order(session, stock.clock(), work, number, plain, actor).id


def state(stock, trial_id: str) -> tuple[str, str]:
    with stock.library.database.read() as session:
        trial = session.get(PageTrial, trial_id)
        return trial.state, trial.error


def accept(stock, trial_id: str) -> None:
    with stock.library.database.write() as session:
        trials.accept(session, stock.clock(), session.get(Work, stock.work_id), trial_id, "system")


def texts(stock) -> list[str]:
    with stock.library.database.read() as session:
        return [page.text for page in trials.pages_of(session, works.current_file(session, stock.work_id).id)]


def test_a_double_page_is_parted_by_hand_and_corrections_of_other_pages_stay(library, clock, tmp_path, monkeypatch):
    monkeypatch.setattr(Intake, "_ocr", lambda _: OcrOptions(jobs=1, repair=False))
    both = open_book(sheet(4, width=360, height=300), sheet(4, 13, width=360, height=300), fold=False)
    scan = save(tmp_path / "buku.tif", both, sheet(3, height=160))
    item = Intake(library).receive_path(scan, Intent(office="1872", release=True))
    library.workers.drain()
    stock = SimpleNamespace(library=library, clock=clock, work_id=library.incoming.get(item).work_id)
    with library.database.write() as session:
        work = session.get(Work, stock.work_id)
        seen = fingerprint(works.page(session, works.current_file(session, work.id).id, 2).text)
        corrections.correct(session, clock(), work, 2, "cempedak", seen, "system")
    trial_id = order(stock, 1, split=0.5)
    told, run = [], ingest.redoing.run_child

    def listening(*args, report, **more):
        return run(*args, report=lambda line: (told.append(line["step"]), report(line)), **more)

    monkeypatch.setattr(ingest.redoing, "run_child", listening)
    library.workers.drain({trials.TRY_JOB})
    assert {"open", "draw", "ocr", "text"} <= set(told), "a child that is silent for long is ended"
    assert state(stock, trial_id) == ("ready", "")
    assert len(texts(stock)) == 2, "nothing changes before it is accepted"
    waiting = order(stock, 2)
    with library.database.write() as session:
        session.get(PageTrial, waiting).state = "ready"
        session.get(PageTrial, waiting).found = [{"part": 0}]
    accept(stock, trial_id)
    library.workers.drain()
    assert state(stock, trial_id) == ("applied", "")
    with library.database.read() as session:
        newest = works.current_file(session, stock.work_id).id
        assert [each.id for each in trials.open_trials(session, newest, 3)] == [waiting]
    accept(stock, waiting)
    assert state(stock, waiting)[0] == "accepted", "a trial of another page is still good"
    left, right, other = texts(stock)
    assert left.startswith("Jumlah penduduk")
    assert right.endswith("13")
    assert other == "cempedak"
    with library.database.read() as session:
        work = session.get(Work, stock.work_id)
        old, new = session.query(WorkFile).filter_by(work_id=work.id).order_by(WorkFile.version)
        assert (old.version, new.version, work.pages, new.pages) == (1, 2, 3, 3)
        assert old.original == new.original
        assert old.shown != new.shown
        assert works.current_master(session, old.id).body != works.current_master(session, new.id).body
        made = makings.of_file(session, new.id)
        assert [(made[n].source_page, made[n].part) for n in (1, 2, 3)] == [(1, 1), (1, 2), (2, 0)]
        assert made[1].settings["split"] == 0.5
        place = corrections.place_of(session, work, new, 3)
        assert corrections.standing(session, place).recognised.startswith("Jumlah"), "what the machine read stays"
    assert [hit.page for hit in library.search.search(Query("cempedak")).hits] == [3]
    assert library.blobs.check(old.shown), "the version before can still be opened"


def test_a_page_that_cannot_be_read_leaves_everything_as_it_is(stock):
    with stock.library.database.read() as session:
        original = session.get(Work, stock.work_id).files[0].original
    before = texts(stock)
    stock.library.blobs.path(original).write_bytes(b"kein PDF")
    trial_id = order(stock, 1)
    stock.library.workers.drain()
    assert state(stock, trial_id)[0] == "failed"
    assert state(stock, trial_id)[1]
    assert texts(stock) == before
    with stock.library.database.write() as session:
        trials.dismiss(session, stock.clock(), session.get(Work, stock.work_id), trial_id, "system")
        assert trials.open_trials(session, session.get(PageTrial, trial_id).file_id, 1) == []


def test_a_trial_of_an_older_version_or_one_that_is_not_ready_is_not_taken(stock):
    trial_id = order(stock, 1)
    with pytest.raises(LostRace):
        accept(stock, trial_id)
    with stock.library.database.write() as session:
        trial = session.get(PageTrial, trial_id)
        trial.state = "ready"
        old = session.get(WorkFile, trial.file_id)
        same = {"work_id": old.work_id, "original": old.original, "shown": old.shown, "name": old.name}
        rest = {"media_type": old.media_type, "pages": old.pages, "created_at": stock.clock()}
        session.add(WorkFile(**same, **rest, version=2))
    with pytest.raises(LostRace):
        accept(stock, trial_id)


def test_a_page_corrected_by_hand_is_not_parted_so_that_the_correction_is_on_no_page(stock):
    trial_id = order(stock, 1)
    with stock.library.database.write() as session:
        work = session.get(Work, stock.work_id)
        file = works.current_file(session, work.id)
        corrections.correct(session, stock.clock(), work, 1, "cempedak", fingerprint(texts(stock)[0]), "system")
        trial = session.get(PageTrial, trial_id)
        trial.state, trial.found = "ready", [{"part": 1}, {"part": 2}]
    with pytest.raises(HidesCorrection):
        accept(stock, trial_id)
    assert state(stock, trial_id)[0] == "ready"
    with stock.library.database.write() as session:
        corrections.take_back(session, stock.clock(), session.get(Work, stock.work_id), 1, "system")
        place = corrections.place_of(session, session.get(Work, stock.work_id), session.get(WorkFile, file.id), 1)
        for part in (1, 2):
            half = replace(place, part=part)
            assert [each.text for each in corrections.history(session, half)] == ["cempedak"], "copied from here"
    accept(stock, trial_id)
    assert state(stock, trial_id)[0] == "accepted"


def test_only_the_works_own_office_tries_and_only_pages_that_are_there(stock):
    stranger = stock.account("lain@contoh.id", role=Role.LIBRARIAN, office="3509")
    with pytest.raises(NotAllowed):
        order(stock, 1, actor=stranger.id)
    with pytest.raises(NotFound):
        order(stock, 99)
    with stock.library.database.read() as session, pytest.raises(NotFound):
        trials.get(session, stock.work_id, "tidak-ada")


@pytest.mark.parametrize(
    "wrong",
    [{"turn": 45}, {"skew": 90.0}, {"skew": float("nan")}, {"split": 0.95}, {"resolution": 9999}, {"languages": ()}],
)
def test_settings_that_no_page_can_be_read_with_are_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        PageSettings(**wrong)
