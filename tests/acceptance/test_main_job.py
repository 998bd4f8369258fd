"""The main job on real publications, by the command line: ingested, found, asked for, held in one's own name."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pytest

from library import Settings, open_library
from library.catalogue import works as catalogue
from library.catalogue.indexing import page_documents
from search import Query
from tests.acceptance.viewers import VIEWERS, mupdf

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.slow,
    pytest.mark.timeout(1500),
]
READER = "Siti Rahmawati Nur’aini"
BORN, SCAN = "born/ajung_dalam_angka_2020.pdf", "scan/kepka_bapeten_140_2020_notext.pdf"


@dataclass
class House:
    """A library made by the command line, with two real works and a reader."""

    data: Path
    corpus: Path
    works: dict[str, dict[str, Any]]

    def pustaka(self, *words: str) -> tuple[int, dict[str, Any]]:
        return run_pustaka(self.data, *words)


def run_pustaka(data: Path, *words: str) -> tuple[int, dict[str, Any]]:
    command = [str(Path(sys.executable).with_name("pustaka")), *words, "--json"]
    environment = {**os.environ, "PUSTAKA_DATA": str(data)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    return done.returncode, json.loads(done.stdout or "{}")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, corpus: Path) -> House:
    data = tmp_path_factory.mktemp("house") / "data"
    code, answer = run_pustaka(data, "ingest", str(corpus / BORN), str(corpus / SCAN))
    assert code == 0, answer
    works = {Path(work["file"]).name: work for work in answer["works"]}
    run_pustaka(data, "account", "add", "--email", "siti@example.org", "--name", READER)
    return House(data, corpus, works)


@pytest.fixture(scope="module")
def copies(house: House) -> Callable[[str], Path]:
    made: dict[str, Path] = {}

    def copy_of(name: str) -> Path:
        if name not in made:
            out = house.data.parent / f"copy-{Path(name).name}"
            work = house.works[Path(name).name]["id"]
            code, answer = house.pustaka(
                "request", work, "--account", "siti@example.org", "--purpose", "skripsi", "--out", str(out)
            )
            assert (code, answer.get("state")) == (0, "ready"), answer
            made[name] = out
        return made[name]

    return copy_of


def test_both_works_tell_what_they_are(house: House):
    born, scan = house.works[Path(BORN).name], house.works[Path(SCAN).name]
    assert (born["kind"], born["pages"], born["year"]) == ("born-digital", 176, 2020)
    assert born["catalogue_number"] == "1102001.3509110"
    assert (scan["kind"], scan["pages"], scan["language"]) == ("scanned", 7, "id")


@pytest.mark.parametrize("name", [BORN, SCAN])
def test_words_that_stand_on_one_page_only_find_that_page_first(house: House, copies, name: str):
    seen = _words_by_page(mupdf(copies(name)))
    work = house.works[Path(name).name]["id"]
    library = open_library(Settings(data=house.data))
    try:
        with library.database.read() as session:
            kept = _words_by_page([page.text for page in page_documents(session, catalogue.get(session, work))])
        lonely = sorted(word for word, pages in seen.items() if len(pages) == 1 and kept.get(word) == pages)
        assert len(lonely) >= 10
        wrong = []
        for word in lonely:
            hits = library.search.search(Query(word, limit=1, work=work)).hits
            if not hits or {hits[0].page} != seen[word]:
                wrong.append(word)
    finally:
        library.close()
    assert wrong == []


def _words_by_page(texts: list[str]) -> dict[str, set[int]]:
    where: dict[str, set[int]] = {}
    for number, text in enumerate(texts, 1):
        for word in set(re.findall(r"\b[a-z]{9,14}\b", text.lower())):
            where.setdefault(word, set()).add(number)
    return where


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize("name", [BORN, SCAN])
def test_the_readers_name_stands_on_every_page_in_every_viewer(copies, name: str, viewer: str):
    texts = VIEWERS[viewer](copies(name))
    flat = [" ".join(text.split()) for text in texts]
    missing = [number for number, text in enumerate(flat, 1) if READER not in text]
    assert missing == []


@pytest.mark.parametrize("name", [BORN, SCAN])
def test_the_copy_is_whole_by_qpdfs_own_check(copies, name: str):
    job = pikepdf.Job(["pustaka", "--check", str(copies(name))])
    job.run()
    assert not job.has_warnings
    assert job.exit_code == 0


def test_outline_links_and_labels_are_as_before(house: House, copies):
    with pymupdf.open(house.corpus / BORN) as before, pymupdf.open(copies(BORN)) as after:
        assert after.get_toc() == before.get_toc()
        for old, new in zip(before, after, strict=True):
            assert [link["from"] for link in new.get_links()] == [link["from"] for link in old.get_links()]
            assert new.get_label() == old.get_label()
            assert new.rect == old.rect


def test_the_text_is_still_there_word_for_word(house: House, copies):
    for old, new in zip(mupdf(house.corpus / BORN), mupdf(copies(BORN)), strict=True):
        missing = Counter(old.split()) - Counter(new.split())
        # Moved words may be cut differently into lines, never lost.
        assert "".join(sorted(missing)) == "" or "".join(old.split()) in "".join(new.split())


def test_no_clean_original_is_inside_the_copy(house: House, copies):
    original = (house.corpus / BORN).read_bytes()
    copy = copies(BORN).read_bytes()
    assert copy.count(b"%%EOF") == 1
    assert original[:4096] not in copy


def test_the_same_reader_gets_the_same_mark_twice(house: House, copies):
    first = copies(BORN)
    again = house.data.parent / "again.pdf"
    work = house.works[Path(BORN).name]["id"]
    house.pustaka("request", work, "--account", "siti@example.org", "--purpose", "lagi", "--out", str(again))
    assert again.read_bytes() != first.read_bytes()  # another request number in the visible stamp
    with pymupdf.open(first) as one, pymupdf.open(again) as two:
        assert _words_without_stamp(one[60]) == _words_without_stamp(two[60])


def _words_without_stamp(page: pymupdf.Page) -> list[tuple[float, ...]]:
    stamp = re.compile(r"\d{4}-\d{4}-\d{5}")
    return [word[:4] for word in page.get_text("words") if not stamp.search(word[4])]


def test_the_library_is_sound_afterwards(house: House):
    code, answer = house.pustaka("verify")
    assert (code, answer["findings"]) == (0, [])
