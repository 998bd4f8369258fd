"""Copies that leave with the office's seal: on record, the same again, and none without it once it is asked for."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ingest.files import Intake
from ingest.sealing import seal_of
from library import Settings, open_library
from library.care.seal_checks import seal_checks
from library.catalogue import works
from library.errors import BadSettings, Unavailable
from library.readers import accounts
from library.softcopies import requests
from library.softcopies.requests import RequestForm
from library.softcopies.seals import make_own_seal, recorded_certificates
from library.store.models import Account, Copy, SealCertificate, SoftcopyRequest
from tests.library.conftest import START, HandClock, Stock
from watermark.seal_check import SealState

FORM = RequestForm(purpose="research", purpose_text="skripsi", institution="Universitas Lampung", declared=True)
Shop = Callable[..., Stock]


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with this year's seal, last year's, and one that has run out."""
    folder = tmp_path_factory.mktemp("keys")
    make_own_seal(folder / "new.pem", "BPS Kota Metro", START - timedelta(days=1))
    make_own_seal(folder / "old.pem", "BPS Kota Metro", START - timedelta(days=300))
    return folder


@pytest.fixture
def shop(tmp_path: Path, stocked_data: tuple[Path, str], clock: HandClock) -> Iterator[Shop]:
    """Open the stocked library with a seal; again with another one."""
    source, work_id = stocked_data
    shutil.copytree(source, tmp_path / "data")
    opened: list[Stock] = []

    def open_with(seal: str) -> Stock:
        if opened:
            opened[-1].library.close()
        library = open_library(Settings(data=tmp_path / "data", seal=seal), clock)
        Intake(library).register()
        opened.append(Stock(library, work_id, clock))
        opened[-1].accept_untraceable()
        return opened[-1]

    yield open_with
    opened[-1].library.close()


def ask(stock: Stock, account: Account) -> Copy:
    """Ask for a copy, and have it made if it can be."""
    with stock.library.database.write() as session:
        work = works.get(session, stock.work_id)
        request = requests.submit(session, stock.clock(), account, work, FORM, frozenset({"research"}))
    stock.library.workers.drain()
    return copy_of(stock, request)


def copy_of(stock: Stock, request: SoftcopyRequest) -> Copy:
    with stock.library.database.read() as session:
        copy = requests.line(session, request.id).copy
    assert copy is not None
    return copy


def state(stock: Stock, file: Path, folder: Path) -> SealState:
    """What a visitor of the checking page is told."""
    with stock.library.database.read() as session:
        return seal_of(file, recorded_certificates(session), folder).state


def test_a_copy_leaves_sealed_and_comes_out_the_same_again(shop: Shop, keys: Path, tmp_path: Path) -> None:
    stock = shop(str(keys / "new.pem"))
    account = stock.account()
    copy = ask(stock, account)
    first = stock.library.delivery.download(copy.id, account.id)
    data = first.path.read_bytes()
    seal = stock.library.seals.current
    assert seal is not None
    assert (copy.seal, copy.sealed_at) == (seal.fingerprint, START)
    assert state(stock, first.path, tmp_path) is SealState.GENUINE
    assert [path.name for path in first.path.parent.iterdir()] == [first.path.name]
    assert len(data) == first.size
    stock.clock.forward(days=2)
    first.path.unlink()
    assert stock.library.delivery.download(copy.id, account.id).path.read_bytes() == data


def test_a_renewed_seal_makes_earlier_copies_again_as_they_were(shop: Shop, keys: Path) -> None:
    stock = shop(str(keys / "old.pem"))
    account = stock.account()
    copy = ask(stock, account)
    stock.library.delivery.path(copy.id).unlink()
    stock = shop(f"{keys / 'new.pem'}:{keys / 'old.pem'}")
    assert stock.library.delivery.download(copy.id, account.id).sha256 == copy.sha256
    with stock.library.database.write() as session:
        other = accounts.add(session, stock.clock(), email="budi@example.org", name="Budi")
    assert ask(stock, other).seal not in (None, copy.seal)
    with stock.library.database.read() as session:
        assert session.query(SealCertificate).count() == 2


def test_copies_from_before_the_seal_stay_without_and_sealed_ones_need_it(shop: Shop, keys: Path) -> None:
    stock = shop("")
    account = stock.account()
    plain = ask(stock, account)
    stock.library.delivery.path(plain.id).unlink()
    stock = shop(str(keys / "new.pem"))
    assert stock.library.delivery.download(plain.id, account.id).sha256 == plain.sha256
    with stock.library.database.write() as session:
        other = accounts.add(session, stock.clock(), email="budi@example.org", name="Budi")
    sealed = ask(stock, other)
    stock.library.delivery.path(sealed.id).unlink()
    stock = shop("")
    with pytest.raises(Unavailable):
        stock.library.delivery.download(sealed.id, other.id)
    assert not stock.library.delivery.path(sealed.id).exists()


def test_once_the_certificate_has_run_out_nothing_leaves(shop: Shop, keys: Path) -> None:
    stock = shop(str(keys / "new.pem"))
    stock.clock.forward(days=4000)
    copy = ask(stock, stock.account())
    for _ in range(5):
        stock.library.workers.drain()
        stock.clock.forward(minutes=10)
    with stock.library.database.read() as session:
        assert requests.get(session, copy.request_id).state == "FAILED"
    folder = stock.library.delivery.path(copy.id).parent
    assert list(folder.iterdir()) == []


def test_pages_on_screen_bear_no_seal(shop: Shop, keys: Path, tmp_path: Path) -> None:
    stock = shop(str(keys / "new.pem"))
    path = stock.library.screens.copy_for(stock.account().id, "reader", stock.work_id)
    assert b"/ByteRange" not in path.read_bytes()


@pytest.mark.parametrize("wrong", ["gone.pem", "text.pem", "open.pem"])
def test_a_seal_that_cannot_be_used_ends_the_start_with_the_reason(tmp_path: Path, keys: Path, wrong: str) -> None:
    (tmp_path / "text.pem").write_text("nothing")
    (tmp_path / "text.pem").chmod(0o600)
    shutil.copyfile(keys / "new.pem", tmp_path / "open.pem")
    (tmp_path / "open.pem").chmod(0o644)
    settings = Settings(data=tmp_path / "data", seal=str(tmp_path / wrong))
    with pytest.raises(BadSettings, match="bad-settings"):
        open_library(settings)
    assert [check.state for check in seal_checks(settings)] == ["fault"]


def test_the_doctor_sees_a_seal_and_more_passwords_than_seals(tmp_path: Path, keys: Path) -> None:
    settings = Settings(data=tmp_path, seal=str(keys / "new.pem"))
    (check,) = seal_checks(settings)
    assert "BPS Kota Metro" in check.found
    assert [check.state for check in seal_checks(Settings(data=tmp_path))] == ["ok"]
    (tmp_path / "passwords").write_text("satu\ndua\n")
    wrong = Settings(data=tmp_path, seal=str(keys / "new.pem"), seal_password_file=str(tmp_path / "passwords"))
    assert [check.state for check in seal_checks(wrong)] == ["fault"]
