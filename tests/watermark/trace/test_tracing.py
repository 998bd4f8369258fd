"""A marked leak names its reader; everything else names nobody."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from watermark.accusation import IDENTIFIED
from watermark.trace.tracing import trace

pytestmark = pytest.mark.slow


def save(path: Path, image: np.ndarray) -> Path:
    """Write a picture and give its path."""
    assert cv2.imwrite(str(path), image)
    return path


def warp(image: np.ndarray) -> np.ndarray:
    """Photograph a page from the side, on a grey table, a little out of focus."""
    height, width = image.shape
    corners = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    seen = np.float32([[90, 60], [width - 40, 100], [width + 30, height - 20], [40, height + 60]])
    matrix = cv2.getPerspectiveTransform(corners, seen)
    photo = cv2.warpPerspective(image, matrix, (width + 120, height + 120), borderValue=120)
    shadow = np.linspace(0.65, 1.0, photo.shape[1])[None, :]
    return cv2.GaussianBlur((photo * shadow).astype(np.uint8), (0, 0), 0.8)


ATTACKS = {
    "as it is": lambda page: page,
    "upside down": lambda page: page[::-1, ::-1],
    "mirrored negative": lambda page: 255 - page[:, ::-1],
    "binarised": lambda page: np.where(page > 150, 255, 0).astype(np.uint8),
    "upper half, 100 dpi": lambda page: cv2.resize(page[: len(page) // 2], None, fx=0.66, fy=0.66, interpolation=3),
    "photographed": warp,
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_one_page_names_its_reader_and_the_work_need_not_be_named(
    publication, neighbour, tmp_path: Path, attack: str
) -> None:
    """The page is found among two publications, in whatever state it comes back."""
    leak = save(tmp_path / "leak.png", np.ascontiguousarray(ATTACKS[attack](publication.page(1))))
    verdict = trace([leak], [neighbour.known, publication.known], publication.everyone)
    assert verdict.outcome == "identified"
    assert [one.identity for one in verdict.accused] == [publication.leaker]
    assert verdict.accused[0].bound <= IDENTIFIED
    assert verdict.accused[0].innocent_best < verdict.accused[0].score
    assert [(page.work, page.page) for page in verdict.pages] == [("angka", 2)]
    assert verdict.pages[0].agree == verdict.accused[0].agree > 0.8 * verdict.pages[0].slots


def test_the_unmarked_original_names_nobody(publication, tmp_path: Path) -> None:
    """All slots at A, and half way between A and B: recognised, read, and innocent."""
    view = publication.known.pages.view(0, 150)
    for name, picture in (("a", publication.known.pages.drawing(0, 150)), ("m", view.middle * 255)):
        verdict = trace(
            [save(tmp_path / f"{name}.png", picture.astype(np.uint8))], [publication.known], publication.everyone
        )
        assert verdict.outcome == "nobody"
        assert verdict.accused == ()
        assert verdict.pages[0].page == 1
        assert "no reader's code" in verdict.reason


def test_innocent_and_hostile_files_name_nobody_and_say_why(publication, neighbour, tmp_path: Path) -> None:
    """No picture, one pixel, a blank page, noise, a foreign publication, a cut file."""
    noise = np.random.default_rng(0).integers(0, 256, (900, 700), np.uint8)
    files = [
        save(tmp_path / "one.png", np.zeros((1, 1), np.uint8)),
        save(tmp_path / "blank.png", np.full((900, 700), 255, np.uint8)),
        save(tmp_path / "noise.png", noise),
        save(tmp_path / "foreign.png", neighbour.page(0)),
        tmp_path / "text.txt",
        tmp_path / "cut.png",
        tmp_path / "missing.pdf",
    ]
    files[4].write_text("tidak ada gambar")
    files[5].write_bytes(files[3].read_bytes()[:2000])
    verdict = trace(files, [publication.known], publication.everyone)
    assert verdict.outcome == "nobody"
    assert verdict.accused == ()
    assert len(verdict.pages) == len(files)
    assert all(page.reason for page in verdict.pages)


def test_a_reader_unknown_to_the_office_makes_nobody_guilty(publication, tmp_path: Path) -> None:
    """A marked copy whose reader is not among the identities."""
    leak = save(tmp_path / "leak.png", publication.page(0))
    others = tuple(name for name in publication.everyone if name != publication.leaker)
    assert trace([leak], [publication.known], others).outcome == "nobody"


def test_every_key_and_every_version_is_tried_and_counted(publication, tmp_path: Path) -> None:
    """A copy made before a rotation is traced after it; each key is a trial."""
    leak = save(tmp_path / "leak.png", publication.page(0))
    keys = (("key-3", bytes(32)), ("key-2", publication.key[::-1]), ("key-1", publication.key))
    rotated = replace(publication.known, keys=keys)
    verdict = trace([leak], [rotated], publication.everyone)
    assert [(one.identity, one.key_id) for one in verdict.accused] == [(publication.leaker, "key-1")]
    assert verdict.trials == 3


def test_two_works_in_one_leak_name_both_readers(publication, neighbour, tmp_path: Path) -> None:
    """A TIFF of two pages from two publications, each from another reader's copy."""
    second = neighbour.of(neighbour.everyone[7])
    leak = tmp_path / "both.tif"
    assert cv2.imwritemulti(str(leak), [publication.page(0), second.page(1)])
    verdict = trace([leak], [publication.known, neighbour.known], publication.everyone)
    assert {(one.identity, one.work) for one in verdict.accused} == {
        (publication.leaker, "angka"),
        (publication.everyone[7], "tetangga"),
    }
    assert [(page.file_page, page.work, page.page) for page in verdict.pages] == [(1, "angka", 1), (2, "tetangga", 2)]


