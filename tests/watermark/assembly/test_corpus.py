"""Every real publication keeps its looks, its words and all that is beside them; every page names the reader."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pytest

from tests.watermark.assembly import readers
from tests.watermark.assembly.conftest import NAME
from tests.watermark.assembly.furniture import furniture, lost_phrases
from tests.watermark.assembly.test_awkward_pages import outside_stamp
from watermark.assemble import assemble
from watermark.prepare import prepare
from watermark.slots import read_slots

if TYPE_CHECKING:
    from watermark.stamp import Stamp

CORPUS = Path(os.environ.get("PUSTAKA_CORPUS") or "no corpus")
PAGES = os.environ.get("PUSTAKA_CORPUS_PAGES")
"""How many pages of each book, for `make corpus`."""


def publications() -> list[str]:
    """Name every PDF of the corpus, as its list does; none has to be left out."""
    manifest = CORPUS / "MANIFEST.tsv"
    if not manifest.exists():
        return ["no corpus"]  # the fixture says why
    with manifest.open(encoding="utf-8", newline="") as file:
        return sorted(row["file"] for row in csv.DictReader(file, delimiter="\t") if row["file"].endswith(".pdf"))


FILES = publications()


def few_pages(name: str, count: int) -> set[int]:
    """Two pages of a book; of beginnings, which share a design, one, of each another, so that all eight are taken."""
    if name.startswith("front/") and PAGES is None:
        return {FILES.index(name) % count}
    most = min(int(PAGES or 2), count)
    return {index * count // most for index in range(most)}


def with_pages(source: Path, target: Path, keep: set[int]) -> Path:
    with pikepdf.open(source) as pdf:
        for index in sorted(set(range(len(pdf.pages))) - keep, reverse=True):
            del pdf.pages[index]
        pdf.remove_unreferenced_resources()
        pdf.save(target)
    return target


@pytest.mark.corpus
def test_every_publication_in_the_folder_is_in_its_list(corpus: Path) -> None:
    assert sorted(str(path.relative_to(corpus)) for path in corpus.rglob("*.pdf")) == FILES


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_a_real_publication_stays_what_it_was(name: str, corpus: Path, tmp_path: Path, stamp: Stamp) -> None:
    with pikepdf.open(corpus / name) as pdf:
        keep = few_pages(name, len(pdf.pages))
    stays_what_it_was(with_pages(corpus / name, tmp_path / "source.pdf", keep), tmp_path, stamp)


@pytest.mark.corpus
@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", FILES)
def test_all_pages_of_a_real_publication_stay_what_they_were(
    name: str, corpus: Path, tmp_path: Path, stamp: Stamp
) -> None:
    stays_what_it_was(corpus / name, tmp_path, stamp)


def stays_what_it_was(source: Path, tmp_path: Path, stamp: Stamp) -> None:
    master = prepare(source, tmp_path / "master")
    slots = read_slots(master.slots)
    bits = np.random.default_rng(7).integers(0, 2, len(slots)).astype(np.uint8)
    plain = assemble(master.body, master.slots, code=None, stamp=stamp, out=tmp_path / "plain.pdf")
    copy = assemble(master.body, master.slots, code=bits, stamp=stamp, out=tmp_path / "copy.pdf")
    assert furniture(copy.path) == furniture(source)
    assert lost_phrases(source, copy.path) == []
    for made in (plain, copy):
        assert readers.qpdf_complaints(made.path) == []
        texts = readers.mupdf_texts(made.path)
        assert len(texts) == master.pages
        for old, new in zip(readers.mupdf_texts(source), texts, strict=True):
            assert new.split()[: len(old.split())] == old.split()
            assert NAME in new
    for page in range(master.pages):
        before = readers.drawn(source, page, 72)
        after = readers.drawn(plain.path, page, 72)[: before.shape[0]]  # a full page gets a foot for its stamp
        mask = outside_stamp(plain.path, page, before.shape[:2])
        apart = np.abs(before.astype(int) - after)[mask].max(axis=1, initial=0)
        carriers = {slots.carriers[index] for index in slots.carrier[slots.on_page(page)]}
        if "bilevel strips" in carriers:
            # Whole words of the scan stand a pixel higher or lower: every edge differs, the ink stays.
            ink = (255.0 - before)[mask].sum() / (255.0 - after)[mask].sum()
            assert 0.85 < ink < 1.1
            assert apart.mean() < 20
        elif "image tiles" in carriers:
            assert apart.mean() < 8
        else:
            assert (apart > 48).mean() < 1e-3
