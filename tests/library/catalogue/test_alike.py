"""Works that may be the same, at three levels, and what becomes of them when a librarian has looked."""

from __future__ import annotations

import io
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from library import Library
from library.catalogue import duplicates, versions, works
from library.catalogue.fingerprints import cover_hash, cover_likeness, sketch, text_likeness
from library.errors import BadForm, LostRace
from library.store.models import Work
from search import Query
from tests.library.catalogue.shelving import described, shelve
from tests.library.conftest import WORDS

AJUNG = "1102001.3509110"


def prose(seed: str, pages: int = 12) -> list[str]:
    chance = random.Random(seed)
    return [" ".join(f"{chance.choice(WORDS)} {chance.randrange(99999)}" for _ in range(80)) for _ in range(pages)]


def levels(library: Library, work_id: str) -> dict[str, str]:
    with library.database.read() as session:
        return {pair.older.id: pair.level for pair in duplicates.of_work(session, work_id)}


def test_the_same_bytes_in_another_office_are_noticed(library):
    here = shelve(library, "Satu", 2020, content="x")
    there = shelve(library, "Lain", 2021, content="x", office="1808", state="review")
    described(library, here, there)
    assert levels(library, there) == {here: "bytes"}


def test_the_same_number_year_and_region_are_noticed_and_another_year_is_not(library):
    made = [shelve(library, "Kecamatan Ajung Dalam Angka", year, AJUNG) for year in (2020, 2020, 2021)]
    described(library, *made)
    assert levels(library, made[1]) == {made[0]: "number"}
    assert levels(library, made[2]) == {}


def test_nearly_the_same_text_is_noticed_without_any_number(library):
    text = prose("a")
    first = shelve(library, "Laporan", None, texts=text)
    corrected = shelve(library, "Laporan diperbaiki", None, texts=[*text[:-1], *prose("b", 1)])
    other = shelve(library, "Laporan lain", None, texts=prose("c"))
    described(library, first, corrected, other)
    assert levels(library, corrected) == {first: "text"}
    assert levels(library, other) == {}


def test_half_the_text_under_another_year_is_the_next_edition_and_no_duplicate(library):
    text = prose("a")
    old = shelve(library, "Kecamatan Ajung Dalam Angka", 2020, AJUNG, texts=text)
    new = shelve(library, "Kecamatan Ajung Dalam Angka", 2021, AJUNG, texts=[*text[:9], *prose("b", 3)])
    described(library, old, new)
    assert levels(library, new) == {}


def test_what_was_decided_is_not_asked_again(library):
    made = [shelve(library, "Kecamatan Ajung Dalam Angka", 2020, AJUNG) for _ in range(2)]
    described(library, *made)
    decide(library, *made, "different")
    described(library, *made)
    assert levels(library, made[1]) == {}
    with pytest.raises(LostRace):
        decide(library, *made, "same")


def decide(library: Library, older: str, newer: str, decision: str) -> None:
    with library.database.write() as session:
        versions.decide(session, library.clock(), older, newer, decision, "system")


def test_a_newer_file_takes_the_place_and_the_old_one_stays_citable(library):
    old = shelve(library, "Kecamatan Ajung Dalam Angka", 2020, AJUNG)
    new = shelve(library, "Kecamatan Ajung Dalam Angka", 2020, AJUNG, state="review")
    described(library, old, new)
    decide(library, old, new, "version")
    with library.database.read() as session:
        assert works.get(session, old).state == "released", "its address answers everybody as before"
        assert [work.id for work in works.shelf(session).works] == [new]
        assert [work.id for work in works.newest(session)] == [new]
        assert versions.successor(session, old).id == new
        assert [work.id for work in versions.predecessors(session, new)] == [old]
        assert library.indexer.count() == session.get(Work, new).pages
    assert levels(library, new) == {}


def test_versions_follow_one_another_and_never_in_a_circle(library):
    made = [shelve(library, "Kecamatan Ajung Dalam Angka", 2020, AJUNG) for _ in range(3)]
    described(library, *made)
    decide(library, made[0], made[1], "version")
    decide(library, made[1], made[2], "version")
    with library.database.read() as session:
        assert versions.successor(session, made[0]).id == made[2]
        assert [work.id for work in versions.predecessors(session, made[2])] == [made[1], made[0]]
    with pytest.raises(BadForm), library.database.write() as session:
        first, last = session.get(Work, made[0]), session.get(Work, made[2])
        versions.supersede(session, library.clock(), last, first, "system")