def test_a_single_page_of_a_second_work_in_a_long_leak_is_found(publication, neighbour, tmp_path: Path) -> None:
    """Fifteen pages of one copy name their reader at the first look; the page of another copy stands beyond it."""
    second = neighbour.of(neighbour.everyone[7])
    pages = [publication.page(number % 2) for number in range(15)]
    leak = tmp_path / "long.tif"
    assert cv2.imwritemulti(str(leak), [*pages[:11], second.page(1), *pages[11:]])
    verdict = trace([leak], [publication.known, neighbour.known], publication.everyone)
    assert {(one.identity, one.work) for one in verdict.accused} == {
        (publication.leaker, "angka"),
        (publication.everyone[7], "tetangga"),
    }
    assert [page.work for page in verdict.pages].count("tetangga") == 1
    assert all(page.agree is not None and page.agree > 0.8 * page.slots for page in verdict.pages)
    assert verdict.unread == 16 - len(verdict.pages) == 9
    assert {shown.title.split(": ")[1].split(",")[0] for shown in verdict.evidence} == {"angka", "tetangga"}


def test_two_pages_in_one_picture_are_both_read(publication, neighbour, tmp_path: Path) -> None:
    """A photographed spread: a page of each of two works, from copies of two readers."""
    second = neighbour.of(neighbour.everyone[7])
    spread = np.full((1800, 2600), 90, np.uint8)
    for left, page in ((20, publication.page(0)), (1320, second.page(1))):
        spread[20 : 20 + page.shape[0], left : left + page.shape[1]] = page
    verdict = trace([save(tmp_path / "spread.png", spread)], [publication.known, neighbour.known], publication.everyone)
    assert {(one.identity, one.work) for one in verdict.accused} == {
        (publication.leaker, "angka"),
        (publication.everyone[7], "tetangga"),
    }
    assert sorted((page.work, page.page) for page in verdict.pages) == [("angka", 1), ("tetangga", 2)]


def test_an_average_of_two_copies_names_only_colluders(publication, tmp_path: Path) -> None:
    """Both pages, pixel by pixel the mean of two readers' copies."""
    other = publication.of(publication.everyone[7])
    files = [
        save(tmp_path / f"{i}.png", np.mean([publication.page(i), other.page(i)], axis=0).astype(np.uint8))
        for i in range(2)
    ]
    verdict = trace(files, [publication.known], publication.everyone)
    assert verdict.outcome == "identified"
    assert {one.identity for one in verdict.accused} <= {publication.leaker, publication.everyone[7]}


def test_the_plain_form_holds_what_the_command_line_prints(publication, tmp_path: Path) -> None:
    """Keys of the JSON object, and only opaque ids in it."""
    leak = save(tmp_path / "leak.png", publication.page(0))
    plain = trace([leak], [publication.known], publication.everyone, work="angka").to_json()
    assert plain["verdict"] == "identified"
    assert {"file_page", "work", "page", "slots", "agree"} <= set(plain["pages"][0])
    assert {"id", "work", "bound", "score"} <= set(plain["accused"][0])
    nothing = trace([leak], [publication.known], publication.everyone, work="another").to_json()
    assert nothing["verdict"] == "nobody"
    assert nothing["accused"] == []