def sought(library: Library) -> list[str]:
    with library.database.read() as session:
        return [work.id for work in works.shelf(session).works]


def test_where_the_newer_file_is_withdrawn_the_edition_stays_with_the_one_before(library):
    made = [shelve(library, "Kecamatan Ajung Dalam Angka", 2020, AJUNG, texts=["padi"]) for _ in range(3)]
    described(library, *made)
    decide(library, made[0], made[1], "version")
    decide(library, made[1], made[2], "version")
    library.workers.drain()
    found = []
    for deed, work in ((None, ""), ("out", made[2]), ("out", made[1]), ("back", made[2])):
        with library.database.write() as session:
            if deed == "out":
                works.withdraw(session, library.clock(), work, "system", "")
            elif deed:
                works.release(session, library.clock(), work, "system")
        library.workers.drain()
        found.append((sought(library), [hit.work for hit in library.search.search(Query("padi")).hits]))
    assert found == [([made[at]], [made[at]]) for at in (2, 1, 0, 2)]


def test_a_withdrawn_file_takes_no_place_and_gives_its_own_to_the_next(library):
    made = [shelve(library, "Kecamatan Ajung Dalam Angka", 2020, AJUNG) for _ in range(3)]
    described(library, *made)
    decide(library, made[0], made[1], "version")
    with library.database.write() as session:
        works.withdraw(session, library.clock(), made[1], "system", "")
    with pytest.raises(BadForm), library.database.write() as session:
        versions.supersede(session, library.clock(), session.get(Work, made[2]), session.get(Work, made[1]), "system")
    decide(library, made[0], made[2], "version")
    assert sought(library) == [made[2]]


def test_the_same_file_once_more_is_withdrawn(library):
    made = [shelve(library, "Satu", 2020, content="x"), shelve(library, "Satu", 2020, content="x", office="1808")]
    described(library, *made)
    decide(library, *made, "same")
    with library.database.read() as session:
        assert session.get(Work, made[1]).state == "withdrawn"


def test_the_estimate_is_near_the_true_share():
    """Runs of five words that both have, of all runs that either has."""
    text = prose("a", 40)
    for kept in (10, 20, 30):
        other = [*text[:kept], *prose("b", 40 - kept)]
        assert text_likeness(sketch(text), sketch(other)) == pytest.approx(kept / (80 - kept), abs=0.08)


@settings(max_examples=40)
@given(st.sets(st.integers(0, 600), min_size=1), st.sets(st.integers(0, 600), min_size=1))
def test_the_likeness_of_two_sketches_is_what_the_definition_says(one: set[int], other: set[int]) -> None:
    """Of the smallest of both together, as many as the shorter has: the share that both have."""
    packed = [np.array(sorted(each), dtype="<u8").tobytes() for each in (one, other)]
    smallest = sorted(one | other)[: min(len(one), len(other), 512)]
    assert text_likeness(*packed) == sum(each in one & other for each in smallest) / len(smallest)


@settings(max_examples=40)
@given(st.lists(st.text(max_size=300), max_size=5))
def test_any_text_has_a_sketch_that_is_like_itself(pages: list[str]) -> None:
    mine = sketch(pages)
    assert text_likeness(mine, mine) == (1.0 if mine else 0.0)


def picture(words: str, size: tuple[int, int] = (240, 320), quality: int = 85) -> io.BytesIO:
    image = Image.new("RGB", (240, 320), "white")
    draw = ImageDraw.Draw(image)
    chance = random.Random(words)
    for _ in range(12):
        x, y = chance.randrange(200), chance.randrange(280)
        draw.rectangle(
            (x, y, x + chance.randrange(90), y + chance.randrange(90)), fill=chance.choice(("navy", "orange"))
        )
    buffer = io.BytesIO()
    image.resize(size).save(buffer, "JPEG", quality=quality)
    buffer.seek(0)
    return buffer


def test_a_cover_is_known_again_smaller_and_worse_and_another_is_not():
    mine = cover_hash(picture("a"))
    assert cover_likeness(mine, cover_hash(picture("a", (120, 160), 30))) >= duplicates.COVER_ALIKE
    assert cover_likeness(mine, cover_hash(picture("b"))) < 0.8
    blank = io.BytesIO()
    Image.new("L", (50, 50), 255).save(blank, "PNG")
    assert cover_hash(blank) == "", "a blank sheet is like nothing"
